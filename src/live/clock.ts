/** Undoes what it was returned for. Calling it twice is harmless. */
export type Cancel = () => void

/** Time, handed in once, so that a test can hold it still. Milliseconds throughout. */
export interface Clock {
  readonly now: () => number
  readonly after: (ms: number, run: () => void) => Cancel
  /** Runs before the next paint, or within 250 ms where nothing is painted: a hidden tab, a throttled frame, no DOM. */
  readonly frame: (run: () => void) => Cancel
}

const UNPAINTED_MS = 250
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Milliseconds that never go back: whoever sets the clock an hour back must not stop everything for an hour. */
let skew = 0
let latest = 0
const now = (): number => {
  const told = Date.now() + skew
  if (told < latest) skew += latest - told
  latest = Math.max(latest, told)
  return latest
}

export const systemClock: Clock = {
  now,
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
  frame: (run) => {
    const painted = typeof requestAnimationFrame === 'function'
    const cancel = () => {
      clearTimeout(timer)
      if (painted) cancelAnimationFrame(frame)
    }
    const once = () => {
      cancel()
      run()
    }
    const timer = setTimeout(once, painted ? UNPAINTED_MS : 0)
    const frame = painted ? requestAnimationFrame(once) : 0
    return cancel
  },
}
