'use client'

import { hashKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { createMetricFeed, type FeedView, type MetricFeed } from './metricFeed.js'
import { useLive } from '../../contexts/live.js'
import { dashboardMetrics } from '../../hooks/queries.js'
import { systemClock } from '../../live/clock.js'

/**
 * The signed-in user's metrics at the pace of a feed. It follows the cache itself: a component that rendered with every
 * event could not be slower than the events are.
 */
export function useMetricFeed(): readonly [FeedView, MetricFeed] {
  const live = useLive()
  const client = useQueryClient()
  const [feed] = useState(() => createMetricFeed(systemClock))
  const view = useSyncExternalStore(feed.subscribe, feed.get, feed.get)
  useEffect(() => {
    const { queryKey } = dashboardMetrics()
    const hash = hashKey(queryKey)
    const look = () => {
      const state = client.getQueryState(queryKey)
      const { connection, polledAt } = live.getStatus()
      const isCurrent = connection.state === 'connected' || polledAt !== null
      feed.take(state?.data ? { metrics: state.data, at: state.dataUpdatedAt, isCurrent } : null)
    }
    const ignoreCache = client.getQueryCache().subscribe(({ type, query }) => {
      if (query.queryHash === hash && (type === 'updated' || type === 'removed')) look()
    })
    const ignoreStatus = live.subscribe(look)
    look()
    return () => {
      ignoreCache()
      ignoreStatus()
      feed.stop()
    }
  }, [client, live, feed])
  return [view, feed]
}
