'use client'

import { useEffect, useRef } from 'react'
import { browserNotifications } from './browserNotifications.js'
import { NO_BURST, stepBurst, type BurstEvent } from './burst.js'
import { controlsOf, type Navigate } from './controls.js'
import { isSettled } from './news.js'
import { panelLinkOf } from './panelLink.js'
import type { Level, Toast, ToastSink } from './toast.js'
import type { ToastLabels } from './toastLabels.js'
import { useNotificationNews } from './useNotificationNews.js'
import { quantity } from '../shell/format.js'
import { useCommands } from '../shell/useCommands.js'
import type { RoomWording } from '../shell/useI18n.js'
import { useLive } from '../../contexts/live.js'
import { systemClock } from '../../live/clock.js'
import { pageEnvironment } from '../../live/environment.js'
import type { Notification } from '../../protocol/streams/notifications.js'

export interface NotificationToastsOptions {
  readonly sink: ToastSink
  readonly wording: RoomWording<ToastLabels>
  readonly onNavigate: Navigate
  readonly onAction: ((event: string, notification: Notification) => void) | undefined
  /** Shown by the browser, too, while the page is hidden. */
  readonly inBrowser: boolean
  /** Others announce what comes in. */
  readonly isSilent: boolean
}

/** Of the toast that speaks for several. */
const TOGETHER = 'pl-notifications'

/** Makes toasts of notifications that come in, and takes them away when they are read, here or anywhere. */
export function useNotificationToasts(options: NotificationToastsOptions): void {
  const { wording, isSilent } = options
  const live = useLive()
  const { run } = useCommands(wording.shell)
  const burst = useRef(NO_BURST)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const happen = (event: BurstEvent) => {
    burst.current = stepBurst(burst.current, event, systemClock.now())
  }

  const show = (toast: Toast) => {
    const { sink, onNavigate, inBrowser } = latest.current
    // Who left the list open, and is elsewhere, is told by the browser alone.
    if (!panelLinkOf(live).isOpen()) sink.add(toast)
    if (inBrowser) browserNotifications.show(toast, controlsOf(toast, sink, onNavigate).open)
  }
  const toastOf = (notification: Notification): Toast => {
    const { id, level, title, message, link, actions = [] } = notification
    const read = () =>
      run({
        key: `read ${id}`,
        what: latest.current.wording.labels.toMarkAsRead,
        send: () => live.send('notification_read', { ids: [id] }),
      })
    return {
      id,
      level,
      title,
      message,
      link,
      actions: actions.map(({ label, style, url, event }) => ({
        label,
        style,
        url,
        onPress: () => {
          read()
          if (event !== undefined) latest.current.onAction?.(event, notification)
        },
      })),
      onOpen: read,
      onDismiss: () => forget(id),
    }
  }
  const together = (): Toast => {
    const { labels, locale } = latest.current.wording
    const open = panelLinkOf(live).opener()
    return {
      id: TOGETHER,
      level: worst(burst.current.together),
      title: labels.newNotifications(quantity(burst.current.together.length, locale)),
      message: '',
      actions: open ? [{ label: labels.showThem, style: 'primary', onPress: open }] : [],
      onOpen: () => open?.(),
      onDismiss: () => forget(TOGETHER),
    }
  }
  const forget = (id: string) => {
    happen(id === TOGETHER ? { type: 'ended' } : { type: 'gone', id })
    browserNotifications.close(id)
  }
  /** It may be shown by the browser alone. */
  const take = (id: string) => {
    latest.current.sink.dismiss(id)
    forget(id)
  }
  const settle = (isDone: (notification: Notification) => boolean) => {
    const { single, together: all } = burst.current
    for (const { notification } of single) if (isDone(notification)) take(notification.id)
    if (all.length > 0 && all.every(isDone)) take(TOGETHER)
  }
  const onNews = (news: readonly Notification[], list: readonly Notification[]) => {
    settle((notification) => isSettled(notification, list))
    const hidden = !pageEnvironment.visible()
    if (news.length === 0 || (panelLinkOf(live).isOpen() && !hidden)) return
    const { single, together: before } = burst.current
    happen({ type: 'news', news, hidden })
    if (burst.current.together === before) return news.toReversed().forEach((one) => show(toastOf(one)))
    // Before it shows: what it speaks for makes room.
    for (const one of single) if (!burst.current.single.includes(one)) take(one.notification.id)
    return show(together())
  }
  useNotificationNews({ locale: wording.locale, labels: wording.labels, onNews })

  useEffect(() => (isSilent ? panelLinkOf(live).silence() : undefined), [live, isSilent])
  const settleAll = useRef(() => {})
  useEffect(() => {
    settleAll.current = () => settle(() => true)
  })
  // Whoever sees the list sees them all.
  useEffect(() => panelLinkOf(live).onOpened(() => settleAll.current()), [live])
  useEffect(() => {
    const unwatch = pageEnvironment.watch(() => pageEnvironment.visible() && browserNotifications.closeAll())
    return () => {
      unwatch()
      browserNotifications.closeAll()
    }
  }, [])
}

function worst(notifications: readonly Notification[]): Level {
  const has = (level: Level) => notifications.some((one) => one.level === level)
  return has('error') ? 'error' : has('warning') ? 'warning' : 'info'
}
