'use client'

import { useEffect, useRef, type RefObject } from 'react'
import { pageEnvironment } from '../live/environment.js'

/** How long a thing must be seen without a break to have been viewed. */
const SEEN_MS = 1_000
const SEEN_SHARE = 0.5

/**
 * Records the view of a pitch once per mount and pitch, when `element` has been in sight of a visible tab for a second.
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

/** Calls back once. Returns how to stop waiting. */
function whenSeen(target: Element, seen: () => void): () => void {
  let inSight = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(timer)
    observer.disconnect()
    unwatch()
  }
  const look = () => {
    const watched = inSight && pageEnvironment.visible()
    if (watched && timer === undefined) {
      timer = setTimeout(() => {
        stop()
        seen()
      }, SEEN_MS)
    } else if (!watched) {
      clearTimeout(timer)
      timer = undefined
    }
  }
  const observer = new IntersectionObserver(
    (entries) => {
      inSight = (entries.at(-1)?.intersectionRatio ?? 0) >= SEEN_SHARE
      look()
    },
    { threshold: SEEN_SHARE },
  )
  const unwatch = pageEnvironment.watch(look)
  observer.observe(target)
  return stop
}
