import type { ViewLabels } from './viewLabels.js'
import { formatClockTime, formatDayTime, quantity, type Locale } from '../shell/format.js'
import type { PitchAnalytics } from '../../protocol/analytics.js'

const HOURS_WITHOUT_DATE = 24

/** When a bucket begins: the hour, with the day where the range is longer than one. */
export const bucketTime = (start: string, hours: number, locale: Locale): string =>
  hours > HOURS_WITHOUT_DATE ? formatDayTime(Date.parse(start), locale) : formatClockTime(Date.parse(start), locale)

export const totalViews = ({ buckets }: PitchAnalytics): number => buckets.reduce((sum, { views }) => sum + views, 0)

export const mostViews = ({ buckets }: PitchAnalytics): number => Math.max(0, ...buckets.map(({ views }) => views))

/** What the chart shows, for those who cannot see it. */
export function chartSummary(analytics: PitchAnalytics, labels: ViewLabels, locale: Locale): string {
  const { buckets } = analytics
  const range = labels.lastHours(quantity(buckets.length, locale))
  const most = mostViews(analytics)
  const peak = buckets.find(({ views }) => views === most)
  if (most === 0 || !peak) return labels.chartNone(range)
  const total = labels.viewCount(quantity(totalViews(analytics), locale))
  const from = bucketTime(peak.start, buckets.length, locale)
  return labels.chartSummary(total, range, quantity(most, locale), from)
}
