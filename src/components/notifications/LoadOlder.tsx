'use client'

import { useEffect, useRef, type RefObject } from 'react'
import { PanelButton } from './PanelButton.js'
import { useFocusHandover } from '../shell/useFocusHandover.js'
import type { NotificationList } from './useNotificationList.js'

export interface LoadOlderProps {
  readonly list: NotificationList
  /** What grows: nothing but the articles. */
  readonly feed: RefObject<HTMLElement | null>
  /** Takes the focus when the whole list goes. */
  readonly heading: RefObject<HTMLElement | null>
}

/** The end of a feed. Whoever asks for more by it is led to the first of those that come. */
export function LoadOlder({ list, feed, heading }: LoadOlderProps) {
  const end = useRef<HTMLDivElement>(null)
  const last = useRef<Element | null>(null)
  const { hasOlder, isLoadingOlder, loadOlder } = list
  useFocusHandover(end, heading)

  const press = () => {
    if (isLoadingOlder) return
    last.current = feed.current?.lastElementChild ?? null
    loadOlder()
  }
  useEffect(() => {
    const next = last.current?.nextElementSibling
    if (!(next instanceof HTMLElement)) return
    last.current = null
    // StrictMode first rehearses the end of what is new, in which the focus would be handed over.
    queueMicrotask(() => {
      if (end.current?.contains(document.activeElement)) next.focus({ preventScroll: true })
    })
  })

  return (
    // Holds the focus for the moment between a button that goes and an article that comes.
    <div ref={end} className="pl-feed-end" tabIndex={-1}>
      {hasOlder && (
        <PanelButton next={end} busy={isLoadingOlder} onPress={press}>
          {isLoadingOlder ? list.labels.loadingOlder : list.labels.loadOlder}
        </PanelButton>
      )}
    </div>
  )
}
