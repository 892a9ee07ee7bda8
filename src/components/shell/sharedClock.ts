import { systemClock, type Cancel, type Clock } from '../../live/clock.js'
import { pageEnvironment, type Environment } from '../../live/environment.js'

/** One clock for every relative time on the page. It stands still while nobody reads it or the tab is hidden. */
export interface SharedClock {
  /** Ms since 1970, as of the last tick. */
  readonly now: () => number
  readonly subscribe: (listener: () => void) => Cancel
}

const TICK_MS = 30_000

export function createSharedClock(
  clock: Pick<Clock, 'now' | 'after'> = systemClock,
  environment: Pick<Environment, 'visible' | 'watch'> = pageEnvironment,
): SharedClock {
  const listeners = new Set<() => void>()
  let now = clock.now()
  let cancelTick: Cancel | null = null
  let unwatch: Cancel | null = null

  const tick = () => {
    cancelTick?.()
    now = clock.now()
    cancelTick = environment.visible() ? clock.after(TICK_MS, tick) : null
    for (const listener of listeners) listener()
  }
  const start = () => {
    unwatch = environment.watch(tick)
    tick()
  }
  const stop = () => {
    unwatch?.()
    cancelTick?.()
    unwatch = cancelTick = null
  }

  return {
    now: () => (listeners.size === 0 ? clock.now() : now),
    subscribe: (listener) => {
      listeners.add(listener)
      if (listeners.size === 1) start()
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop()
      }
    },
  }
}

export const sharedClock = createSharedClock()
