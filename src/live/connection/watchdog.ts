import { OVERSLEPT_MS } from './move.js'
import type { Cancel, Clock } from '../clock.js'

/** Notices that the machine slept: nothing else tells of it. */
export interface Watchdog {
  readonly run: (wanted: boolean) => void
}

const BEAT_MS = 1_000

/** @param onBeat all is well, a second has passed */
export function createWatchdog(clock: Clock, onBeat: () => void, onWake: () => void): Watchdog {
  let cancel: Cancel | null = null
  const beat = () => {
    const due = clock.now() + BEAT_MS
    cancel = clock.after(BEAT_MS, () => {
      const late = clock.now() - due
      beat()
      if (late >= OVERSLEPT_MS) onWake()
      else onBeat()
    })
  }
  return {
    run: (wanted) => {
      if (wanted === (cancel !== null)) return
      cancel?.()
      cancel = null
      if (wanted) beat()
    },
  }
}
