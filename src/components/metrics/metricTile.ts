import type { MetricName } from './metricNames.js'

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
