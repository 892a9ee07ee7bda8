import type { Cancel, Clock } from '../../live/clock.js'

/** Calls back after a while, but not while somebody holds it. */
export interface Linger {
  readonly start: () => void
  readonly stop: () => void
  readonly hold: () => void
  /** What fell due meanwhile is called now. */
  readonly release: () => void
}

export function createLinger(ms: number, onOver: () => void, clock: Pick<Clock, 'after'>): Linger {
  let cancel: Cancel | null = null
  let isHeld = false
  let isDue = false
  const stop = () => {
    cancel?.()
    cancel = null
    isDue = false
  }
  return {
    start: () => {
      stop()
      cancel = clock.after(ms, () => {
        cancel = null
        if (isHeld) isDue = true
        else onOver()
      })
    },
    stop,
    hold: () => {
      isHeld = true
    },
    release: () => {
      isHeld = false
      if (!isDue) return
      isDue = false
      onOver()
    },
  }
}
