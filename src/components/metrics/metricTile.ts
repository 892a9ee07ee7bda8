import type { MetricName } from './metricFeed.js'
import type { MetricsLabels } from './metricsLabels.js'
import type { MetricTrack } from './metricTrack.js'
import { formatMoney, formatNumber, formatPercent, formatSince, type Locale } from '../shell/format.js'

export type Direction = 'up' | 'down' | 'same'

/** What a tile says of a metric. */
export interface MetricTile {
  readonly name: MetricName
  readonly label: string
  /** `null` while it is not known. */
  readonly value: number | null
  /** As it is written. */
  readonly text: string | null
  /** e.g. "up 12% since 14:02", since the first value that this page has known; `null` until it has known one. */
  readonly change: string | null
  readonly direction: Direction
  /** The last 60 values that were shown, the newest last. */
  readonly values: readonly number[]
  readonly lowest: string | null
  readonly highest: string | null
  /** The same in words, for those who cannot see a chart. */
  readonly summary: string | null
  /** Goes up with a change that is to be shown by a flash: at most one a second. */
  readonly flashes: number
}

export interface TileSource {
  readonly name: MetricName
  readonly value: number | null
  readonly track: MetricTrack | undefined
  readonly currency: string
  readonly labels: MetricsLabels
  readonly locale: Locale
}

const NONE: readonly number[] = []

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
