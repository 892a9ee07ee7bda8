import { plural, type Quantity } from '../shell/plural.js'
import type { Level } from './toast.js'

/** What toasts say, and what is announced of what comes in. */
export interface ToastLabels {
  /** The name of the region that they stand in, with the key that leads there. */
  readonly toasts: string
  /** Before a title, for those who hear it. */
  readonly levels: { readonly [level in Level]: string }
  readonly dismiss: (title: string) => string
  readonly dismissAll: string
  /** Several that came at once. */
  readonly newNotifications: (count: Quantity) => string
  /** Leads from there to the list of them. */
  readonly showThem: string
  /** Those for which there is no room yet. */
  readonly more: (count: Quantity) => string
  /** Completes `couldNot`. */
  readonly toMarkAsRead: string
}

const many = plural('en')

export const toastLabels: ToastLabels = {
  toasts: 'Messages, F6 leads here',
  levels: { info: 'Info', success: 'Success', warning: 'Warning', error: 'Error' },
  dismiss: (title) => `Dismiss: ${title}`,
  dismissAll: 'Dismiss all',
  newNotifications: (count) => many(count, { one: '# new notification', other: '# new notifications' }),
  showThem: 'Show them',
  more: (count) => `${count.text} more`,
  toMarkAsRead: 'mark it as read',
}
