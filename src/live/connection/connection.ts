import { closed } from './closing.js'
import { tick } from './deadline.js'
import { heard, progressed, recovered, recovery } from './link.js'
import { dial, fresh, trying, wait, withClose } from './move.js'
import { freeze, hide, thaw, wake } from './sleep.js'

/*
 *             start           token           open             welcome           answered
 *   idle ──────────▶ authorizing ──▶ connecting ──▶ handshaking ──▶ recovering ──▶ live
 *    ▲                ▲      │           │              │              │  ▲         │ ▲
 *    │ stop,          │ due  │           ▼              ▼      doubted ▼  │ heard   ▼ │
 *    │ signed out     └── waiting ◀───── closed, or the deadline passed ── suspect ◀──▶
 *    │                       │
 *   any state                └─▶ halted: refused twice, forbidden, too many connections
 *
 *   any state ── the page is frozen, or goes to the back/forward cache ──▶ dormant ── it runs again ──▶ authorizing,
 *                                                                          or what it was: idle, halted, waiting
 *
 * Deadlines are compared with the clock, never inferred from a timer firing: timers of a hidden tab are late.
 */
export type Connection =
  | { readonly state: 'idle'; readonly wanted: boolean }
  | (Trying & { readonly state: 'authorizing'; readonly deadline: number })
  | (Trying & { readonly state: 'connecting'; readonly deadline: number })
  | (Trying & { readonly state: 'handshaking'; readonly deadline: number })
  /** Welcomed; what is observed has been asked for, and not all of it answered. At the deadline it is live all the same. */
  | (Up & { readonly state: 'recovering'; readonly deadline: number })
  | (Up & { readonly state: 'live' })
  | (Up & {
      readonly state: 'suspect'
      readonly deadline: number
      /** Asked once more, because the timer that was to give it up came far too late to mean anything. */
      readonly again: boolean
      /** The deadline of the recovery that goes on, should there be an answer. */
      readonly recovery: number | null
    })
  | (Trying & { readonly state: 'waiting'; readonly retryAt: number; readonly notBefore: number })
  /** What it wakes up to. Times are kept: a server that asked for a pause gets it from a sleeper, too. */
  | {
      readonly state: 'dormant'
      readonly wanted: boolean
      readonly reason: string | null
      readonly notBefore: number
    }
  | { readonly state: 'halted'; readonly reason: string }

export interface Trying {
  /** Failed attempts in a row. */
  readonly attempt: number
  /** Tokens refused in a row: the first is answered with a new one, the second halts. */
  readonly refusals: number
}

export interface Up extends Trying {
  /** Since when it has been live; until then, since when it has been welcomed. */
  readonly since: number
  readonly heardAt: number
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
  /** Some of what was asked for after the welcome is answered; all of it. */
  | { readonly event: 'progressed' }
  | { readonly event: 'recovered' }
  | { readonly event: 'heard' }
  | { readonly event: 'closed'; readonly code: number; readonly retryAfterMs?: number }
  /** The network came back, the tab was shown, a timer overslept. */
  | { readonly event: 'woke' }
  | { readonly event: 'hid' }
  /** Nothing of this page runs until it thaws, and its socket would die unseen. */
  | { readonly event: 'froze' }
  | { readonly event: 'thawed' }
  | { readonly event: 'tick' }

export type Effect =
  | { readonly do: 'authorize'; readonly reason: 'first' | 'refused' }
  | { readonly do: 'open' }
  | { readonly do: 'close' }
  | { readonly do: 'ping' }
  | { readonly do: 'report'; readonly code: string; readonly message: string }

export interface World {
  readonly now: number
  readonly random: () => number
  /** Nobody looks at the page: there is no hurry. */
  readonly hidden: boolean
}
export type Step = readonly [Connection, ...Effect[]]

export const initialConnection: Connection = { state: 'idle', wanted: false }

export function step(connection: Connection, event: ConnectionEvent, world: World): Step {
  switch (event.event) {
    case 'start':
      return start(connection, world)
    case 'stop':
      if (connection.state === 'dormant') return [{ ...connection, wanted: false, reason: null }]
      return [{ state: 'idle', wanted: false }, { do: 'close' }]
    case 'identity':
      return identity(connection, world)
    case 'signedOut':
      return connection.state === 'authorizing' ? [{ state: 'idle', wanted: true }] : [connection]
    case 'authorized':
      if (connection.state !== 'authorizing') return [connection]
      return [{ ...trying(connection), state: 'connecting', deadline: world.now + CONNECT_MS }, { do: 'open' }]
    case 'authorizingFailed':
      return connection.state === 'authorizing' ? wait(connection, world) : [connection]
    case 'opened':
      if (connection.state !== 'connecting') return [connection]
      return [{ ...trying(connection), state: 'handshaking', deadline: world.now + HANDSHAKE_MS }]
    case 'welcomed':
      if (connection.state !== 'handshaking' && connection.state !== 'connecting') return [connection]
      return [
        { ...trying(connection), state: 'recovering', since: world.now, heardAt: world.now, deadline: recovery(world) },
        { do: 'ping' }, // at once, so that the latency is known
      ]
    case 'progressed':
      return progressed(connection, world)
    case 'recovered':
      return recovered(connection, world)
    case 'heard':
      return heard(connection, world)
    case 'closed':
      return closed(connection, event.code, event.retryAfterMs ?? 0, world)
    case 'woke':
      return wake(connection, world)
    case 'hid':
      return hide(connection, world)
    case 'froze':
      return freeze(connection)
    case 'thawed':
      return thaw(connection, world)
    case 'tick':
      return tick(connection, world)
    default:
      return event satisfies never
  }
}

const CONNECT_MS = 10_000
const HANDSHAKE_MS = 5_000
function start(connection: Connection, world: World): Step {
  switch (connection.state) {
    case 'idle':
    case 'halted':
      return dial(fresh, world)
    case 'waiting':
      return world.now < connection.notBefore ? [connection] : dial(fresh, world)
    case 'dormant':
      return [{ ...connection, wanted: true, reason: null }]
    case 'authorizing':
    case 'connecting':
    case 'handshaking':
    case 'recovering':
    case 'live':
    case 'suspect':
      return [connection]
    default:
      return connection satisfies never
  }
}

function identity(connection: Connection, world: World): Step {
  if (connection.state === 'idle' && !connection.wanted) return [connection]
  if (connection.state === 'dormant') return [{ ...connection, reason: null }]
  // Whoever it is now: what the server asked for is waited for.
  if (connection.state === 'waiting' && world.now < connection.notBefore) return [{ ...connection, ...fresh }]
  return withClose(dial(fresh, world))
}
