'use client'

import { useEffect, useRef } from 'react'
import { quantity } from '../shell/format.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import type { NotificationList } from './useNotificationList.js'

type Arriving = Pick<NotificationList, 'notifications' | 'hasData' | 'labels' | 'wording'>

/** Tells by ear what comes in after the first look; whoever else on the page tells it in this group, it is told once. */
export function useArrivals({ notifications, hasData, labels, wording }: Arriving): void {
  const { tell } = useAnnouncer()
  /** When the newest that is known was made. */
  const known = useRef<string | null>(null)
  useEffect(() => {
    if (!hasData) return
    const last = known.current
    const newest = notifications[0]?.createdAt ?? ''
    if (last === null || newest > last) known.current = newest
    if (last === null) return
    const older = notifications.findIndex(({ createdAt }) => createdAt <= last)
    const news = notifications.slice(0, older === -1 ? notifications.length : older).filter(({ read }) => !read)
    tell(
      'notifications',
      news.map(({ id, level, title }) => ({ key: id, text: `${labels.levels[level]}: ${title}` })),
      (count) => labels.arrived(quantity(count, wording.locale)),
    )
  }, [notifications, hasData, labels, wording.locale, tell])
}
