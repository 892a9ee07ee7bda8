'use client'

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { systemClock } from '../../live/clock.js'

/** How long the way back from what was done is offered. */
const OFFER_MS = 10_000

export interface Offer<T> {
  /** What was done last, as long as it can be taken back. */
  readonly made: T | null
  readonly make: (done: T | null) => void
  readonly end: () => void
  /** Ends an offer whose time is over, unless somebody is at it. */
  readonly look: () => void
}

/** The offer to take something back. @param line that offers it: while it has the focus or the pointer, it stays */
export function useOffer<T>(line: RefObject<HTMLElement | null>): Offer<T> {
  const [made, setMade] = useState<T | null>(null)
  const isOver = useRef(false)
  const make = useCallback((done: T | null) => setMade(() => done), [])
  const end = useCallback(() => setMade(null), [])
  const look = useCallback(() => {
    if (isOver.current && !line.current?.matches(':hover, :focus-within')) end()
  }, [line, end])
  useEffect(() => {
    if (made === null) return undefined
    isOver.current = false
    return systemClock.after(OFFER_MS, () => {
      isOver.current = true
      look()
    })
  }, [made, look])
  return { made, make, end, look }
}
