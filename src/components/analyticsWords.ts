import { counted, formatClockTime, formatDayTime, formatNumber, type Locale } from './format.js'
import type { PitchAnalytics } from '../protocol/analytics.js'

const HOURS_WITHOUT_DATE = 24

/** When a bucket begins: the hour, with the day where the range is longer than one. */
export const bucketTime = (start: string, hours: number, locale: Locale): string =>
  hours > HOURS_WITHOUT_DATE ? formatDayTime(Date.parse(start), locale) : formatClockTime(Date.parse(start), locale)

/** e.g. "Last 24 hours" */
export const rangeText = (hours: number, locale: Locale): string => `Last ${counted(hours, 'hour', 'hours', locale)}`

export const totalViews = ({ buckets }: PitchAnalytics): number => buckets.reduce((sum, { views }) => sum + views, 0)

export const mostViews = ({ buckets }: PitchAnalytics): number => Math.max(0, ...buckets.map(({ views }) => views))

/** What the chart shows, for those who cannot see it. */
export function chartSummary(analytics: PitchAnalytics, locale: Locale): string {
  const { buckets } = analytics
  const range = rangeText(buckets.length, locale).toLowerCase()
  const total = counted(totalViews(analytics), 'view', 'views', locale)
  const most = mostViews(analytics)
  if (most === 0) return `No views in the ${range}`
  const peak = buckets.find(({ views }) => views === most)
  const when = peak ? ` in the hour from ${bucketTime(peak.start, buckets.length, locale)}` : ''
  return `${total} in the ${range}; the most${when}: ${formatNumber(most, locale)}`
}
