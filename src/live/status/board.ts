import {
  describe,
  readUser,
  sameTold,
  type ConnectionStatus,
  type LiveStatus,
  type SignedIn,
  type Told,
} from './status.js'
import { wallAt, type Clock } from '../clock.js'
import type { Connection } from '../connection/connection.js'
import type { Quality } from '../connection/quality.js'
import type { OutboxStatus } from '../outbox/outbox.js'
import { OUTBOX_LIMIT } from '../../protocol/limits.js'

/** Where the parts of the engine say how they are, and whoever wants to know reads one value. */
export interface StatusBoard {
  readonly get: () => LiveStatus
  readonly subscribe: (listener: () => void) => () => void
  /** Something may have changed. */
  readonly update: () => void
  /** REST answered in place of the stream, or did not. */
  readonly onPolled: (reached: boolean) => void
  /** What the server said first, and may have said of who this is. */
  readonly onWelcome: (data: unknown) => void
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
    readonly quality: Quality
  }
}

export function createStatusBoard({ clock, look }: StatusBoardOptions): StatusBoard {
  const listeners = new Set<() => void>()
  // Of the clock on the wall alone: the other one goes on while it is read twice, and then later looks like earlier.
  const wall = () => clock.wall?.() ?? clock.now()
  let lived = false
  let polledAt: number | null = null
  let user: SignedIn | null = null
  let told: Told = { state: 'offline' }
  let status: LiveStatus = {
    connection: { state: 'offline', since: wall() },
    queue: { queued: 0, rateLimited: false, max: OUTBOX_LIMIT },
    latency: null,
    quality: 'unknown',
    polledAt: null,
    user: null,
  }
  /** The same object while it says the same, with `since` kept. */
  const follow = (before: ConnectionStatus, next: Told): ConnectionStatus => {
    if (sameTold(told, next)) return before
    told = next
    const since = before.state === next.state ? before.since : wall()
    const { retryAt } = next
    return { ...next, since, ...(retryAt === undefined ? {} : { retryAt: wallAt(clock, retryAt) }) }
  }
  const update = () => {
    const { connection, online, queue, latency, quality } = look()
    const next = follow(status.connection, describe(connection, { lived, online }))
    if (next.state === 'connected') {
      lived = true
      polledAt = null
    }
    const nextStatus: LiveStatus = {
      connection: next,
      queue: sameQueue(status.queue, queue) ? status.queue : { ...queue, max: OUTBOX_LIMIT },
      latency,
      quality,
      polledAt,
      user,
    }
    if (same(status, nextStatus)) return
    status = nextStatus
    for (const listener of listeners) listener()
  }
  return {
    get: () => status,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    update,
    onPolled: (reached) => {
      // Asked beside a live stream, REST does not stand in for it.
      if (status.connection.state === 'connected') return
      polledAt = reached ? wall() : null
      update()
    },
    onWelcome: (data) => {
      const next = readUser(data)
      if (next?.userId === user?.userId && next?.username === user?.username) return
      user = next
      update()
    },
    onSwitch: () => {
      lived = false
      user = null
      polledAt = null
      update()
    },
    dispose: () => listeners.clear(),
  }
}

const sameQueue = (a: OutboxStatus, b: OutboxStatus): boolean =>
  a.queued === b.queued && a.rateLimited === b.rateLimited && a.retryAt === b.retryAt

const same = (a: LiveStatus, b: LiveStatus): boolean =>
  a.connection === b.connection &&
  a.queue === b.queue &&
  a.latency === b.latency &&
  a.quality === b.quality &&
  a.polledAt === b.polledAt &&
  a.user === b.user
