import type { Person, PresenceStatus } from '../../protocol/streams/presence.js'

/** What this page's user chose to be shown as. */
export interface Choice {
  readonly status: PresenceStatus
  readonly activity?: string
  /** Then it is over, ISO 8601; absent: it lasts. */
  readonly until?: string
}

/**
 * How the user of this page is: busy or idle, and what they chose. All tabs of a browser, and other devices, choose for the
 * same user: the newest choice is everybody's, so that no tab says an older one after its reconnect.
 */
export interface Self {
  readonly userId: number | null
  /** When somebody last did something in this browser. */
  readonly actedAt: number
  readonly toldTabsAt: number
  readonly idle: boolean
  readonly choice: Choice | null
  /** What the server shows may be older than our own choice until then; `null`: it is not. */
  readonly unsureUntil: number | null
  /** What the server shows of this user; `undefined`: nobody looks, or there is no connection. */
  readonly shown: Shown | undefined
}

/** `null`: not to be seen. */
export type Shown = Person | null

export type SelfEvent =
  /** `remembered`: chosen before this page was loaded anew. */
  | { readonly event: 'user'; readonly userId: number | null; readonly remembered: Choice | null }
  | { readonly event: 'connected' }
  | { readonly event: 'acted' }
  | { readonly event: 'tick' }
  | { readonly event: 'chose'; readonly choice: Choice }
  | { readonly event: 'shown'; readonly shown: Shown | undefined }
  | { readonly event: 'heard'; readonly message: TabMessage }

/** What tabs tell each other. */
export type TabMessage =
  | { readonly userId: number; readonly acted: true }
  /** `seen`: at the server, where somebody else chose it. */
  | { readonly userId: number; readonly choice: Choice; readonly how: 'chosen' | 'seen' }

export type SelfEffect =
  | { readonly do: 'say'; readonly statement: Statement }
  | { readonly do: 'tell'; readonly message: TabMessage }
  /** `null`: nothing any more. */
  | { readonly do: 'remember'; readonly userId: number; readonly choice: Choice | null }

/** The command, in full: the last one said is the one that is said again after a reconnect. */
export interface Statement {
  readonly status?: PresenceStatus
  readonly activity?: string
  readonly until?: string
  readonly idle: boolean
  readonly again?: true
}

export const IDLE_MS = 5 * 60_000
const TELL_TABS_MS = 30_000
/** The server shows what was chosen a little later, and at first what was shown before. */
const SETTLE_MS = 3_000

export const initialSelf = (now: number): Self => ({
  userId: null,
  actedAt: now,
  toldTabsAt: Number.NEGATIVE_INFINITY,
  idle: false,
  choice: null,
  unsureUntil: null,
  shown: undefined,
})

type Stepped = readonly [Self, ...SelfEffect[]]

export function step(self: Self, event: SelfEvent, now: number): Stepped {
  switch (event.event) {
    case 'user': {
      const { userId, remembered } = event
      if (userId === self.userId) return [self]
      const fresh = { ...initialSelf(now), actedAt: self.actedAt, idle: self.idle, userId }
      // Chosen before it was known by whom, and said already.
      if (self.userId === null && self.choice)
        return [{ ...fresh, choice: self.choice }, ...spread(fresh, self.choice, 'chosen')]
      const next = { ...fresh, choice: standing(remembered, now) }
      return userId !== null && (next.choice || next.idle) ? [next, say(next)] : [next]
    }
    case 'connected':
      return [{ ...self, unsureUntil: now + SETTLE_MS }]
    case 'acted':
      return acted(self, now, true)
    case 'heard':
      if (event.message.userId !== self.userId) return [self]
      return 'choice' in event.message ? hear(self, event.message, now) : acted(self, now, false)
    case 'tick': {
      const [ended, ...endings] = end({ ...self, unsureUntil: later(self.unsureUntil, now) }, now)
      const [settled, ...settling] = settle(ended, now)
      const effects = [...endings, ...settling]
      if (settled.idle || now < settled.actedAt + IDLE_MS) return [settled, ...effects]
      const next = { ...settled, idle: true }
      return [next, ...effects, say(next)]
    }
    case 'chose': {
      const next = { ...self, choice: event.choice, unsureUntil: now + SETTLE_MS }
      return [next, say(next, 'chosen'), ...spread(next, event.choice, 'chosen')]
    }
    case 'shown':
      return settle({ ...self, shown: event.shown }, now)
    default:
      return event satisfies never
  }
}

