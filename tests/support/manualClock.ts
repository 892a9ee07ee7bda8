import type { Clock } from '../../src/server/clock.js'

/** Why: an hour must pass in no time, and no earlier than the test says. */
export interface ManualClock extends Clock {
  /** Runs what falls due on the way, in order. */
  advance(ms: number): void
}

export function manualClock(start = Date.UTC(2026, 4, 1, 12)): ManualClock {
  let now = start
  let count = 0
  const timers = new Map<number, { readonly at: number; readonly task: () => void }>()
  return {
    now: () => now,
    after(ms, task) {
      count += 1
      const key = count
      timers.set(key, { at: now + Math.max(0, ms), task })
      return () => timers.delete(key)
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at)
        if (!next) break
        const [key, { at, task }] = next
        timers.delete(key)
        now = at
        task()
      }
      now = end
    },
  }
}
