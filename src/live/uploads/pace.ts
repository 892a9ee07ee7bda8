/** How fast bytes go, smoothed so that what is said of it does not jump. */
export interface Pace {
  readonly startedAt: number
  readonly at: number
  readonly bytes: number
  /** Bytes a second; `null` until there is something to go by. */
  readonly speed: number | null
}

const HALF_LIFE_MS = 2_000
/** Of the first moments nothing can be said. */
const SHOWN_AFTER_MS = 3_000
const SHOWN_AFTER_SHARE = 0.05
const STEP_S = 5

export const startPace = (now: number, bytes: number): Pace => ({ startedAt: now, at: now, bytes, speed: null })

/** An exponential average over time: how often it is asked does not change what it says. */
export function movePace(pace: Pace, now: number, bytes: number): Pace {
  const passed = now - pace.at
  // Several reports in one go are one report.
  if (passed <= 0) return { ...pace, bytes: Math.max(pace.bytes, bytes) }
  const speed = (Math.max(0, bytes - pace.bytes) / passed) * 1000
  const old = 0.5 ** (passed / HALF_LIFE_MS)
  return { ...pace, at: now, bytes, speed: pace.speed === null ? speed : pace.speed * old + speed * (1 - old) }
}

/** What people may be told of it; `null`: nothing yet. Seconds are whole steps of five, never fewer than one. */
export function tellPace({ startedAt, at, bytes, speed }: Pace, total: number | null): Told | null {
  if (speed === null || speed <= 0 || total === null) return null
  if (at - startedAt < SHOWN_AFTER_MS || bytes < total * SHOWN_AFTER_SHARE) return null
  const seconds = (total - bytes) / speed
  return { speed, secondsLeft: Math.max(STEP_S, Math.ceil(seconds / STEP_S) * STEP_S) }
}

export interface Told {
  /** Bytes a second. */
  readonly speed: number
  readonly secondsLeft: number
}
