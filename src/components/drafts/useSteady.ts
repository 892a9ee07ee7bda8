'use client'

import { useEffect, useState } from 'react'
import { systemClock } from '../../live/clock.js'

/** What is over sooner was never worth a word. */
const PATIENCE_MS = 400
/** What was said can be read. */
const SHOWN_MS = 600

/**
 * Whether it is to be said that something goes on: not of what is over at once, and not for a blink.
 * @param patienceMs so long nothing is said
 */
export function useSteady(isGoingOn: boolean, patienceMs = PATIENCE_MS): boolean {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    if (isGoingOn === isShown) return undefined
    return systemClock.after(isGoingOn ? patienceMs : SHOWN_MS, () => setShown(isGoingOn))
  }, [isGoingOn, isShown, patienceMs])
  return isShown
}
