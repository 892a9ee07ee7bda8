'use client'

import { useQuery } from '@tanstack/react-query'
import { dashboardMetrics, type Refetch } from './queries.js'
import { useLive } from '../contexts/live.js'

/**
 * The signed-in user's metrics.
 * @param options.refreshInterval ms between polls while the stream is not live; 15 s by default
 */
export function useDashboardMetrics({ refreshInterval }: { refreshInterval?: number } = {}) {
  useLive()
  const query = useQuery({ ...dashboardMetrics(), ...(refreshInterval ? { meta: { refreshInterval } } : {}) })
  const { data, status, error } = query
  const refetch: Refetch = query.refetch
  return { dashboardMetrics: data ?? null, status, error, refetch }
}
