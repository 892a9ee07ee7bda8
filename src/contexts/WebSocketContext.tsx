'use client'

import { QueryClientContext } from '@tanstack/react-query'
import { useContext, useEffect, useState, type ReactNode } from 'react'
import { LiveContext } from './live.js'
import { pitcheyLive } from './pitchey.js'

export { useDashboardMetrics } from '../hooks/useDashboardMetrics.js'
export { useNotifications } from '../hooks/useNotifications.js'
export { usePitchViews } from '../hooks/usePitchViews.js'
export { useWebSocket } from '../hooks/useWebSocket.js'

/**
 * Keeps one socket open while it is mounted. Needs no prop, and works above or below the `QueryClientProvider`:
 * above, each query finds it when it is first fetched.
 */
export function WebSocketProvider({ children }: { children?: ReactNode }) {
  const [live] = useState(pitcheyLive)
  const client = useContext(QueryClientContext)
  useEffect(() => live.acquire(), [live])
  useEffect(() => (client ? live.attach(client) : undefined), [live, client])
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>
}
