'use client'

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { systemClock } from '../../live/clock.js'

/** How long the way back from a clear is offered. */
const OFFER_MS = 10_000

/** What was cleared last: how many, or `null` where nobody knows. */
export interface Cleared {
  readonly count: number | null
}

export interface Offer {
  readonly cleared: Cleared | null
  readonly make: (cleared: Cleared | null) => void
  readonly end: () => void
  /** Ends an offer whose time is over, unless somebody is at it. */
  readonly look: () => void
}

/** The offer to take a clear back. @param line that offers it: while it has the focus or the pointer, it stays */
export function useUndo(line: RefObject<HTMLElement | null>): Offer {
  const [cleared, setCleared] = useState<Cleared | null>(null)
  const isOver = useRef(false)
  const end = useCallback(() => setCleared(null), [])
  const look = useCallback(() => {
    if (isOver.current && !line.current?.matches(':hover, :focus-within')) end()
  }, [line, end])
  useEffect(() => {
    if (!cleared) return undefined
    isOver.current = false
    return systemClock.after(OFFER_MS, () => {
      isOver.current = true
      look()
    })
  }, [cleared, look])
  return { cleared, make: setCleared, end, look }
}
