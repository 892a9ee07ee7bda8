'use client'

import { useEffect, useRef, useState, type RefObject } from 'react'
import type { UploadView } from '../../live/uploads/view.js'

const SHOWN_MS = 5_000
const AGAIN_MS = 1_000

/**
 * Keys of the rows that are done and were seen to be, and now need no room; never while somebody is at one of them. What
 * was done before the page looked is not news to anybody.
 */
export function useFoldedRows(
  uploads: readonly UploadView[],
  list: RefObject<HTMLElement | null>,
): ReadonlySet<string> {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  const isFirst = useRef(true)
  useEffect(() => {
    const done = uploads.filter(({ status }) => status === 'completed' || status === 'cancelled')
    const fold = (key: string) => {
      // Any row that goes moves the others from under the pointer.
      const isNeeded =
        list.current?.matches(':hover') === true || list.current?.contains(document.activeElement) === true
      if (isNeeded)
        timers.current.set(
          key,
          setTimeout(() => fold(key), AGAIN_MS),
        )
      else setFolded((keys) => new Set([...keys, key]))
    }
    const wasKnown = isFirst.current
    if (uploads.length > 0) isFirst.current = false
    if (wasKnown && done.length > 0) setFolded(new Set(done.filter(({ isOurs }) => !isOurs).map(({ key }) => key)))
    for (const { key } of done)
      if (!timers.current.has(key))
        timers.current.set(
          key,
          setTimeout(() => fold(key), SHOWN_MS),
        )
  }, [uploads, list])
  useEffect(() => {
    const running = timers.current
    return () => {
      for (const timer of running.values()) clearTimeout(timer)
      running.clear()
    }
  }, [])
  return folded
}
