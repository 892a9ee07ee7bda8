'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { notifications, type Refetch } from './queries.js'
import { useLive } from '../contexts/live.js'
import type { Notification } from '../protocol/streams/notifications.js'

const NONE: readonly Notification[] = []

/** The signed-in user's notifications, newest first, the same in every tab. */
export function useNotifications() {
  const live = useLive()
  const query = useQuery(notifications())
  const actions = useMemo(
    () => ({
      markNotificationAsRead: (id: string) => live.send('notification_read', { ids: [id] }),
      markAllAsRead: () => live.send('notification_read', { ids: 'all' }),
      clearAllNotifications: () => live.send('notification_clear', {}),
    }),
    [live],
  )
  const { status, error } = query
  const refetch: Refetch = query.refetch
  return {
    notifications: query.data?.items ?? NONE,
    unreadCount: query.data?.unreadCount ?? 0,
    status,
    error,
    refetch,
    ...actions,
  }
}
