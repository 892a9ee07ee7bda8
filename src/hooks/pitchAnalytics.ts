import type { Query, QueryFunction } from '@tanstack/react-query'
import { answerOf } from './answer.js'
import { getJson } from '../live/index.js'
import { mayRetry } from '../live/sync/liveQuery.js'
import { PitchAnalytics } from '../protocol/analytics.js'

type Key = readonly ['pitch-analytics', number, number]

/** Plain TanStack Query options. */
export interface PitchAnalyticsOptions {
  queryKey: Key
  queryFn: QueryFunction<PitchAnalytics, Key>
  retry: (failures: number, error: Error) => boolean
  staleTime: number
  refetchInterval: (query: Query<PitchAnalytics, Error, PitchAnalytics, Key>) => number | false
}

/**
 * Views of a pitch by the hour: an ordinary query, which each view of the pitch makes out of date while its stream is
 * looked at, and each full hour by itself.
 * @param hours 1 to 168
 */
export const pitchAnalytics = (pitchId: number, hours = 24): PitchAnalyticsOptions => ({
  queryKey: ['pitch-analytics', pitchId, hours],
  queryFn: async ({ client }) => {
    const path = `/api/pitches/${pitchId}/analytics?hours=${hours}&totals=1`
    return answerOf(PitchAnalytics, path, await getJson(client, path))
  },
  retry: mayRetry,
  // The stream says when it is out of date, also after a reconnect: a focus or a remount knows nothing better.
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: ({ state: { data } }) => (data ? untilNextHour(data, Date.now()) : false),
})

const HOUR_MS = 3_600_000
/** For a clock that runs ahead of the server's. */
const SOONEST_MS = 60_000

function untilNextHour({ buckets }: PitchAnalytics, now: number): number | false {
  const last = buckets.at(-1)
  return last ? Math.max(SOONEST_MS, Date.parse(last.start) + HOUR_MS - now) : false
}
