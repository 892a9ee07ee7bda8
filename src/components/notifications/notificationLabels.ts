import type { Quantity } from '../shell/plural.js'
import type { Notification } from '../../protocol/streams/notifications.js'

/** What the bell and its panel say. */
export interface NotificationLabels {
  readonly notifications: string
  /** The bell's name while there are unread ones, exact. */
  readonly bell: (unread: Quantity) => string
  readonly unread: (unread: Quantity) => string
  readonly none: string
  readonly markAllAsRead: string
  readonly clearAll: string
  readonly loadOlder: string
  readonly loadingOlder: string
  readonly olderNotLoaded: string
  readonly notLoaded: string
  /** As a Retry button calls them. */
  readonly what: string
  /** Before the title of one that is unread, for those who hear it. */
  readonly unreadItem: string
  readonly levels: { readonly [level in Notification['level']]: string }
  /** Each completes `couldNot`. */
  readonly toMarkAsRead: string
  readonly toMarkAllAsRead: string
  readonly toClear: string
}

export const notificationLabels: NotificationLabels = {
  notifications: 'Notifications',
  bell: (unread) => `Notifications, ${unread.text} unread`,
  unread: (unread) => `${unread.text} unread`,
  none: 'No notifications yet',
  markAllAsRead: 'Mark all as read',
  clearAll: 'Clear all',
  loadOlder: 'Load older',
  loadingOlder: 'Loading older…',
  olderNotLoaded: 'Older notifications could not be loaded.',
  notLoaded: 'Your notifications could not be loaded.',
  what: 'notifications',
  unreadItem: 'Unread.',
  levels: { info: 'Info', success: 'Success', warning: 'Warning', error: 'Error' },
  toMarkAsRead: 'mark it as read',
  toMarkAllAsRead: 'mark all as read',
  toClear: 'clear the notifications',
}
