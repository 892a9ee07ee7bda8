import type { MetricName } from './metricNames.js'
import type { MetricTile } from './metricTile.js'
import type { MetricsLabels } from './metricsLabels.js'
import type { MetricTrack } from './metricTrack.js'
import { formatMoney, formatNumber, formatPercent, formatSince, type Locale } from '../shell/format.js'

export interface TileSource {
  readonly name: MetricName
  readonly value: number | null
  readonly track: MetricTrack | undefined
  readonly currency: string
  readonly labels: MetricsLabels
  readonly locale: Locale
}

const NONE: readonly number[] = []

/** What is said of a metric. */
export function metricTile({ name, value, track, currency, labels, locale }: TileSource): MetricTile {
  const write = (amount: number) =>
    name === 'totalRevenue' ? formatMoney(amount, currency, locale) : formatNumber(amount, locale)
  const text = value === null ? null : write(value)
  const common = { name, label: labels[name], value, text }
  if (value === null || text === null || !track)
    return {
      ...common,
      change: null,
      direction: 'same',
      values: NONE,
      lowest: null,
      highest: null,
      summary: null,
      flashes: 0,
    }
  const { first, since, values, flashes } = track
  const lowest = write(Math.min(...values))
  const highest = write(Math.max(...values))
  const difference = value - first
  const direction = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same'
  // Of nothing there are no per cent.
  const amount = first === 0 ? write(Math.abs(difference)) : formatPercent(Math.abs(difference / first), locale)
  const when = formatSince(since, locale)
  const change = direction === 'same' ? labels.same(when) : labels[direction](amount, when)
  return {
    ...common,
    change,
    direction,
    values,
    lowest,
    highest,
    summary: labels.spark(lowest, highest, text),
    flashes,
  }
}
