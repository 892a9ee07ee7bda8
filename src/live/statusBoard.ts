import type { Clock } from './clock.js'
import type { Connection } from './connection.js'
import type { OutboxStatus } from './outbox.js'
import { describe, follow, type LiveStatus } from './status.js'
import { OUTBOX_LIMIT } from '../protocol/limits.js'

/** Where the parts of the engine say how they are, and whoever wants to know reads one value. */
export interface StatusBoard {
  readonly get: () => LiveStatus
  readonly subscribe: (listener: () => void) => () => void
  /** Something may have changed. */
  readonly update: () => void
  readonly onLive: () => void
  /** REST answered in place of the stream, or did not. */
  readonly onPolled: (reached: boolean) => void
  /** Another user: what was true of the former one's connection says nothing. */
  readonly onSwitch: () => void
  readonly dispose: () => void
}

export interface StatusBoardOptions {
  readonly clock: Clock
  readonly look: () => {
    readonly connection: Connection
    readonly online: boolean
    readonly queue: OutboxStatus
    readonly latency: number | null
  }
}

export function createStatusBoard({ clock, look }: StatusBoardOptions): StatusBoard {
  const listeners = new Set<() => void>()
  let lived = false
  let polledAt: number | null = null
  let status: LiveStatus = {
    connection: { state: 'offline', since: clock.now() },
    queue: { queued: 0, rateLimited: false, max: OUTBOX_LIMIT },
    latency: null,
    polledAt: null,
  }
  const update = () => {
    const { connection, online, queue, latency } = look()
    const told = follow(status.connection, describe(connection, { lived, online }), clock.now())
    const next: LiveStatus = {
      connection: told,
      queue: sameQueue(status.queue, queue) ? status.queue : { ...queue, max: OUTBOX_LIMIT },
      latency,
      polledAt: told.state === 'connected' ? null : polledAt,
    }
    if (same(status, next)) return
    status = next
    for (const listener of listeners) listener()
  }
  return {
    get: () => status,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    update,
    onLive: () => {
      lived = true
      polledAt = null
      update()
    },
    onPolled: (reached) => {
      // Asked beside a live stream, REST does not stand in for it.
      if (status.connection.state === 'connected') return
      polledAt = reached ? clock.now() : null
      update()
    },
    onSwitch: () => {
      lived = false
      polledAt = null
      update()
    },
    dispose: () => listeners.clear(),
  }
}

const sameQueue = (a: OutboxStatus, b: OutboxStatus): boolean =>
  a.queued === b.queued && a.rateLimited === b.rateLimited && a.retryAt === b.retryAt

const same = (a: LiveStatus, b: LiveStatus): boolean =>
  a.connection === b.connection && a.queue === b.queue && a.latency === b.latency && a.polledAt === b.polledAt
