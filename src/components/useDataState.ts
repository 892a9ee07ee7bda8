'use client'

import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { dataState, freshness, freshnessOf, type DataState, type Freshness, type Shown } from './dataState.js'
import { useWebSocket } from '../hooks/useWebSocket.js'

const subscribe = (listener: () => void) => onlineManager.subscribe(listener)
const isOnline = () => onlineManager.isOnline()

/** Which of the five states a component is in, and how fresh its data can be. */
export function useDataState(shown: Shown): { readonly state: DataState; readonly fresh: Freshness } {
  const { connectionStatus, polledAt } = useWebSocket()
  const online = useSyncExternalStore(subscribe, isOnline, () => true)
  const fresh = freshnessOf(shown, freshness(connectionStatus, polledAt))
  return { state: dataState(shown, fresh, online), fresh }
}