/** When it wants a `tick`. */
export const wakeAt = ({ idle, actedAt, unsureUntil, choice }: Self): number =>
  Math.min(idle ? Number.POSITIVE_INFINITY : actedAt + IDLE_MS, unsureUntil ?? Number.POSITIVE_INFINITY, endOf(choice))

const endOf = (choice: Choice | null): number =>
  choice?.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(choice.until)

const standing = (choice: Choice | null, now: number): Choice | null => (endOf(choice) > now ? choice : null)

/** The server ends it, too. Said all the same: what is said again after a reconnect must not be what is over. */
function end(self: Self, now: number): Stepped {
  const { choice, userId } = self
  if (standing(choice, now) === choice) return [self]
  const next = { ...self, choice: null, unsureUntil: now + SETTLE_MS }
  return userId === null ? [next] : [next, say(next), { do: 'remember', userId, choice: null }]
}

const later = (at: number | null, now: number): number | null => (at !== null && at > now ? at : null)

function acted(self: Self, now: number, here: boolean): Stepped {
  const { userId, toldTabsAt } = self
  const next = { ...self, actedAt: Math.max(self.actedAt, now), idle: false }
  const effects: SelfEffect[] = self.idle ? [say(next)] : []
  if (!here || userId === null || now - toldTabsAt < TELL_TABS_MS) return [next, ...effects]
  return [{ ...next, toldTabsAt: now }, ...effects, { do: 'tell', message: { userId, acted: true } }]
}

/** What is shown for longer than a choice of ours takes was chosen elsewhere. */
function settle(self: Self, now: number): Stepped {
  const { shown, choice, unsureUntil } = self
  if (shown === undefined) return [self]
  const elsewhere = choiceOf(shown, now)
  if (sameChoice(elsewhere, choice)) return [self]
  if (unsureUntil !== null) return [self]
  const next = { ...self, choice: elsewhere, unsureUntil: now + SETTLE_MS }
  // Said, though it is known: what is said again after a reconnect must not be what was chosen before.
  return [next, say(next), ...spread(next, elsewhere, 'seen')]
}

/** A choice of another tab is said here, too: that one may have no connection. */
function hear(self: Self, { choice, how }: { choice: Choice; how: 'chosen' | 'seen' }, now: number): Stepped {
  if (sameChoice(choice, self.choice) || !standing(choice, now)) return [self]
  const next = { ...self, choice, unsureUntil: now + SETTLE_MS }
  return [next, say(next, how), ...spread(next, choice, null)]
}

const spread = ({ userId }: Self, choice: Choice, how: 'chosen' | 'seen' | null): SelfEffect[] =>
  userId === null
    ? []
    : [
        { do: 'remember', userId, choice },
        ...(how === null ? [] : [{ do: 'tell', message: { userId, choice, how } } as const]),
      ]

const say = ({ choice, idle }: Self, how: 'chosen' | 'seen' = 'seen'): SelfEffect => ({
  do: 'say',
  statement: choice ? { ...choice, idle, ...(how === 'chosen' ? {} : { again: true }) } : { idle },
})

/** What is over by our clock will soon be so by the server's. */
function choiceOf(shown: Shown, now: number): Choice {
  if (!shown) return { status: 'offline' }
  const { status, activity, until, idle } = shown
  const choice = {
    status: idle ? 'online' : status,
    ...(activity === undefined ? {} : { activity }),
    ...(until === undefined ? {} : { until }),
  }
  return standing(choice, now) ?? { status: 'online' }
}

/** Nobody sees what somebody does who is not to be seen. */
function sameChoice(a: Choice, b: Choice | null): boolean {
  const { status, activity, until } = b ?? { status: 'online' }
  const isSame = (a.activity ?? '') === (activity ?? '') && a.until === until
  return a.status === status && (status === 'offline' || isSame)
}
