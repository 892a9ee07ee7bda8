import type { PitchAnalytics } from '../../protocol/analytics.js'

const HOUR_MS = 3_600_000
const MOST_HOURS = 7 * 24

/** One hour of a chart. */
export interface Hour {
  /** Ms since 1970. */
  readonly start: number
  /** `null`: not known, which is not none. */
  readonly views: number | null
  readonly uniqueViewers: number | null
}

/** Every hour from the first to the last that is told, also those in between of which nothing is. */
export function hoursOf({ buckets }: PitchAnalytics): readonly Hour[] {
  const known = new Map(buckets.map(({ start, ...counts }) => [Date.parse(start), counts]))
  const first = Math.min(...known.keys())
  const last = Math.max(...known.keys())
  if (known.size === 0) return []
  const length = Math.min(MOST_HOURS, Math.round((last - first) / HOUR_MS) + 1)
  return Array.from({ length }, (_, n) => {
    const start = last - (length - 1 - n) * HOUR_MS
    return { start, ...(known.get(start) ?? { views: null, uniqueViewers: null }) }
  })
}

export const totalViews = (hours: readonly Hour[]): number => hours.reduce((sum, { views }) => sum + (views ?? 0), 0)

export const mostViews = (hours: readonly Hour[]): number => Math.max(0, ...hours.map(({ views }) => views ?? 0))
