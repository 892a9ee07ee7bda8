import type { Cancel, Clock } from '../../live/clock.js'
import type { Typist } from '../../protocol/streams/typing.js'

/** Somebody who is writing, as `subscribeToTyping` tells of them. */
export interface TypingUser extends Typist {
  readonly isTyping: true
}

/** Who goes on typing says so every three seconds; of whom nothing is heard for this long is not believed any more. */
const BELIEVED_MS = 6_000

interface Heard {
  readonly typist: Typist
  readonly at: number
}

/** Those of the list, each with when they were heard of last: an object that is new is news. */
function hear(before: readonly Heard[], users: readonly Typist[], now: number): readonly Heard[] {
  return users.map((typist) => before.find((heard) => heard.typist === typist) ?? { typist, at: now })
}

const believed = (heard: readonly Heard[], now: number): readonly Typist[] =>
  heard.filter(({ at }) => now - at < BELIEVED_MS).map(({ typist }) => typist)

export interface Typists {
  /** @param users what the server tells; none while there is no connection */
  readonly hear: (users: readonly Typist[], ownId: number | null) => void
  /** The same array while it says the same. */
  readonly get: () => readonly TypingUser[]
  readonly subscribe: (listener: () => void) => Cancel
  readonly stop: Cancel
}

const NOBODY: readonly TypingUser[] = []
/** What a page says that a server rendered. */
export const nobody = (): readonly TypingUser[] => NOBODY

/** Who is typing in one conversation, as far as is believed here. */
export function createTypists(clock: Pick<Clock, 'now' | 'after'>): Typists {
  const listeners = new Set<() => void>()
  let heard: readonly Heard[] = []
  let own: number | null = null
  let shown = NOBODY
  let cancel: Cancel = () => undefined

  const look = () => {
    cancel()
    const now = clock.now()
    const others = believed(heard, now).filter(({ userId }) => userId !== own)
    const next = Math.min(...heard.map(({ at }) => at + BELIEVED_MS).filter((at) => at > now))
    if (next !== Number.POSITIVE_INFINITY) cancel = clock.after(next - now, look)
    if (sameTypists(others, shown)) return
    shown = others.map(({ userId, username }) => ({ userId, username, isTyping: true }))
    for (const listener of listeners) listener()
  }
  return {
    hear: (users, ownId) => {
      heard = hear(heard, users, clock.now())
      own = ownId
      look()
    },
    get: () => shown,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop: () => cancel(),
  }
}

const sameTypists = (a: readonly Typist[], b: readonly Typist[]): boolean =>
  a.length === b.length && a.every(({ userId, username }, n) => b[n]?.userId === userId && b[n]?.username === username)
