import type { streams } from 'pitchey-live'
import type { LiveOptions } from 'pitchey-live/core'

const LONG_MS = 5_000

/** A clock whose long waits never end: what is loading goes on loading for as long as somebody looks at it. */
export const patientClock: NonNullable<LiveOptions<(typeof streams)['pitch']>['clock']> = {
  now: () => Date.now(),
  after: (ms, run) => {
    if (ms >= LONG_MS) return () => undefined
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  frame: (run) => {
    const frame = requestAnimationFrame(run)
    return () => cancelAnimationFrame(frame)
  },
}
