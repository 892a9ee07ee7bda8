'use client'

import { useId, type KeyboardEvent } from 'react'
import { formatDay } from '../shell/format.js'
import { slot } from '../shell/slot.js'
import type { NotificationLook } from './notificationLook.js'
import { piecesOf, type NotificationPieces } from './piecesOf.js'
import type { Row } from './rows.js'
import type { NotificationDropdownView } from './useNotificationDropdown.js'

export interface NotificationItemProps {
  readonly view: NotificationDropdownView
  readonly look: NotificationLook
  readonly row: Row
  readonly index: number
  /** Midnight before now. */
  readonly today: number
}

/** One article of the feed. The first of a day begins with the day's name: a feed holds nothing but articles. */
export function NotificationItem({ view, look, row, index, today }: NotificationItemProps) {
  const { notification, day } = row
  const { kind, level, title, message, read } = notification
  const { labels, wording } = view
  const ids = { title: useId(), message: useId() }
  const render = look.renderers?.[kind] ?? look.renderItem
  const pieces = piecesOf(notification, view, look, ids)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return
    event.currentTarget.querySelector<HTMLElement>('.pl-notification-main')?.click()
  }
  // What a host draws may leave out the title that it would be named by.
  const name = render
    ? { 'aria-label': `${read ? '' : `${labels.unreadItem} `}${labels.levels[level]}: ${title}` }
    : { 'aria-labelledby': ids.title, 'aria-describedby': message ? ids.message : undefined }
  return (
    // The feed pattern asks for articles that take the focus; Enter does what the title does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      {...slot('notification', 'pl-notification', look.slotProps)}
      {...view.getArticleProps(row, index)}
      {...name}
      data-kind={kind}
      data-level={level}
      data-unread={read ? undefined : 'true'}
      onKeyDown={onKeyDown}
    >
      {day !== null && (
        <h3 {...slot('day', 'pl-day', look.slotProps)}>
          <bdi>{formatDay(day, today, wording.locale)}</bdi>
        </h3>
      )}
      <div className="pl-notification-row">{render ? render(notification, pieces) : arranged(pieces)}</div>
    </article>
  )
}

const arranged = ({ icon, title, message, time, actions, toggle }: NotificationPieces) => (
  <>
    {icon}
    <div className="pl-notification-text">
      {title}
      {message}
      {time}
      {actions}
    </div>
    {toggle}
  </>
)
