'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { notifications, type Refetch } from './queries.js'
import { useOlderNotifications } from './useOlderNotifications.js'
import { useLive } from '../contexts/live.js'

/** The signed-in user's notifications, newest first, the same in every tab; older ones behind `loadOlder()`. */
export function useNotifications() {
  const live = useLive()
  const query = useQuery(notifications())
  const list = useOlderNotifications(query.data)
  const actions = useMemo(
    () => ({
      markNotificationAsRead: (id: string) => live.send('notification_read', { ids: [id] }),
      markNotificationAsUnread: (id: string) => live.send('notification_unread', { ids: [id] }),
      markAllAsRead: () => live.send('notification_read', { ids: 'all' }),
      clearAllNotifications: () => live.send('notification_clear', {}),
      /** Gives back what was cleared last, within five minutes. */
      restoreNotifications: () => live.send('notification_restore', {}),
    }),
    [live],
  )
  const { status, error } = query
  const refetch: Refetch = query.refetch
  return { ...list, unreadCount: query.data?.unreadCount ?? 0, status, error, refetch, ...actions }
}
