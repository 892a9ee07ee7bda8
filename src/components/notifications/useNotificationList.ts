'use client'

import { useEffect } from 'react'
import { notificationLabels, type NotificationLabels } from './notificationLabels.js'
import { useI18n, type Wording } from '../shell/useI18n.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useCommands } from '../shell/useCommands.js'
import { reasonOf } from '../shell/reasons.js'
import { useDataState, type DataView } from '../shell/useDataState.js'
import { useNotifications } from '../../hooks/useNotifications.js'
import type { Notification } from '../../protocol/streams/notifications.js'

/** All that the bell and its panel show and do. */
export interface NotificationList extends DataView {
  readonly labels: NotificationLabels
  readonly wording: Wording
  readonly notifications: readonly Notification[]
  readonly unreadCount: number
  readonly hasData: boolean
  readonly retry: () => void
  /** What could not be done, for people to read. */
  readonly failure: string | null
  readonly markAsRead: (notification: Notification) => void
  readonly markAsUnread: (notification: Notification) => void
  readonly markAllAsRead: () => void
  readonly isMarkingAll: boolean
  /** @param onRefused the server, or a full outbox, would not have it */
  readonly clear: (onRefused: () => void) => void
  readonly isClearing: boolean
  /** Takes the last clear back. */
  readonly restore: (onRefused: () => void) => void
  /** Has what is new push nothing off the end. */
  readonly keep: () => void
  readonly isKept: boolean
  readonly letGo: () => void
  readonly hasOlder: boolean
  readonly loadOlder: () => void
  readonly isLoadingOlder: boolean
}

export function useNotificationList(own: Parameters<typeof useI18n<'notifications'>>[2]): NotificationList {
  const { labels, ...wording } = useI18n('notifications', notificationLabels, own)
  const { notifications, unreadCount, status, error, refetch, ...more } = useNotifications()
  const { keep, isKept, letGo, hasOlder, loadOlder, isLoadingOlder, olderError, ...send } = more
  const { pending, failure, run } = useCommands(wording.shell)
  const { say } = useAnnouncer()
  const isEmpty = notifications.length === 0
  const hasData = status === 'success' || !isEmpty
  const olderFailure = olderError && `${labels.olderNotLoaded} ${reasonOf(olderError, wording.shell)}`
  useEffect(() => {
    if (olderFailure) say(olderFailure)
  }, [olderFailure, say])
  return {
    notifications,
    unreadCount,
    hasData,
    labels,
    wording,
    ...useDataState({ status, error, hasData, isEmpty }),
    retry: () => void refetch(),
    failure: failure ?? olderFailure,
    markAsRead: ({ id, read }) => {
      if (read) return
      run({ key: `read ${id}`, what: labels.toMarkAsRead, send: () => send.markNotificationAsRead(id) })
    },
    markAsUnread: ({ id, read }) => {
      if (!read) return
      run({ key: `unread ${id}`, what: labels.toMarkAsUnread, send: () => send.markNotificationAsUnread(id) })
    },
    markAllAsRead: () => run({ key: 'read all', what: labels.toMarkAllAsRead, send: send.markAllAsRead }),
    isMarkingAll: pending.has('read all'),
    clear: (onRefused) => run({ key: 'clear', what: labels.toClear, send: send.clearAllNotifications, onRefused }),
    isClearing: pending.has('clear'),
    restore: (onRefused) => run({ key: 'restore', what: labels.toRestore, send: send.restoreNotifications, onRefused }),
    keep,
    isKept,
    letGo,
    hasOlder,
    loadOlder,
    isLoadingOlder,
  }
}
