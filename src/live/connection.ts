import { backoff, RECONNECT } from './backoff.js'
import { closeAction } from '../protocol/closeCodes.js'

/*
 *             start           token           open             welcome
 *   idle ──────────▶ authorizing ──▶ connecting ──▶ handshaking ──▶ live ◀──▶ suspect
 *    ▲                 ▲      │           │              │             │         │
 *    │                 │ due  │           ▼              ▼             ▼         ▼
 *    │ stop,           └── waiting ◀───── closed, or the deadline passed ────────┘
 *    │ signed out             │
 *   any state                 └─▶ halted: refused twice, forbidden, too many connections
 *
 * Deadlines are compared with the clock, never inferred from a timer firing: timers of a hidden tab are late.
 */
export type Connection =
  | { readonly state: 'idle'; readonly wanted: boolean }
  | (Trying & { readonly state: 'authorizing'; readonly deadline: number })
  | (Trying & { readonly state: 'connecting'; readonly deadline: number })
  | (Trying & { readonly state: 'handshaking'; readonly deadline: number })
  | { readonly state: 'live'; readonly attempt: number; readonly since: number; readonly heardAt: number }
  | {
      readonly state: 'suspect'
      readonly attempt: number
      readonly since: number
      readonly heardAt: number
      readonly deadline: number
    }
  | (Trying & { readonly state: 'waiting'; readonly retryAt: number; readonly notBefore: number })
  | { readonly state: 'halted'; readonly reason: string }

interface Trying {
  /** Failed attempts in a row. */
  readonly attempt: number
  /** Tokens refused in a row: the first is answered with a new one, the second halts. */
  readonly refusals: number
}

export type ConnectionEvent =
  | { readonly event: 'start' }
  | { readonly event: 'stop' }
  /** Another user, or none: whatever stands belongs to somebody else. */
  | { readonly event: 'identity' }
  | { readonly event: 'authorized' }
  | { readonly event: 'signedOut' }
  | { readonly event: 'authorizingFailed' }
  | { readonly event: 'opened' }
  | { readonly event: 'welcomed' }
  | { readonly event: 'heard' }
  | { readonly event: 'closed'; readonly code: number; readonly retryAfterMs?: number }
  /** The network came back, the tab was shown, a timer overslept. */
  | { readonly event: 'woke' }
  | { readonly event: 'tick' }

export type Effect =
  | { readonly do: 'authorize'; readonly reason: 'first' | 'refused' }
  | { readonly do: 'open' }
  | { readonly do: 'close' }
  | { readonly do: 'ping' }
  | { readonly do: 'report'; readonly code: string; readonly message: string }

export interface Chance {
  readonly now: number
  readonly random: () => number
}
type Step = readonly [Connection, ...Effect[]]

const AUTHORIZE_MS = 10_000
const CONNECT_MS = 10_000
const HANDSHAKE_MS = 5_000
/** Silence before we ask whether anybody is there; with ANSWER_MS below the 40 s in which a dead link must be noticed. */
const QUIET_MS = 25_000
const ANSWER_MS = 10_000
const PROBE_MS = 5_000
/** Only a connection that held this long proves that the trouble is over. */
const STABLE_MS = 10_000

export const initialConnection: Connection = { state: 'idle', wanted: false }

export function step(connection: Connection, event: ConnectionEvent, chance: Chance): Step {
  switch (event.event) {
    case 'start':
      return dials(connection) ? dial(fresh, chance) : [connection]
    case 'stop':
      return [{ state: 'idle', wanted: false }, { do: 'close' }]
    case 'identity':
      if (connection.state === 'idle' && !connection.wanted) return [connection]
      return withClose(dial(fresh, chance))
    case 'signedOut':
      return connection.state === 'authorizing' ? [{ state: 'idle', wanted: true }] : [connection]
    case 'authorized':
      if (connection.state !== 'authorizing') return [connection]
      return [{ ...trying(connection), state: 'connecting', deadline: chance.now + CONNECT_MS }, { do: 'open' }]
    case 'authorizingFailed':
      return connection.state === 'authorizing' ? wait(connection, chance, 0) : [connection]
    case 'opened':
      if (connection.state !== 'connecting') return [connection]
      return [{ ...trying(connection), state: 'handshaking', deadline: chance.now + HANDSHAKE_MS }]
    case 'welcomed':
      if (connection.state !== 'handshaking' && connection.state !== 'connecting') return [connection]
      return [
        { state: 'live', attempt: connection.attempt, since: chance.now, heardAt: chance.now },
        { do: 'ping' }, // at once, so that the latency is known
      ]
    case 'heard':
      if (connection.state !== 'live' && connection.state !== 'suspect') return [connection]
      return [{ state: 'live', attempt: connection.attempt, since: connection.since, heardAt: chance.now }]
    case 'closed':
      return closed(connection, event.code, event.retryAfterMs ?? 0, chance)
    case 'woke':
      // What the server asked for is waited for, whoever looks.
      if (connection.state === 'waiting')
        return chance.now < connection.notBefore ? [connection] : dial(connection, chance)
      if (connection.state === 'halted' && connection.reason === USED_ELSEWHERE) return dial(fresh, chance)
      return connection.state === 'live' ? probe(connection, chance.now + PROBE_MS) : [connection]
    case 'tick':
      return tick(connection, chance)
    default:
      return event satisfies never
  }
}

