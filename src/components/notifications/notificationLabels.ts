import type { Quantity } from '../shell/plural.js'
import type { Notification } from '../../protocol/streams/notifications.js'

/** What the bell and its panel say. */
export interface NotificationLabels {
  readonly notifications: string
  /** The bell's name while there are unread ones, exact. */
  readonly bell: (unread: Quantity) => string
  readonly unread: (unread: Quantity) => string
  /** The name of the choice between `all` and `onlyUnread`. */
  readonly show: string
  readonly all: string
  readonly onlyUnread: string
  readonly none: string
  readonly noneUnread: string
  readonly markAllAsRead: string
  readonly clearAll: string
  /** @param count `null` where nobody knows how many there were */
  readonly cleared: (count: Quantity | null) => string
  readonly undo: string
  /** @param title of the notification */
  readonly markAsRead: (title: string) => string
  readonly markAsUnread: (title: string) => string
  /** Came above what one reads, which has not moved. */
  readonly newOnes: (count: Quantity) => string
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
  readonly toMarkAsUnread: string
  readonly toMarkAllAsRead: string
  readonly toClear: string
  readonly toRestore: string
}

export const notificationLabels: NotificationLabels = {
  notifications: 'Notifications',
  bell: (unread) => `Notifications, ${unread.text} unread`,
  unread: (unread) => `${unread.text} unread`,
  show: 'Show',
  all: 'All',
  onlyUnread: 'Unread',
  none: 'No notifications yet',
  noneUnread: 'Nothing unread',
  markAllAsRead: 'Mark all as read',
  clearAll: 'Clear all',
  cleared: (count) => (count ? `Cleared ${count.text}.` : 'Cleared all.'),
  undo: 'Undo',
  markAsRead: (title) => `Mark as read: ${title}`,
  markAsUnread: (title) => `Mark as unread: ${title}`,
  newOnes: (count) => `${count.text} new`,
  loadOlder: 'Load older',
  loadingOlder: 'Loading older…',
  olderNotLoaded: 'Older notifications could not be loaded.',
  notLoaded: 'Your notifications could not be loaded.',
  what: 'notifications',
  unreadItem: 'Unread.',
  levels: { info: 'Info', success: 'Success', warning: 'Warning', error: 'Error' },
  toMarkAsRead: 'mark it as read',
  toMarkAsUnread: 'mark it as unread',
  toMarkAllAsRead: 'mark all as read',
  toClear: 'clear the notifications',
  toRestore: 'bring the notifications back',
}
