'use client'

import type { DataState, Freshness } from './dataState.js'
import { useCommands } from './useCommands.js'
import { reasonOf } from './reasons.js'
import { useDataState } from './useDataState.js'
import { useNotifications } from '../hooks/useNotifications.js'
import type { Notification } from '../protocol/streams/notifications.js'

/** All that the bell and its panel show and do. */
export interface NotificationList {
  readonly notifications: readonly Notification[]
  readonly unreadCount: number
  readonly hasData: boolean
  readonly state: DataState
  readonly fresh: Freshness
  /** Why there is no data. */
  readonly error: Error | null
  readonly retry: () => void
  /** What could not be done, for people to read. */
  readonly failure: string | null
  readonly markAsRead: (notification: Notification) => void
  readonly markAllAsRead: () => void
  readonly isMarkingAll: boolean
  readonly clear: () => void
  readonly isClearing: boolean
  readonly hasOlder: boolean
  readonly loadOlder: () => void
  readonly isLoadingOlder: boolean
}

export function useNotificationList(): NotificationList {
  const { notifications, unreadCount, status, error, refetch, ...more } = useNotifications()
  const { hasOlder, loadOlder, isLoadingOlder, olderError, ...send } = more
  const { pending, failure, run } = useCommands()
  const isEmpty = notifications.length === 0
  const hasData = status === 'success' || !isEmpty
  return {
    notifications,
    unreadCount,
    hasData,
    ...useDataState({ status, hasData, isEmpty }),
    error,
    retry: () => void refetch(),
    failure: failure ?? (olderError && `Older notifications could not be loaded. ${reasonOf(olderError)}`),
    markAsRead: ({ id, read }) => {
      if (read) return
      run({ key: `read ${id}`, what: 'mark it as read', once: true, send: () => send.markNotificationAsRead(id) })
    },
    markAllAsRead: () => run({ key: 'read all', what: 'mark all as read', send: send.markAllAsRead }),
    isMarkingAll: pending.has('read all'),
    clear: () => run({ key: 'clear', what: 'clear the notifications', send: send.clearAllNotifications }),
    isClearing: pending.has('clear'),
    hasOlder,
    loadOlder,
    isLoadingOlder,
  }
}
