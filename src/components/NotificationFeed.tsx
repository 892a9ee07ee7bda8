'use client'

import { useRef, type RefObject } from 'react'
import { LoadOlder } from './LoadOlder.js'
import { NotificationItem } from './NotificationItem.js'
import type { NotificationPanelProps } from './NotificationPanel.js'
import { reasonOf } from './reasons.js'
import { Retry } from './Retry.js'

export interface NotificationFeedProps extends Omit<NotificationPanelProps, 'id'> {
  /** Takes the focus when what holds it goes. */
  readonly heading: RefObject<HTMLElement | null>
  readonly headingId: string
}

/** The notifications, or why there are none. */
export function NotificationFeed({ list, heading, headingId, locale, onNavigate, onAction }: NotificationFeedProps) {
  const { notifications, state, hasData, hasOlder } = list
  const feed = useRef<HTMLDivElement>(null)
  if (state === 'error') {
    return (
      <div className="pl-message">
        <p className="pl-message-text">Your notifications could not be loaded. {reasonOf(list.error)}</p>
        <Retry onRetry={list.retry} what="notifications" next={heading} />
      </div>
    )
  }
  if (!hasData) return <Skeleton />
  if (notifications.length === 0) {
    return (
      <div className="pl-message">
        <p className="pl-message-text">No notifications yet</p>
      </div>
    )
  }
  // How many more there are, nobody here knows.
  const setSize = hasOlder ? -1 : notifications.length
  return (
    <>
      <div ref={feed} className="pl-feed" role="feed" aria-labelledby={headingId}>
        {notifications.map((notification, index) => (
          <NotificationItem
            key={notification.id}
            notification={notification}
            position={index + 1}
            setSize={setSize}
            onActivate={list.markAsRead}
            heading={heading}
            locale={locale}
            onNavigate={onNavigate}
            onAction={onAction}
          />
        ))}
      </div>
      <LoadOlder list={list} feed={feed} heading={heading} />
    </>
  )
}

function Skeleton() {
  return (
    <div className="pl-feed">
      <p className="pl-sr-only">Loading…</p>
      {[1, 2, 3].map((row) => (
        <div key={row} className="pl-notification-skeleton" aria-hidden="true">
          <span className="pl-skeleton" data-width="half" />
          <span className="pl-skeleton" />
          <span className="pl-skeleton" data-width="third" />
        </div>
      ))}
    </div>
  )
}
