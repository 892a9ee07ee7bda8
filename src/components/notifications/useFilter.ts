'use client'

import { useEffect, useMemo, useState } from 'react'
import { rowsOf, type Filter, type Row } from './rows.js'
import type { Notification } from '../../protocol/streams/notifications.js'

export interface Filtered {
  readonly filter: Filter
  readonly setFilter: (filter: Filter) => void
  readonly rows: readonly Row[]
}

const look = (filter: Filter) => ({ filter, kept: new Set<string>() })

/** Those that are looked for. What is read while one looks for the unread stays until one looks anew: the focus may be in it. */
export function useFilter(notifications: readonly Notification[]): Filtered {
  const [{ filter, kept }, setLook] = useState(() => look('all'))
  const rows = useMemo(() => rowsOf(notifications, filter, kept), [notifications, filter, kept])
  useEffect(() => {
    if (filter === 'unread') for (const { notification } of rows) kept.add(notification.id)
  }, [filter, kept, rows])
  return { filter, setFilter: (next) => setLook(look(next)), rows }
}
