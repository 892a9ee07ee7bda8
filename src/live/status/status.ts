import type { Connection } from '../connection/connection.js'
import type { Quality } from '../connection/quality.js'
import type { OutboxStatus } from '../outbox/outbox.js'
import { isObject } from '../../protocol/envelope.js'

/** How things stand, in the words that a page shows. Times are ms since 1970. */
export interface ConnectionStatus {
  readonly state: 'connecting' | 'connected' | 'reconnecting' | 'offline' | 'halted'
  /** Since when it is so. */
  readonly since: number
  /** Tries that failed so far; while reconnecting. */
  readonly attempt?: number
  /** When the next try begins; while waiting for it. */
  readonly retryAt?: number
  /** Why it stopped; when halted. */
  readonly reason?: string
}

/** Everything about the connection that may be shown. A new object only when something in it changed. */
export interface LiveStatus {
  readonly connection: ConnectionStatus
  readonly queue: OutboxStatus & { readonly max: number }
  /** Round trip to the server in ms; `null` until measured. */
  readonly latency: number | null
  /** What that round trip is like; a single late answer does not change it. */
  readonly quality: Quality
  /** When REST last answered in place of the stream; `null` while the stream is live, or when REST does not answer. */
  readonly polledAt: number | null
  /** Whom the server takes this page's user for; `null` until it has said so. */
  readonly user: SignedIn | null
}

export interface SignedIn {
  readonly userId: number
  readonly username: string
}

/** Of a server that says so, in its welcome. */
export function readUser(welcome: unknown): SignedIn | null {
  const user = isObject(welcome) ? welcome['user'] : null
  if (!isObject(user)) return null
  const { userId, username } = user
  return typeof userId === 'number' && typeof username === 'string' ? { userId, username } : null
}

/** `retryAt` by the clock that durations are measured with. */
export type Told = Omit<ConnectionStatus, 'since'>

/** @param lived whether this page has been connected before, to this user */
export function describe(connection: Connection, { lived, online }: { lived: boolean; online: boolean }): Told {
  switch (connection.state) {
    case 'idle':
      return { state: 'offline' }
    case 'dormant':
      return connection.reason === null ? { state: 'offline' } : { state: 'halted', reason: connection.reason }
    case 'live':
      return { state: 'connected' }
    case 'suspect':
      return connection.recovery === null ? { state: 'connected' } : catchingUp(connection, lived)
    case 'recovering':
      return catchingUp(connection, lived)
    case 'halted':
      return { state: 'halted', reason: connection.reason }
    case 'authorizing':
    case 'connecting':
    case 'handshaking': {
      const { attempt } = connection
      return online ? catchingUp({ attempt }, lived) : { state: 'offline', attempt }
    }
    case 'waiting': {
      const { attempt, retryAt } = connection
      return online ? { state: 'reconnecting', attempt, retryAt } : { state: 'offline', attempt, retryAt }
    }
    default:
      return connection satisfies never
  }
}

const catchingUp = ({ attempt }: { readonly attempt: number }, lived: boolean): Told =>
  lived || attempt > 0 ? { state: 'reconnecting', attempt } : { state: 'connecting' }

export const sameTold = (a: Told, b: Told): boolean =>
  a.state === b.state && a.attempt === b.attempt && a.retryAt === b.retryAt && a.reason === b.reason
