/** What this page says of its user's typing in one conversation, and when it must say so again. */
export interface Typing {
  readonly isTyping: boolean
  readonly keyAt: number
  /** When it was last said that somebody types, and what else was said since. */
  readonly saidAt: number
  readonly stopsSince: number
}

export type TypingEvent = { readonly event: 'key' | 'stop' | 'tick' }

/** Who has not touched a key for so long has stopped. */
const IDLE_MS = 3_000
/** Said again this often, so that nobody stops believing it. */
const KEEP_ALIVE_MS = 3_000
const MINUTE_MS = 60_000
export const MOST_A_MINUTE = 20

export const initialTyping: Typing = { isTyping: false, keyAt: 0, saidAt: Number.NEGATIVE_INFINITY, stopsSince: 0 }

/** When what was said is paid for: whoever starts and stops all the time is told of less often. */
const freeAt = ({ saidAt, stopsSince }: Typing): number => saidAt + KEEP_ALIVE_MS * (1 + stopsSince)

const isDue = (typing: Typing, now: number): boolean => now - typing.keyAt < IDLE_MS && now >= freeAt(typing)

/**
 * @param mayStart there is a place for it in this minute
 * @returns `true`: say that somebody types; `false`: that nobody does; `null`: nothing
 */
export function step(
  typing: Typing,
  { event }: TypingEvent,
  now: number,
  mayStart: boolean,
): readonly [Typing, boolean | null] {
  switch (event) {
    case 'key':
      return start({ ...typing, keyAt: now, isTyping: true }, now, mayStart)
    case 'tick':
      if (!typing.isTyping) return [typing, null]
      return now - typing.keyAt >= IDLE_MS ? end(typing, now) : start(typing, now, mayStart)
    case 'stop':
      return typing.isTyping ? end(typing, now) : [typing, null]
    default:
      return event satisfies never
  }
}

function start(typing: Typing, now: number, mayStart: boolean): readonly [Typing, boolean | null] {
  return mayStart && isDue(typing, now) ? [{ ...typing, saidAt: now, stopsSince: 0 }, true] : [typing, null]
}

/** What was never said, or is long past, needs no end. */
function end(typing: Typing, now: number): readonly [Typing, boolean | null] {
  const wasSaid = typing.stopsSince === 0 && now - typing.saidAt < MINUTE_MS
  const next = { ...typing, isTyping: false, stopsSince: typing.stopsSince + Number(wasSaid) }
  return [next, wasSaid ? false : null]
}

/** When it wants a `tick`. @param placeAt when there is a place in a minute */
export const wakeAt = (typing: Typing, placeAt: number): number =>
  typing.isTyping ? Math.min(typing.keyAt + IDLE_MS, Math.max(freeAt(typing), placeAt)) : Number.POSITIVE_INFINITY

/** When another frame has a place, given when the last ones went out, oldest first. */
export function placeAt(frames: readonly number[]): number {
  const oldest = frames.at(-MOST_A_MINUTE)
  return oldest === undefined ? Number.NEGATIVE_INFINITY : oldest + MINUTE_MS
}
