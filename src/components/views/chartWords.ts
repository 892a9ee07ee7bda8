import { mostViews, totalViews, type Hour } from './hours.js'
import type { ViewLabels } from './viewLabels.js'
import { formatClockTime, formatDayTime, quantity, type Locale } from '../shell/format.js'

export interface ChartSource {
  readonly hours: readonly Hour[]
  readonly labels: ViewLabels
  readonly locale: Locale
}

const DAY = 24

/** When an hour begins, with the day where there are more hours than one day has. */
export const hourTime = (start: number, hours: number, locale: Locale): string =>
  hours > DAY ? formatDayTime(start, locale) : formatClockTime(start, locale)

/** "24 hours", "7 days": by whole days where there are several. */
export function rangeWords<Words>(
  hours: number,
  locale: Locale,
  say: {
    readonly hours: (n: ReturnType<typeof quantity>) => Words
    readonly days: (n: ReturnType<typeof quantity>) => Words
  },
): Words {
  const isDays = hours > DAY && hours % DAY === 0
  return isDays ? say.days(quantity(hours / DAY, locale)) : say.hours(quantity(hours, locale))
}

/** What the chart shows, for those who cannot see it. */
export function chartSummary({ hours, labels, locale }: ChartSource): string {
  const range = rangeWords(hours.length, locale, { hours: labels.lastHours, days: labels.lastDays })
  const peak = peakOf(hours)
  if (!peak) return labels.chartNone(range)
  const total = labels.viewCount(quantity(totalViews(hours), locale))
  return labels.chartSummary(total, range, quantity(peak.views, locale), hourTime(peak.start, hours.length, locale))
}

/** What is said of one hour; of none, where the most views were. */
export function readout({ hours, labels, locale }: ChartSource, at: number | null): string {
  const hour = at === null ? undefined : hours[at]
  if (!hour) {
    const peak = peakOf(hours)
    if (!peak) return labels.noneInThisTime
    return labels.most(quantity(peak.views, locale), hourTime(peak.start, hours.length, locale))
  }
  const from = hourTime(hour.start, hours.length, locale)
  if (hour.views === null || hour.uniqueViewers === null) return labels.hourNotKnown(from)
  const say = hour === hours.at(-1) ? labels.hourSoFar : labels.hour
  const viewers = labels.uniqueViewerCount(quantity(hour.uniqueViewers, locale))
  return say(from, labels.viewCount(quantity(hour.views, locale)), viewers)
}

function peakOf(hours: readonly Hour[]): { readonly start: number; readonly views: number } | null {
  const views = mostViews(hours)
  const peak = hours.find((hour) => hour.views === views)
  return peak && views > 0 ? { start: peak.start, views } : null
}
