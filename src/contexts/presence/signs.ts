import type { Cancel } from '../../live/clock.js'
import { isPage } from '../../live/environment.js'

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'touchstart', 'wheel', 'focus'] as const
/** A mouse that moves is one sign a second. */
const PAUSE_MS = 1_000

/** Calls back when somebody does something in this page, or comes back to look at it. */
export function watchSigns(acted: () => void): Cancel {
  if (!isPage()) return () => undefined
  let last = Number.NEGATIVE_INFINITY
  const sign = ({ timeStamp }: Event) => {
    if (timeStamp - last < PAUSE_MS) return
    last = timeStamp
    acted()
  }
  const look = (event: Event) => document.visibilityState === 'visible' && sign(event)
  const options = { capture: true, passive: true }
  for (const type of SIGNS) window.addEventListener(type, sign, options)
  document.addEventListener('visibilitychange', look)
  return () => {
    for (const type of SIGNS) window.removeEventListener(type, sign, options)
    document.removeEventListener('visibilitychange', look)
  }
}
