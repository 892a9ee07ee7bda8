'use client'

import { useEffect, useMemo, useState } from 'react'
import { createLinger, type Linger } from './linger.js'
import { systemClock } from '../../live/clock.js'

/** How long the way back from a clear is offered. */
const OFFER_MS = 10_000

/** What was cleared last: how many, or `null` where nobody knows. */
export type Cleared = { readonly count: number | null }

export interface Offer extends Pick<Linger, 'hold' | 'release'> {
  readonly cleared: Cleared | null
  readonly make: (cleared: Cleared) => void
  readonly end: () => void
}

/** The offer to take a clear back: there for a while, and for as long as somebody is at it. */
export function useUndo(): Offer {
  const [cleared, setCleared] = useState<Cleared | null>(null)
  const linger = useMemo(() => createLinger(OFFER_MS, () => setCleared(null), systemClock), [])
  useEffect(() => linger.stop, [linger])
  return {
    cleared,
    make: (next) => {
      setCleared(next)
      linger.start()
    },
    end: () => {
      linger.stop()
      setCleared(null)
    },
    hold: linger.hold,
    release: linger.release,
  }
}
