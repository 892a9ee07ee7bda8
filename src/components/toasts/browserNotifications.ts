import type { Toast } from './toast.js'
import { pageEnvironment } from '../../live/environment.js'
import type { Cancel } from '../../live/clock.js'

type Permission = NotificationPermission | 'unsupported'

/** The browser's own notifications, which are seen when the page is not. */
export interface BrowserNotifications {
  readonly permission: () => Permission
  readonly subscribe: (listener: () => void) => Cancel
  /** Asks whoever has just pressed something. @throws Error when nobody has */
  readonly request: () => Promise<NotificationPermission>
  /** Shows a toast, if nobody looks at the page and it may. Of one in several tabs, the browser shows one. */
  readonly show: (toast: Toast, onClick: () => void) => void
  readonly close: (id: string) => void
  readonly closeAll: () => void
}

function createBrowserNotifications(): BrowserNotifications {
  const shown = new Map<string, Notification>()
  const listeners = new Set<() => void>()
  const permission = (): Permission => (typeof Notification === 'undefined' ? 'unsupported' : Notification.permission)

  return {
    permission,
    subscribe: (listener) => {
      listeners.add(listener)
      // It may be changed in the browser's settings, from which people come back to the page.
      const unwatch = pageEnvironment.watch(listener)
      return () => {
        listeners.delete(listener)
        unwatch()
      }
    },
    request: async () => {
      if (permission() === 'unsupported') return 'denied'
      const { userActivation } = navigator as { readonly userActivation?: UserActivation }
      if (userActivation && !userActivation.isActive)
        throw new Error(
          'pitchey-live: ask for notifications when something is pressed: browsers block pages that ask unasked',
        )
      const answer = await Notification.requestPermission()
      for (const listener of listeners) listener()
      return answer
    },
    show: ({ id, title, message }, onClick) => {
      if (permission() !== 'granted' || document.visibilityState !== 'hidden') return
      try {
        const notification = new Notification(title, { body: message, tag: id })
        notification.addEventListener('click', () => {
          window.focus()
          notification.close()
          onClick()
        })
        shown.set(id, notification)
      } catch {
        // Chrome on Android lets nobody but service workers show any. The toast is there when people come back.
      }
    },
    close: (id) => {
      shown.get(id)?.close()
      shown.delete(id)
    },
    closeAll: () => {
      for (const notification of shown.values()) notification.close()
      shown.clear()
    },
  }
}

/** The page's own. */
export const browserNotifications = createBrowserNotifications()
