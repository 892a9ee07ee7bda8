import type { Connection } from './connection.js'
import type { OutboxStatus } from './outbox.js'

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
  /** When REST last answered in place of the stream; `null` while the stream is live, or when REST does not answer. */
  readonly polledAt: number | null
}

type Told = Omit<ConnectionStatus, 'since'>

/** @param lived whether this page has been connected before, to this user */
export function describe(connection: Connection, { lived, online }: { lived: boolean; online: boolean }): Told {
  switch (connection.state) {
    case 'idle':
      return { state: 'offline' }
    case 'live':
    case 'suspect':
      return { state: 'connected' }
    case 'halted':
      return { state: 'halted', reason: connection.reason }
    case 'authorizing':
    case 'connecting':
    case 'handshaking': {
      const { attempt } = connection
      if (!online) return { state: 'offline', attempt }
      return lived || attempt > 0 ? { state: 'reconnecting', attempt } : { state: 'connecting' }
    }
    case 'waiting': {
      const { attempt, retryAt } = connection
      return online ? { state: 'reconnecting', attempt, retryAt } : { state: 'offline', attempt, retryAt }
    }
    default:
      return connection satisfies never
  }
}

/** The same object while it says the same, with `since` kept. */
export function follow(before: ConnectionStatus, told: Told, now: number): ConnectionStatus {
  const same = before.state === told.state
  if (same && before.attempt === told.attempt && before.retryAt === told.retryAt && before.reason === told.reason) {
    return before
  }
  return { ...told, since: same ? before.since : now }
}
