'use client'

import { bucketTime, chartSummary, mostViews } from './analyticsWords.js'
import { quantity, type Locale } from '../shell/format.js'
import type { ViewLabels } from './viewLabels.js'
import type { PitchAnalytics } from '../../protocol/analytics.js'

export interface ViewChartProps {
  readonly analytics: PitchAnalytics
  readonly labels: ViewLabels
  readonly locale: Locale
}

const HEIGHT = 100
const GAP = 0.2
/** An hour with a view is never drawn as one without. */
const LEAST = 3

/** A bar for each hour, as wide as there is room. */
export function ViewChart({ analytics, labels, locale }: ViewChartProps) {
  const { buckets } = analytics
  const most = mostViews(analytics)
  const first = buckets[0]
  return (
    <>
      <svg
        className="pl-chart"
        // There is no file that an <img> could show.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="img"
        aria-label={chartSummary(analytics, labels, locale)}
        viewBox={`0 0 ${Math.max(1, buckets.length)} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {buckets.map(({ start, views }, hour) => {
          const height = views === 0 ? 0 : Math.max(LEAST, (views / most) * HEIGHT)
          return <rect key={start} x={hour + GAP / 2} y={HEIGHT - height} width={1 - GAP} height={height} />
        })}
      </svg>
      <p className="pl-chart-axis" aria-hidden="true">
        <bdi>{first && bucketTime(first.start, buckets.length, locale)}</bdi>
        <bdi>{most > 0 && labels.most(quantity(most, locale))}</bdi>
        <bdi>{labels.now}</bdi>
      </p>
    </>
  )
}
