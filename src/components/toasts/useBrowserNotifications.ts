'use client'

import { useSyncExternalStore } from 'react'
import { browserNotifications } from './browserNotifications.js'

export interface BrowserNotificationsView {
  readonly isSupported: boolean
  /** `denied` where they are not supported. */
  readonly permission: NotificationPermission
  /** Asks for permission. Call it when something is pressed, e.g. a button that says what it is for; else it rejects. */
  readonly request: () => Promise<NotificationPermission>
}

/** May the browser show notifications of its own? They are shown by `<ToastProvider browserNotifications>`. */
export function useBrowserNotifications(): BrowserNotificationsView {
  const { subscribe, permission, request } = browserNotifications
  const current = useSyncExternalStore(subscribe, permission, () => 'default' as const)
  const isSupported = current !== 'unsupported'
  return { isSupported, permission: isSupported ? current : 'denied', request }
}
