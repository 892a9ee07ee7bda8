'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { presenceIn, type Presence } from './presenceIn.js'
import { presence, type Refetch } from './queries.js'
import { useWebSocket } from './useWebSocket.js'
import { useLive } from '../contexts/live.js'
import { keeperOf, selfOnServer } from '../contexts/presence/keepers.js'
import { MAX_ACTIVITY, type Person, type PresenceStatus } from '../protocol/streams/presence.js'

/** How this page's user is shown, or will be. */
export interface MyPresence {
  readonly status: PresenceStatus
  readonly activity: string | undefined
  /** When that ends by itself, ISO 8601; the server sees to it. */
  readonly until: string | undefined
  /** Nothing is done in this browser; whether they are shown as away is up to their other devices, too. */
  readonly idle: boolean
  /** Not shown so yet: there is no connection, or the server has not said it. */
  readonly isPending: boolean
}

const NOBODY: readonly Person[] = []

/**
 * Who is here. Of others nothing is known while this page has no connection: they are `unknown` then, not offline.
 * `updatePresence(status, activity?, until?)` chooses for the user, on all tabs and devices; `until`: an ISO 8601 time at
 * which the server ends it, whether this page is still open or not.
 */
export function usePresence() {
  const keeper = keeperOf(useLive())
  const { isConnected, user } = useWebSocket()
  const query = useQuery(presence())
  const { data, status, error } = query
  const { choice, idle } = useSyncExternalStore(keeper.subscribe, keeper.get, selfOnServer)
  const userId = user?.userId ?? null
  const me = useMemo(
    () =>
      data && userId !== null && isConnected ? (data.users.find((one) => one.userId === userId) ?? null) : undefined,
    [data, userId, isConnected],
  )
  useEffect(() => {
    const { see, stop } = keeper.look()
    see(me)
    return stop
  }, [keeper, me])

  const shown = me?.status ?? (me === null ? 'offline' : undefined)
  const myPresence = useMemo((): MyPresence => {
    const { status, activity, until } = choice ?? { status: 'online' }
    const isShown = shown === status || (shown === 'away' && me?.idle === true && status === 'online')
    return { status: isShown && shown ? shown : status, activity, until, idle, isPending: !isShown }
  }, [choice, idle, me, shown])
  const presenceOf = useCallback(
    (id: number): Presence => presenceIn(isConnected ? data : undefined, id),
    [data, isConnected],
  )
  const updatePresence = useCallback(
    (status: PresenceStatus, activity = '', until?: string) => {
      const text = activity.trim().slice(0, MAX_ACTIVITY)
      keeper.choose({ status, ...(text ? { activity: text } : {}), ...(until === undefined ? {} : { until }) })
    },
    [keeper],
  )
  const refetch: Refetch = query.refetch
  return { onlineUsers: data?.users ?? NOBODY, presenceOf, updatePresence, myPresence, status, error, refetch }
}
