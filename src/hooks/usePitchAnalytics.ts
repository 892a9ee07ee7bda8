'use client'

import { useQuery } from '@tanstack/react-query'
import { pitchAnalytics } from './pitchAnalytics.js'
import { pitchViews, type Refetch } from './queries.js'
import { useWebSocket } from './useWebSocket.js'

/** Between looks while no event tells that something has changed. */
const POLL_MS = 30_000
const NOTHING: [] = []

/** Views of a pitch by the hour, over the last `hours` of them. */
export function usePitchAnalytics(pitchId: number, hours = 24) {
  const { isConnected } = useWebSocket()
  // Looked at for its events, which say when these numbers are out of date; not for its data.
  useQuery({ ...pitchViews(pitchId), notifyOnChangeProps: NOTHING })
  const query = useQuery({ ...pitchAnalytics(pitchId, hours), ...(isConnected ? {} : { refetchInterval: POLL_MS }) })
  const { data, status, error } = query
  const refetch: Refetch = query.refetch
  return { analytics: data ?? null, status, error, refetch }
}
