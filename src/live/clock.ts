/** Undoes what it was returned for. Calling it twice is harmless. */
export type Cancel = () => void

/** Time, handed in once, so that a test can hold it still. Milliseconds throughout. */
export interface Clock {
  /** For durations: never goes back, and goes on while the machine sleeps. */
  readonly now: () => number
  /** For people: since 1970, as the machine's clock is set. It may jump. Without it, `now` tells both. */
  readonly wall?: () => number
  readonly after: (ms: number, run: () => void) => Cancel
  /** Runs before the next paint, or within 250 ms where nothing is painted: a hidden tab, a throttled frame, no DOM. */
  readonly frame: (run: () => void) => Cancel
}

/** What a clock of the machine would show when `clock.now()` is `at`. */
export const wallAt = (clock: Clock, at: number): number => (clock.wall?.() ?? clock.now()) - clock.now() + at

const UNPAINTED_MS = 250
const LONGEST_TIMER_MS = 2 ** 31 - 1
/** The two clocks of a machine drift apart a little; by more than this, one of them slept. */
const SLEPT_MS = 1_000

/**
 * Counts what either clock of the machine saw pass: the steady one stops in some machines' sleep, and the one on the wall
 * is set back and forth. Set forward, it looks like a sleep: whoever awakes asks before believing that anybody is gone.
 */
function createCounter(): () => number {
  let wall = Date.now()
  let steady = performance.now()
  let counted = wall
  return () => {
    const passed = Math.max(0, performance.now() - steady)
    const slept = Date.now() - wall - passed
    wall = Date.now()
    steady = performance.now()
    counted += slept > SLEPT_MS ? passed + slept : passed
    return counted
  }
}

export const systemClock: Clock = {
  now: createCounter(),
  wall: () => Date.now(),
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
