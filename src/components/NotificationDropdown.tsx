'use client'

import {
  forwardRef,
  useCallback,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type ComponentPropsWithoutRef,
  type KeyboardEvent,
} from 'react'
import { formatNumber, quantity } from './shell/format.js'
import { Icon } from './shell/Icon.js'
import type { NotificationLabels } from './notifications/notificationLabels.js'
import { NotificationPanel } from './notifications/NotificationPanel.js'
import { useNotificationNews } from './toasts/useNotificationNews.js'
import { useDismiss } from './shell/useDismiss.js'
import { useNotificationList } from './notifications/useNotificationList.js'
import type { Notification } from '../protocol/streams/notifications.js'

export interface NotificationDropdownProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** The highest number on the badge; above it stands e.g. "99+". Default 99. */
  readonly max?: number
  /** e.g. `de-CH`; default: the browser's. */
  readonly locale?: string
  readonly labels?: Partial<NotificationLabels>
  /** Follows links to this site's own pages in place of the browser, e.g. by a router. */
  readonly onNavigate?: (url: string) => void
  /** Called for actions that name an `event`. */
  readonly onAction?: (event: string, notification: Notification) => void
}

/** A bell with the count of unread notifications; pressed, it opens the list of them. */
const NotificationDropdown = forwardRef<HTMLDivElement, NotificationDropdownProps>(function NotificationDropdown(
  { max = 99, locale: ownLocale, labels: ownLabels, onNavigate, onAction, className, onKeyDown, ...rest },
  ref,
) {
  const list = useNotificationList({ locale: ownLocale, labels: ownLabels })
  const { unreadCount, state, fresh, labels } = list
  const { locale } = list.wording
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const bell = useRef<HTMLButtonElement>(null)
  const panelId = useId()
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => root.current)

  useNotificationNews({ panel: { isOpen: open, open: () => setOpen(true) } })
  const close = useCallback(() => setOpen(false), [])
  const closeToBell = () => {
    bell.current?.focus()
    close()
  }
  const navigate = (url: string) => {
    closeToBell()
    onNavigate?.(url)
  }
  useDismiss(root, open, close)

  const onEscape = (event: KeyboardEvent<HTMLDivElement>) => {
    onKeyDown?.(event)
    if (!open || event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation() // a dialog around it stays open
    closeToBell()
  }

  return (
    // Escape is heard from wherever the focus is in it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      {...rest}
      ref={root}
      className={className ? `pl-notifications ${className}` : 'pl-notifications'}
      data-state={state}
      data-freshness={fresh.kind}
      aria-busy={state === 'loading'}
      onKeyDown={onEscape}
    >
      <button
        ref={bell}
        type="button"
        className="pl-bell"
        aria-label={unreadCount > 0 ? labels.bell(quantity(unreadCount, locale)) : labels.notifications}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? panelId : undefined}
        onClick={() => (open ? closeToBell() : setOpen(true))}
      >
        <Icon name="bell" />
        {unreadCount > 0 && (
          <span className="pl-badge" aria-hidden="true">
            {unreadCount > max ? `${formatNumber(max, locale)}+` : formatNumber(unreadCount, locale)}
          </span>
        )}
      </button>
      {open && <NotificationPanel id={panelId} list={list} onNavigate={onNavigate && navigate} onAction={onAction} />}
    </div>
  )
})

export default NotificationDropdown
