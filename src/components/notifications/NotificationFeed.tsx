'use client'

import { useRef, type RefObject } from 'react'
import { LoadOlder } from './LoadOlder.js'
import { NotificationItem } from './NotificationItem.js'
import type { NotificationPanelProps } from './NotificationPanel.js'
import { reasonOf } from '../shell/reasons.js'
import { Retry } from '../shell/Retry.js'

export interface NotificationFeedProps extends Omit<NotificationPanelProps, 'id'> {
  /** Takes the focus when what holds it goes. */
  readonly heading: RefObject<HTMLElement | null>
  readonly headingId: string
}

/** The notifications, or why there are none. */
export function NotificationFeed({ list, heading, headingId, onNavigate, onAction }: NotificationFeedProps) {
  const { notifications, state, hasData, hasOlder, labels, wording } = list
  const feed = useRef<HTMLDivElement>(null)
  if (state === 'error') {
    return (
      <div className="pl-message">
        <p className="pl-message-text">
          {labels.notLoaded} {reasonOf(list.error, wording.shell)}
        </p>
        <Retry
          onRetry={list.retry}
          isRetrying={list.isRetrying}
          what={labels.what}
          next={heading}
          shell={wording.shell}
        />
      </div>
    )
  }
  if (!hasData) return <Skeleton text={wording.shell.loading} />
  if (notifications.length === 0) {
    return (
      <div className="pl-message">
        <p className="pl-message-text">{labels.none}</p>
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
            labels={labels}
            locale={wording.locale}
            onNavigate={onNavigate}
            onAction={onAction}
          />
        ))}
      </div>
      <LoadOlder list={list} feed={feed} heading={heading} />
    </>
  )
}

function Skeleton({ text }: { readonly text: string }) {
  return (
    <div className="pl-feed">
      <p className="pl-sr-only">{text}</p>
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
