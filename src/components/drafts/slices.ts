import { systemClock, type Cancel, type Clock } from '../../live/clock.js'

/** So many ms at a time: a key that is pressed meanwhile is not felt to be late. */
const SLICE_MS = 8

/** Does work that yields bit by bit, with pauses for whoever types. */
export function inSlices<T>(
  work: Generator<void, T>,
  done: (result: T) => void,
  clock: Pick<Clock, 'now' | 'after'> = systemClock,
): Cancel {
  const go = () => {
    const until = clock.now() + SLICE_MS
    do {
      const { done: isDone, value } = work.next()
      if (isDone) return done(value)
    } while (clock.now() < until)
    cancel = clock.after(0, go)
    return undefined
  }
  let cancel = clock.after(0, go)
  return () => cancel()
}

/** Does all of it now. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value
}
