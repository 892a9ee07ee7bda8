'use client'

import { forwardRef, useImperativeHandle, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import type { NotificationPart, RenderNotification } from './notifications/notificationLook.js'
import { NotificationPanel } from './notifications/NotificationPanel.js'
import { useNotificationDropdown, type NotificationDropdownOptions } from './notifications/useNotificationDropdown.js'
import { useLongList } from './shell/useLongList.js'
import { Icon } from './shell/Icon.js'
import { slot, type SlotProps } from './shell/slot.js'
import type { Notification } from '../protocol/streams/notifications.js'

export interface NotificationDropdownProps
  extends NotificationDropdownOptions, Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** Follows links to this site's own pages in place of the browser, e.g. by a router. */
  readonly onNavigate?: (url: string) => void
  /** Called for actions that name an `event`. */
  readonly onAction?: (event: string, notification: Notification) => void
  /** Arranges a notification's pieces, or draws it anew: `(notification, { icon, title, time }) => …`. */
  readonly renderItem?: RenderNotification
  /** The same by the notification's `kind`; wins over `renderItem`. */
  readonly renderers?: Readonly<Record<string, RenderNotification>>
  /** In place of the icon of its level; `null` leaves that. */
  readonly renderIcon?: (notification: Notification) => ReactNode
  /** At the end of the panel, e.g. a link to all notifications. */
  readonly footer?: ReactNode
  readonly slotProps?: SlotProps<NotificationPart>
}

/** A bell with the count of unread notifications; pressed, it opens the list of them. */
const NotificationDropdown = forwardRef<HTMLDivElement, NotificationDropdownProps>(
  function NotificationDropdown(props, ref) {
    const { max, locale, labels, onNavigate, onAction, renderItem, renderers, renderIcon, footer, ...more } = props
    const { slotProps, className, onKeyDown, ...rest } = more
    const view = useNotificationDropdown({ max, locale, labels })
    const longList = useLongList(view.notifications.length, view.hasOlder)
    const look = { onNavigate, onAction, renderItem, renderers, renderIcon, footer, slotProps }
    useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => view.root.current)
    const root = view.getRootProps()

    return (
      // Escape is heard from wherever the focus is in it.
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
      <div
        {...rest}
        {...root}
        className={className ? `pl-notifications ${className}` : 'pl-notifications'}
        data-pl-part="root"
        data-state={view.state}
        data-freshness={view.fresh.kind}
        aria-busy={view.state === 'loading'}
        onKeyDown={(event) => {
          onKeyDown?.(event)
          root.onKeyDown?.(event)
        }}
      >
        <button {...slot('bell', 'pl-bell', slotProps)} {...view.getBellProps()}>
          <Icon name="bell" />
          {view.badge !== null && (
            <span {...slot('badge', 'pl-badge', slotProps)} aria-hidden="true">
              {view.badge}
            </span>
          )}
        </button>
        {view.isOpen && <NotificationPanel view={view} look={look} longList={longList} />}
      </div>
    )
  },
)

export default NotificationDropdown
