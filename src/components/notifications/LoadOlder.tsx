'use client'

import { useEffect, useRef } from 'react'
import { QuietButton } from '../shell/QuietButton.js'
import type { NotificationDropdownView } from './useNotificationDropdown.js'
import { useFocusHandover } from '../shell/useFocusHandover.js'

/** This far below what is in sight the next ones are asked for, so that nobody has to wait at the end. */
const AHEAD_PX = 300

/** The end of a feed: older ones come when it is near, or is pressed, which leads to the first of them. */
export function LoadOlder({ view }: { readonly view: NotificationDropdownView }) {
  const { rows, hasMore, isLoadingOlder, loadOlder, labels, heading, scroller, focus } = view
  const end = useRef<HTMLDivElement>(null)
  /** The last row when it was pressed. */
  const last = useRef<string | null>(null)
  /** How many rows there were when they were last asked for unasked. */
  const asked = useRef(-1)
  useFocusHandover(end, heading)
  const count = rows.length

  const press = () => {
    last.current = rows.at(-1)?.notification.id ?? null
    loadOlder()
  }
  useEffect(() => {
    const at = rows.findIndex(({ notification }) => notification.id === last.current)
    if (at === -1 || at === rows.length - 1) return
    last.current = null
    if (end.current?.contains(document.activeElement)) focus.moveTo(at + 1)
  })
  useEffect(() => {
    if (!hasMore || isLoadingOlder || !end.current || typeof IntersectionObserver === 'undefined') return undefined
    const look: IntersectionObserverCallback = ([entry]) => {
      // One that brought nothing to see, or failed, is not followed by another unasked.
      if (!entry?.isIntersecting || asked.current === count) return
      asked.current = count
      loadOlder()
    }
    const rootMargin = `0px 0px ${AHEAD_PX}px 0px`
    const observer = new IntersectionObserver(look, { root: scroller.current, rootMargin })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [hasMore, isLoadingOlder, count, loadOlder, scroller])

  return (
    // Holds the focus for the moment between a button that goes and an article that comes.
    <div ref={end} className="pl-feed-end" tabIndex={-1}>
      {hasMore && (
        <QuietButton next={end} busy={isLoadingOlder} onPress={press}>
          {isLoadingOlder ? labels.loadingOlder : labels.loadOlder}
        </QuietButton>
      )}
    </div>
  )
}
