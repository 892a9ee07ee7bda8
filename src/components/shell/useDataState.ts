'use client'

import { onlineManager } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { dataState, freshness, freshnessOf, type DataState, type Freshness, type Shown } from './dataState.js'
import { useWebSocket } from '../../hooks/useWebSocket.js'
import { SignedOutError } from '../../live/index.js'

/** What a component is to show of its query, besides the data. */
export interface DataView {
  readonly state: DataState
  readonly fresh: Freshness
  /** Why there is no data; `null` when there is some, or none yet. */
  readonly error: Error | null
  /** It is being asked for again. */
  readonly isRetrying: boolean
}

export interface Asked extends Shown {
  readonly error: Error | null
  /** Tells this query from another that the same component may show next, e.g. its pitch. */
  readonly of?: string | number
}

const subscribe = (listener: () => void) => onlineManager.subscribe(listener)
const isOnline = () => onlineManager.isOnline()

/** Which of the five states a component is in, and how fresh its data can be. */
export function useDataState(asked: Asked): DataView {
  const { connectionStatus, polledAt } = useWebSocket()
  const online = useSyncExternalStore(subscribe, isOnline, () => true)
  const error = useLastError(asked)
  const isRetrying = error !== null && asked.status === 'pending'
  // TanStack Query forgets an error as soon as it asks again: every poll would make the message blink.
  const shown: Shown = isRetrying ? { ...asked, status: 'error' } : asked
  const fresh = freshnessOf(shown, freshness(connectionStatus, polledAt))
  return { state: dataState(shown, fresh, online), fresh, error, isRetrying }
}

/** Why a query has no data, until it has some. */
function useLastError({ status, hasData, error, of }: Asked): Error | null {
  const [last, setLast] = useState({ of, error })
  const kept = last.of === of && !hasData && !(last.error instanceof SignedOutError) ? last.error : null
  const current = status === 'error' ? error : status === 'pending' ? kept : null
  if (last.of !== of || last.error !== current) setLast({ of, error: current })
  return current
}
