import type { MouseEvent, ReactNode } from 'react'
import { Icon } from '../shell/Icon.js'
import { RelativeTime } from '../shell/RelativeTime.js'
import { slot } from '../shell/slot.js'
import type { NotificationLook } from './notificationLook.js'
import { safeLink } from './safeLink.js'
import type { NotificationDropdownView } from './useNotificationDropdown.js'
import type { Notification } from '../../protocol/streams/notifications.js'

/** What a notification is made of, each piece as it is drawn when nobody arranges them otherwise. */
export interface NotificationPieces {
  readonly icon: ReactNode
  /** The heading; the button or link in it is pressed by the whole row. */
  readonly title: ReactNode
  /** `null` when it has none. */
  readonly message: ReactNode
  readonly time: ReactNode
  readonly actions: ReactNode
  /** Between read and unread. */
  readonly toggle: ReactNode
}

type Action = NonNullable<Notification['actions']>[number]

export function piecesOf(
  notification: Notification,
  view: NotificationDropdownView,
  look: NotificationLook,
  ids: { readonly title: string; readonly message: string },
): NotificationPieces {
  const { level, title, message, createdAt, read, link, actions = [] } = notification
  const { labels, wording } = view
  const { onNavigate, onAction, slotProps } = look

  /** To another site, or into a new tab, the browser goes by itself. */
  const follow = (event: MouseEvent, target: string) => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (!onNavigate || !plain || new URL(target).origin !== location.origin) return
    event.preventDefault()
    view.closeToBell()
    onNavigate(target)
  }
  const activate = () => view.markAsRead(notification)
  const act = ({ event }: Action) => {
    activate()
    if (event !== undefined) onAction?.(event, notification)
  }

  const url = safeLink(link)
  return {
    icon: (
      <span {...slot('icon', 'pl-notification-level', slotProps)}>
        {look.renderIcon?.(notification) ?? <Icon name={level} />}
      </span>
    ),
    title: (
      <h3 id={ids.title} className="pl-notification-title">
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
    ),
    message: message && (
      <p id={ids.message} className="pl-notification-message">
        <bdi>{message}</bdi>
      </p>
    ),
    time: (
      <p className="pl-notification-time">
        <RelativeTime at={createdAt} locale={wording.locale} />
      </p>
    ),
    actions: actions.length > 0 && (
      <div className="pl-notification-actions">
        {actions.map((action, index) => {
          const target = safeLink(action.url)
          const button = { className: 'pl-button', 'data-style': action.style, dir: 'auto' }
          return target === null ? (
            <button key={index} type="button" {...button} onClick={() => act(action)}>
              {action.label}
            </button>
          ) : (
            <a key={index} {...button} href={target} onClick={(event) => (act(action), follow(event, target))}>
              {action.label}
            </a>
          )
        })}
      </div>
    ),
    toggle: (
      <button
        type="button"
        {...slot('toggle', 'pl-notification-toggle', slotProps)}
        aria-label={read ? labels.markAsUnread(title) : labels.markAsRead(title)}
        onClick={() => view.toggleRead(notification)}
      >
        <span className="pl-notification-dot" aria-hidden="true" />
      </button>
    ),
  }
}
