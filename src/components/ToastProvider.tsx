'use client'

import {
  forwardRef,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type ReactNode,
} from 'react'
import { controlsOf } from './toasts/controls.js'
import { createHostSink, type ShowToast } from './toasts/hostSink.js'
import { watchModalDialogs } from './toasts/modalDialogs.js'
import type { Toast, ToastContent, ToastControls } from './toasts/toast.js'
import type { ToastPart } from './toasts/ToastCard.js'
import { toastLabels, type ToastLabels } from './toasts/toastLabels.js'
import { ToastRegion, type ToastPlacement } from './toasts/ToastRegion.js'
import { createToastStore } from './toasts/toastStore.js'
import { useConnectionVoice } from './toasts/useConnectionVoice.js'
import { useNotificationToasts, type NotificationToastsOptions } from './toasts/useNotificationToasts.js'
import { ToastContext, type ToastView } from './toasts/useToast.js'
import type { SlotProps } from './shell/slot.js'
import { useAnnouncer } from './shell/useAnnouncer.js'
import { useI18n } from './shell/useI18n.js'
import { systemClock } from '../live/clock.js'
import { pageEnvironment } from '../live/environment.js'
import type { Notification } from '../protocol/streams/notifications.js'

export interface ToastProviderProps {
  readonly children?: ReactNode
  /** Default `block-end inline-end`: the corner below, where lines end. On a phone they are as wide as the page. */
  readonly placement?: ToastPlacement
  /** How many are shown at once; others wait, the oldest first. Default 3. */
  readonly max?: number
  /** Do new notifications become toasts, and are they announced? Default true. */
  readonly notifications?: boolean
  /** Shows new notifications by the browser while the page is hidden, once `useBrowserNotifications().request()` may. */
  readonly browserNotifications?: boolean
  /** Announces that the connection is lost, and that it is back, to those who hear the page. Default true. */
  readonly announceConnection?: boolean
  /** Announces toasts to those who hear the page. Default: unless there is a `show`, whose toaster does. */
  readonly announce?: boolean
  /**
   * Shows toasts by the host's own toaster, in place of ours. Called once for each, once for those that came at once, and
   * again for one of an `id` that was shown before; what it returns takes it away. With sonner:
   *
   *     show={({ id, level, title, message, actions: [first] }, { act, dismiss }) => {
   *       const action = first && { label: first.label, onClick: () => act(0) }
   *       sonner[level](title, { id, description: message, action, onDismiss: dismiss, onAutoClose: dismiss })
   *       return () => sonner.dismiss(id)
   *     }}
   *
   * With react-hot-toast:
   *
   *     show={({ id, level, title }) => {
   *       hot(title, { id, icon: { info: 'ℹ️', success: '✅', warning: '⚠️', error: '⛔' }[level] })
   *       return () => hot.dismiss(id)
   *     }}
   */
  readonly show?: ShowToast
  /** Follows links to this site's own pages in place of the browser, e.g. by a router. */
  readonly onNavigate?: (url: string) => void
  /** Called for actions of notifications that name an `event`. */
  readonly onAction?: (event: string, notification: Notification) => void
  /** What stands in a toast, beside the button that dismisses it. */
  readonly renderToast?: (toast: Toast, controls: ToastControls) => ReactNode
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<ToastLabels>
  readonly slotProps?: SlotProps<ToastPart>
  readonly className?: string
  readonly style?: CSSProperties
}

let made = 0

/**
 * Shows new notifications and the application's own messages (`useToast`), above everything else on the page, and announces
 * each once. Stands below the `WebSocketProvider`. `ref`, `className` and `style` are the region's, which is there while
 * there are toasts.
 */
const ToastProvider = forwardRef<HTMLElement, ToastProviderProps>(function ToastProvider(props, ref) {
  const { children, placement = 'block-end inline-end', max = 3, notifications = true, renderToast, slotProps } = props
  const { show, announce = !show, announceConnection = true, onNavigate, onAction, className, style } = props
  const wording = useI18n('toasts', toastLabels, { locale: props.locale, labels: props.labels })
  const { labels, shell, locale } = wording
  const { say, moveInto } = useAnnouncer()
  const [store] = useState(() => createToastStore(systemClock, max))
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null)
  const isEmpty = useSyncExternalStore(
    store.subscribe,
    () => store.get().standings.length === 0,
    () => true,
  )
  const [hostSink] = useState(createHostSink)
  const sink = show ? hostSink : store
  const latest = useRef({ announce, labels })
  useEffect(() => {
    latest.current = { announce, labels }
    if (show) hostSink.showBy((toast) => show(toast, controlsOf(toast, hostSink, onNavigate)))
  })

  useEffect(() => store.resize(max), [store, max])
  useEffect(() => {
    const look = () => store.hold('hidden', !pageEnvironment.visible())
    look()
    const unwatch = pageEnvironment.watch(look)
    return () => {
      unwatch()
      store.dispose()
    }
  }, [store])
  useEffect(() => watchModalDialogs(setDialog), [])
  // In a modal dialog, nobody would hear what is said outside of it.
  useEffect(() => (dialog ? moveInto(dialog) : undefined), [dialog, moveInto])
  useConnectionVoice(shell, announceConnection)

  const view = useMemo<ToastView>(() => {
    const said = new Map<string, string>()
    return {
      toast: (content) => {
        const toast = complete(content)
        const { id, level, title, message } = toast
        const text = `${latest.current.labels.levels[level]}: ${[title, message].filter(Boolean).join('. ')}`
        const onDismiss = () => {
          said.delete(id)
          toast.onDismiss?.()
        }
        sink.add({ ...toast, onDismiss })
        // One that replaces another may say the same, in other looks.
        if (latest.current.announce && said.get(id) !== text) say(text, level === 'error' ? 'assertive' : 'polite')
        said.set(id, text)
        return id
      },
      dismiss: sink.dismiss,
    }
  }, [sink, say])

  const { browserNotifications: inBrowser = false } = props
  return (
    <ToastContext.Provider value={view}>
      {children}
      {notifications && (
        <NotificationToasts {...{ sink, wording, onNavigate, onAction, inBrowser, isSilent: !announce }} />
      )}
      {!isEmpty && (
        <ToastRegion
          ref={ref}
          {...{ store, placement, labels, locale, onNavigate, dialog, renderToast, slotProps, className, style }}
        />
      )}
    </ToastContext.Provider>
  )
})

export default ToastProvider

function NotificationToasts(options: NotificationToastsOptions) {
  useNotificationToasts(options)
  return null
}

function complete({ id, level = 'info', message = '', actions = [], ...content }: ToastContent): Toast {
  made += 1
  return { ...content, id: id ?? `pl-toast-${made}`, level, message, actions }
}
