'use client'

import { useEffect, useRef, type RefObject } from 'react'
import { whenSeen } from './whenSeen.js'

/**
 * Records the view of a pitch once per mount and pitch, when `element` has been seen; `null`: there is none to record.
 * @param track a view that fails is nobody's error: the page is read all the same
 */
export function useRecordView(element: RefObject<Element | null>, pitchId: number | null, track: () => void): void {
  const recorded = useRef<Set<number> | null>(null)
  useEffect(() => {
    // Remembered beyond this effect: StrictMode runs it twice.
    const done = (recorded.current ??= new Set())
    const target = element.current
    if (pitchId === null || target === null || done.has(pitchId)) return undefined
    return whenSeen(target, () => {
      done.add(pitchId)
      track()
    })
  }, [element, pitchId, track])
}
