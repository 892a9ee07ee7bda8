import { MAX_ARRIVALS, MAX_COMMANDS, WINDOW_MS } from '../protocol/limits.js'

/** At most `limit` in any `windowMs`: the times of what was let in, oldest first. */
export interface SlidingWindow {
  isFull(now: number): boolean
  isEmpty(now: number): boolean
  add(now: number): void
  /** Takes one back that was added at `at`. */
  remove(at: number): void
  /** Until the next place is free; 0 when one is. */
  waitMs(now: number): number
}

export function slidingWindow(limit: number, windowMs: number): SlidingWindow {
  const times: number[] = []
  const drop = (now: number): void => {
    let gone = 0
    for (const at of times) {
      if (at > now - windowMs) break
      gone += 1
    }
    times.splice(0, gone)
  }
  return {
    isFull(now) {
      drop(now)
      return times.length >= limit
    },
    isEmpty(now) {
      drop(now)
      return times.length === 0
    },
    add(now) {
      drop(now)
      times.push(now)
      // A flood needs no more memory than the limit: what matters of it is its newest part.
      if (times.length > limit) times.shift()
    },
    remove(at) {
      const index = times.lastIndexOf(at)
      if (index >= 0) times.splice(index, 1)
    },
    waitMs(now) {
      drop(now)
      const oldest = times[times.length - limit]
      return oldest === undefined ? 0 : oldest + windowMs - now
    },
  }
}

export type Reservation =
  | { readonly ok: true; readonly release: () => void }
  | { readonly ok: false; readonly retryAfterMs: number }

/** What a user may send, over all sockets and REST. Asynchronous because several nodes will have to share it. */
export interface Limits {
  /** Counts a command that came in, whatever becomes of it. Not `null`: that was one too many, wait so many ms. */
  arrive(userId: number): Promise<number | null>
  /** Takes one of the accepted places; `release` gives it back when the command comes to nothing. */
  reserve(userId: number): Promise<Reservation>
}

export function createLimits(now: () => number): Limits & { sweep(): void } {
  const users = new Map<number, { readonly accepted: SlidingWindow; readonly arrived: SlidingWindow }>()

  function windowsOf(userId: number) {
    const known = users.get(userId)
    if (known) return known
    const fresh = {
      accepted: slidingWindow(MAX_COMMANDS, WINDOW_MS),
      arrived: slidingWindow(MAX_ARRIVALS, WINDOW_MS),
    }
    users.set(userId, fresh)
    return fresh
  }

  return {
    arrive(userId) {
      const { arrived } = windowsOf(userId)
      const at = now()
      arrived.add(at)
      return Promise.resolve(arrived.isFull(at) ? arrived.waitMs(at) : null)
    },
    reserve(userId) {
      const { accepted } = windowsOf(userId)
      const at = now()
      if (accepted.isFull(at)) return Promise.resolve({ ok: false, retryAfterMs: accepted.waitMs(at) })
      accepted.add(at)
      return Promise.resolve({ ok: true, release: () => accepted.remove(at) })
    },
    sweep() {
      const at = now()
      for (const [userId, { accepted, arrived }] of users)
        if (accepted.isEmpty(at) && arrived.isEmpty(at)) users.delete(userId)
    },
  }
}