/** When `tick` is due, on the same clock as everything else; `null` when nothing is awaited. */
export function wakeAt(connection: Connection): number | null {
  switch (connection.state) {
    case 'idle':
    case 'halted':
      return null
    case 'waiting':
      return connection.retryAt
    case 'live':
      return connection.heardAt + QUIET_MS
    case 'authorizing':
    case 'connecting':
    case 'handshaking':
    case 'suspect':
      return connection.deadline
    default:
      return connection satisfies never
  }
}

function tick(connection: Connection, chance: Chance): Step {
  const due = wakeAt(connection)
  if (due === null || chance.now < due) return [connection]
  switch (connection.state) {
    case 'waiting':
      return dial(connection, chance)
    case 'live':
      return probe(connection, chance.now + ANSWER_MS)
    case 'suspect':
      // Nobody is there. The first new try needs no wait: the network has usually just changed.
      return withClose(dial({ attempt: steady(connection, chance), refusals: 0 }, chance))
    case 'authorizing':
    case 'connecting':
    case 'handshaking':
      return withClose(wait(connection, chance, 0))
    case 'idle':
    case 'halted':
      return [connection]
    default:
      return connection satisfies never
  }
}

function closed(connection: Connection, code: number, retryAfterMs: number, chance: Chance): Step {
  if (connection.state === 'idle' || connection.state === 'halted' || connection.state === 'waiting')
    return [connection]
  const action = closeAction(code)
  const before = 'refusals' in connection ? connection : { attempt: steady(connection, chance), refusals: 0 }
  switch (action.do) {
    case 'retry':
      return wait(before, chance, retryAfterMs)
    case 'slow': {
      const waited = wait(before, chance, Math.max(retryAfterMs, action.minMs))
      if (!action.report) return waited
      return [...waited, { do: 'report', code: `closed_${code}`, message: `The server closed the socket with ${code}` }]
    }
    case 'refresh':
      if (before.refusals > 0) return halt('unauthorized', 'The server refused a fresh token')
      // Welcomed, and shown the door: not again at once, or the two of us would spin.
      if ('since' in connection && chance.now - connection.since < STABLE_MS) return wait(before, chance, 0)
      return dial({ attempt: before.attempt, refusals: before.refusals + 1 }, chance)
    case 'halt':
      return halt(action.reason, `The server closed the socket with ${code}`)
    default:
      return action satisfies never
  }
}

/** The reason of a halt that ends when this page is used again. */
const USED_ELSEWHERE = 'too_many_connections'

const fresh: Trying = { attempt: 0, refusals: 0 }

const dials = ({ state }: Connection): boolean => state === 'idle' || state === 'waiting' || state === 'halted'

const trying = ({ attempt, refusals }: Trying): Trying => ({ attempt, refusals })

const steady = (connection: { readonly attempt: number; readonly since: number }, { now }: Chance): number =>
  now - connection.since >= STABLE_MS ? 0 : connection.attempt

const dial = (from: Trying, { now }: Chance): Step => [
  { ...trying(from), state: 'authorizing', deadline: now + AUTHORIZE_MS },
  { do: 'authorize', reason: from.refusals > 0 ? 'refused' : 'first' },
]

const wait = (from: Trying, { now, random }: Chance, minMs: number): Step => [
  {
    state: 'waiting',
    attempt: from.attempt + 1,
    refusals: from.refusals,
    retryAt: now + minMs + backoff(from.attempt, RECONNECT, random),
    notBefore: now + minMs,
  },
]

const probe = (connection: Extract<Connection, { state: 'live' }>, deadline: number): Step => [
  { ...connection, state: 'suspect', deadline },
  { do: 'ping' },
]

const halt = (reason: string, message: string): Step => [
  { state: 'halted', reason },
  { do: 'report', code: reason, message },
]

const withClose = ([connection, ...effects]: Step): Step => [connection, { do: 'close' }, ...effects]
