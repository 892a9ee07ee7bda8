import type { Quantity } from '../shell/plural.js'

/** What toasts say, and what is announced of what comes in. */
export interface ToastLabels {
  /** The name of the region that they stand in. */
  readonly toasts: string
  readonly dismiss: string
  /** Several that came at once. */
  readonly newNotifications: (count: Quantity) => string
}
