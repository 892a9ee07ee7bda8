'use client'

import { useId, useRef, type KeyboardEvent, type MouseEvent, type RefObject } from 'react'
import type { Locale } from '../shell/format.js'
import { Icon } from '../shell/Icon.js'
import type { NotificationLabels } from './notificationLabels.js'
import { RelativeTime } from '../shell/RelativeTime.js'
import { safeLink } from './safeLink.js'
import { useFocusHandover } from '../shell/useFocusHandover.js'
import type { Notification } from '../../protocol/streams/notifications.js'

export interface NotificationItemProps {
  readonly notification: Notification
  readonly position: number
  readonly setSize: number
  /** Takes the focus when the item goes. */
  readonly heading: RefObject<HTMLElement | null>
  readonly labels: NotificationLabels
  readonly locale: Locale
  /** It was followed, or acted upon. */
  readonly onActivate: (notification: Notification) => void
  readonly onNavigate: ((url: string) => void) | undefined
  readonly onAction: ((event: string, notification: Notification) => void) | undefined
}

type Action = NonNullable<Notification['actions']>[number]

export function NotificationItem(props: NotificationItemProps) {
  const { notification, position, setSize, heading, labels, locale, onActivate, onNavigate, onAction } = props
  const { level, title, message, createdAt, read, link, actions = [] } = notification
  const article = useRef<HTMLElement>(null)
  const labelId = useId()
  const messageId = useId()
  useFocusHandover(article, heading)

  /** To another site, or into a new tab, the browser goes by itself. */
  const follow = (event: MouseEvent, target: string) => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (!onNavigate || !plain || new URL(target).origin !== location.origin) return
    event.preventDefault()
    onNavigate(target)
  }
  const activate = () => onActivate(notification)
  const act = ({ event }: Action) => {
    activate()
    if (event !== undefined) onAction?.(event, notification)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return
    article.current?.querySelector<HTMLElement>('.pl-notification-main')?.click()
  }

  const url = safeLink(link)
  return (
    // The feed pattern asks for articles that take the focus; Enter does what the title does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      ref={article}
      className="pl-notification"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-labelledby={labelId}
      aria-describedby={message ? messageId : undefined}
      aria-posinset={position}
      aria-setsize={setSize}
      data-level={level}
      data-unread={read ? undefined : 'true'}
      onKeyDown={onKeyDown}
    >
      <span className="pl-notification-level">
        <Icon name={level} />
      </span>
      <div className="pl-notification-text">
        <h3 id={labelId} className="pl-notification-title">
          <span className="pl-sr-only">
            {read ? '' : `${labels.unreadItem} `}
            {labels.levels[level]}:{' '}
          </span>
          {url === null ? (
            // It stays a button when read, so that the focus stays where it is.
            <button type="button" className="pl-notification-main" onClick={activate}>
              <bdi>{title}</bdi>
            </button>
          ) : (
            <a className="pl-notification-main" href={url} onClick={(event) => (activate(), follow(event, url))}>
              <bdi>{title}</bdi>
            </a>
          )}
        </h3>
        {message && (
          <p id={messageId} className="pl-notification-message">
            <bdi>{message}</bdi>
          </p>
        )}
        <p className="pl-notification-time">
          <RelativeTime at={createdAt} locale={locale} />
        </p>
        {actions.length > 0 && (
          <div className="pl-notification-actions">
            {actions.map((action, index) => {
              const target = safeLink(action.url)
              const look = { className: 'pl-button', 'data-style': action.style, dir: 'auto' }
              return target === null ? (
                <button key={index} type="button" {...look} onClick={() => act(action)}>
                  {action.label}
                </button>
              ) : (
                <a key={index} {...look} href={target} onClick={(event) => (act(action), follow(event, target))}>
                  {action.label}
                </a>
              )
            })}
          </div>
        )}
      </div>
      <span className="pl-notification-dot" aria-hidden="true" />
    </article>
  )
}
