'use client'

import { createElement, useLayoutEffect, useSyncExternalStore } from 'react'
import { reasonOf } from '../shell/reasons.js'
import { Retry } from '../shell/Retry.js'
import { sharedClock } from '../shell/sharedClock.js'
import { slot } from '../shell/slot.js'
import type LongList from '../shell/LongList.js'
import type { Needed } from '../shell/whenNeeded.js'
import { KeepPlace } from './KeepPlace.js'
import { LoadOlder } from './LoadOlder.js'
import { NotificationItem } from './NotificationItem.js'
import type { NotificationLook } from './notificationLook.js'
import { midnightBefore, type Row } from './rows.js'
import type { NotificationDropdownView } from './useNotificationDropdown.js'

export interface NotificationFeedProps {
  readonly view: NotificationDropdownView
  readonly look: NotificationLook
  readonly longList: Needed<typeof LongList>
}

/** In px, the lowest that a row can be. */
const LOWEST = 64
/** As many fill the panel until what shows a long list is here: all of them could be thousands. */
const AT_FIRST = 12

const keyOf = ({ notification }: Row) => notification.id
const todayStarted = () => midnightBefore(sharedClock.now())

/** The notifications, or why there are none. */
export function NotificationFeed({ view, look, longList }: NotificationFeedProps) {
  const { notifications, rows, hasData, hasMore, filter, labels, wording, heading, focus } = view
  const today = useSyncExternalStore(sharedClock.subscribe, todayStarted, todayStarted)
  // Rows come and go here: asked before anything is painted.
  useLayoutEffect(() => focus.settle())

  if (view.state === 'error') {
    return (
      <div className="pl-message">
        <p className="pl-message-text">
          {labels.notLoaded} {reasonOf(view.error, wording.shell)}
        </p>
        <Retry
          onRetry={view.retry}
          isRetrying={view.isRetrying}
          what={labels.what}
          next={heading}
          shell={wording.shell}
        />
      </div>
    )
  }
  if (!hasData) return <Skeleton text={wording.shell.loading} />

  const item = (row: Row, index: number) => (
    <NotificationItem key={row.notification.id} view={view} look={look} row={row} index={index} today={today} />
  )
  return (
    <>
      {rows.length > 0 ? (
        <div
          {...slot('feed', 'pl-feed', look.slotProps)}
          {...view.getFeedProps()}
          data-long={typeof longList !== 'string'}
        >
          {typeof longList !== 'string' ? (
            createElement(longList<Row>, {
              rows,
              keyOf,
              scroller: view.scroller,
              kept: focus.kept,
              isAway: view.isAway,
              lowest: LOWEST,
              item,
            })
          ) : (
            <KeepPlace scroller={view.scroller}>
              {(longList === 'coming' ? rows.slice(0, AT_FIRST) : rows).map(item)}
            </KeepPlace>
          )}
        </div>
      ) : (
        <div className="pl-message">
          <p className="pl-message-text">
            {filter === 'all' || notifications.length === 0 ? labels.none : labels.noneUnread}
          </p>
        </div>
      )}
      {longList !== 'coming' && (rows.length > 0 || hasMore) && <LoadOlder view={view} />}
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
