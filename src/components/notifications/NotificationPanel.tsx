'use client'

import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { nextArticle } from './feedKeys.js'
import { quantity } from '../shell/format.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { NotificationFeed } from './NotificationFeed.js'
import { PanelButton } from './PanelButton.js'
import type { NotificationList } from './useNotificationList.js'
import type { Notification } from '../../protocol/streams/notifications.js'

export interface NotificationPanelProps {
  readonly id: string
  readonly list: NotificationList
  readonly onNavigate: ((url: string) => void) | undefined
  readonly onAction: ((event: string, notification: Notification) => void) | undefined
}

/** A dialog that leaves the page usable. Takes the focus when it appears. */
export function NotificationPanel({ id, list, onNavigate, onAction }: NotificationPanelProps) {
  const panel = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const headingId = useId()
  const [side, setSide] = useState<'start' | 'end'>('end')

  useLayoutEffect(() => {
    const box = panel.current?.getBoundingClientRect()
    if (box && (box.left < 0 || box.right > document.documentElement.clientWidth)) setSide('start')
  }, [])
  useEffect(() => {
    const [first = heading.current] = articlesIn(panel.current)
    first?.focus({ preventScroll: true })
  }, [])

  const onKeyDown = (event: KeyboardEvent<HTMLDialogElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const all = articlesIn(panel.current)
    const current = all.findIndex((article) => article.contains(document.activeElement))
    const next = nextArticle(event.key, current, all.length)
    if (next === null) return
    event.preventDefault()
    all[next]?.focus()
  }

  const { unreadCount, notifications, labels } = list
  return (
    // Its keys are those of the feed in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      open
      ref={panel}
      id={id}
      className="pl-panel"
      tabIndex={-1}
      aria-labelledby={headingId}
      data-side={side}
      onKeyDown={onKeyDown}
    >
      <div className="pl-panel-header">
        <div className="pl-panel-row">
          <h2 ref={heading} id={headingId} className="pl-panel-title" tabIndex={-1}>
            {labels.notifications}
          </h2>
          <FreshnessStatus fresh={list.fresh} wording={list.wording} />
        </div>
        <div className="pl-panel-row">
          <p className="pl-panel-count">
            {unreadCount > 0 && <bdi>{labels.unread(quantity(unreadCount, list.wording.locale))}</bdi>}
          </p>
          <div className="pl-panel-tools">
            {unreadCount > 0 && (
              <PanelButton next={heading} busy={list.isMarkingAll} onPress={list.markAllAsRead}>
                {labels.markAllAsRead}
              </PanelButton>
            )}
            {notifications.length > 0 && (
              <PanelButton next={heading} busy={list.isClearing} onPress={list.clear}>
                {labels.clearAll}
              </PanelButton>
            )}
          </div>
        </div>
      </div>
      <p className="pl-panel-alert">{list.failure}</p>
      <div className="pl-panel-body">
        <NotificationFeed
          list={list}
          heading={heading}
          headingId={headingId}
          onNavigate={onNavigate}
          onAction={onAction}
        />
      </div>
    </dialog>
  )
}

const articlesIn = (panel: HTMLElement | null): readonly HTMLElement[] => [
  ...(panel?.querySelectorAll<HTMLElement>('.pl-notification') ?? []),
]
