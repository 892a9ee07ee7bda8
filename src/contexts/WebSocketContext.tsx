'use client'

import { QueryClientContext, type QueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useState, type ReactNode } from 'react'
import { LiveContext } from './live.js'
import { pitcheyLive, type PitcheyLive } from './pitchey.js'
import { keeperOf } from './presence/keepers.js'
import { heedHydration } from '../live/sync/hydration.js'

export { useDashboardMetrics } from '../hooks/useDashboardMetrics.js'
export { useNotifications } from '../hooks/useNotifications.js'
export { usePitchViews } from '../hooks/usePitchViews.js'
export { useUploadProgress } from '../hooks/useUploadProgress.js'
export { usePresence } from '../hooks/usePresence.js'
export { useTyping } from '../hooks/useTyping.js'
export { useWatching } from '../hooks/useWatching.js'
export { useWebSocket } from '../hooks/useWebSocket.js'

export interface WebSocketProviderProps {
  readonly children?: ReactNode
  /** An engine made by `createPitchey`; by default the page's own. The first one given stays. */
  readonly live?: PitcheyLive | undefined
}

/**
 * Keeps one socket open while it is mounted. Needs no prop, and works above or below the `QueryClientProvider`:
 * above, each query finds it when it is first fetched. Below it and above a `HydrationBoundary`, what a server rendered
 * is gone on from instead of being fetched again.
 */
export function WebSocketProvider({ children, live: given }: WebSocketProviderProps) {
  const [live] = useState(() => given ?? pitcheyLive())
  const client = useContext(QueryClientContext)
  // Before the queries below are hydrated, and looked at; an effect comes after both.
  if (client) heedHydration(client)
  useEffect(() => live.acquire(), [live])
  useEffect(() => keeperOf(live).keep(), [live])
  return (
    <LiveContext.Provider value={live}>
      {client && <Attached live={live} client={client} />}
      {children}
    </LiveContext.Provider>
  )
}

/**
 * In front of the provider's children, so that its effect comes before theirs: a query that is fetched by a client without an
 * engine goes to the newest one on the page, which may be another person's.
 */
function Attached({ live, client }: { readonly live: PitcheyLive; readonly client: QueryClient }) {
  useEffect(() => live.attach(client), [live, client])
  return null
}
