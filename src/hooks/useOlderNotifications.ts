'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { joinPages } from './joinPages.js'
import { notificationPages, notifications } from './queries.js'
import type { Notification } from '../protocol/streams/notifications.js'

export interface Head {
  readonly items: readonly Notification[]
  readonly nextCursor: string | null
}

const NONE: readonly Notification[] = []

/**
 * The newest notifications and, once asked for, those behind them. The pages begin as a copy of the head, and go on from
 * there as a query of their own: what falls off the head's end stays in them, and follows the same events.
 */
export function useOlderNotifications(head: Head | undefined) {
  const client = useQueryClient()
  const [wanted, setWanted] = useState(false)
  const query = useInfiniteQuery({ ...notificationPages(), enabled: wanted })
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError, error } = query
  const pages = wanted ? data?.pages : undefined
  const joined = useMemo(() => (head && pages ? joinPages(head.items, pages) : null), [head, pages])
  const isJoined = joined !== null

  const keep = useCallback(() => {
    const current = client.getQueryData(notifications().queryKey)
    if (!current) return
    const { queryKey, initialPageParam } = notificationPages()
    // Asked of the cache: others on the page may have gone back further already.
    const pages = client.getQueryData(queryKey)?.pages
    if (!pages || !joinPages(current.items, pages))
      client.setQueryData(queryKey, { pages: [current], pageParams: [initialPageParam] })
    setWanted(true)
  }, [client])
  const letGo = useCallback(() => {
    // A copy of the head and no more needs nobody to keep it live beside the head.
    if ((client.getQueryData(notificationPages().queryKey)?.pages.length ?? 0) < 2) setWanted(false)
  }, [client])
  const loadOlder = useCallback(() => {
    // Asked of the query, not of the last render: people press twice.
    const { fetchStatus, fetchMeta } = client.getQueryState(notificationPages().queryKey) ?? {}
    if (fetchStatus === 'fetching' && fetchMeta?.fetchMore) return
    keep()
    // Its error is in the query's state.
    void fetchNextPage()
  }, [client, keep, fetchNextPage])

  return {
    notifications: joined ?? head?.items ?? NONE,
    /** Is there more to load? */
    hasOlder: isJoined ? hasNextPage : (head?.nextCursor ?? null) !== null,
    /** From now on, what is new pushes nothing off the end of the list. */
    keep,
    isKept: isJoined,
    /** Ends that, unless older ones were loaded. */
    letGo,
    /** Loads the next 50. */
    loadOlder,
    isLoadingOlder: isFetchingNextPage,
    /** Why older ones could not be loaded. */
    olderError: isFetchNextPageError ? error : null,
  }
}
