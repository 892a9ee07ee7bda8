import type { Replica } from './replica.js'
import type { Cancel, Clock } from '../clock.js'

/** Refetches what the stream does not keep up to date, and nothing else: a query is streamed or polled, never both. */
export interface Poller {
  /** What is observed, or what is live, may have changed. */
  readonly update: () => void
  /** The page is looked at again: what is due is fetched at once. */
  readonly wake: () => void
  readonly dispose: () => void
}

export interface PollerOptions {
  readonly clock: Clock
  readonly random: () => number
  /** The queries that need it now. */
  readonly stale: () => Iterable<Replica>
  /** Nobody is looking, or nobody is signed in. */
  readonly paused: () => boolean
  /** Rejects with what went wrong. */
  readonly fetch: (replica: Replica) => Promise<unknown>
  /** Asking again cannot help: signed out, forbidden, gone. */
  readonly isFinal: (error: unknown) => boolean
}

interface Schedule {
  dueAt: number
  /** Failures in a row. */
  failures: number
  busy: boolean
}

/** Between losing the stream and the first poll: most reconnects are quicker. */
const GRACE_MS = 3_000
const DEFAULT_INTERVAL_MS = 15_000
const SLOWEST_MS = 60_000
const SPREAD = 0.2

export function createPoller({ clock, random, stale, paused, fetch, isFinal }: PollerOptions): Poller {
  const schedules = new Map<Replica, Schedule>()
  let cancelTimer: Cancel | null = null
  let cancelUpdate: Cancel | null = null

  const jittered = (ms: number) => ms * (1 - SPREAD + 2 * SPREAD * random())

  const poll = async (replica: Replica, schedule: Schedule) => {
    schedule.busy = true
    try {
      await fetch(replica)
      schedule.failures = 0
      schedule.dueAt = clock.now() + jittered(intervalOf(replica))
    } catch (error) {
      schedule.failures += 1
      const slower = Math.min(SLOWEST_MS, intervalOf(replica) * 1.5 ** schedule.failures)
      schedule.dueAt = isFinal(error) ? Number.POSITIVE_INFINITY : clock.now() + jittered(slower)
    } finally {
      schedule.busy = false
      update()
    }
  }

  /** A page mounts hundreds of queries in one go; they are looked at once. */
  const update = () => {
    cancelUpdate ??= clock.after(0, arrange)
  }

  const arrange = () => {
    cancelUpdate?.()
    cancelUpdate = null
    cancelTimer?.()
    cancelTimer = null
    const needed = new Set(stale())
    for (const replica of schedules.keys()) if (!needed.has(replica)) schedules.delete(replica)
    for (const replica of needed) {
      if (schedules.has(replica)) continue
      schedules.set(replica, { dueAt: clock.now() + jittered(GRACE_MS), failures: 0, busy: false })
    }
    if (paused()) return
    const idle = [...schedules.values()].filter(({ busy, dueAt }) => !busy && dueAt < Number.POSITIVE_INFINITY)
    if (idle.length === 0) return
    const dueAt = Math.min(...idle.map((schedule) => schedule.dueAt))
    cancelTimer = clock.after(dueAt - clock.now(), run)
  }

  const run = () => {
    for (const [replica, schedule] of schedules) {
      if (!schedule.busy && schedule.dueAt <= clock.now()) void poll(replica, schedule)
    }
    arrange()
  }

  return {
    update,
    wake: () => {
      arrange()
      if (!paused()) run()
    },
    dispose: () => {
      cancelUpdate?.()
      cancelTimer?.()
      cancelUpdate = cancelTimer = null
      schedules.clear()
    },
  }
}

/** The shortest that any observer asks for, in its `meta.refreshInterval` (ms). */
function intervalOf({ query }: Replica): number {
  const asked = query.observers
    .map(({ options }) => options.meta?.['refreshInterval'])
    .filter((ms): ms is number => typeof ms === 'number' && ms > 0)
  return asked.length === 0 ? DEFAULT_INTERVAL_MS : Math.min(...asked)
}
