'use client'

import { useId } from 'react'
import { scaleTicks, timeTicks } from './axes.js'
import { chartSummary, readout } from './chartWords.js'
import type { Hour } from './hours.js'
import { mostViews } from './hours.js'
import { useChartCursor } from './useChartCursor.js'
import { ViewBars } from './ViewBars.js'
import type { ViewLabels } from './viewLabels.js'
import { formatCompact, type Locale } from '../shell/format.js'

export interface ViewChartProps {
  readonly hours: readonly Hour[]
  readonly labels: ViewLabels
  readonly locale: Locale
}

const DAY = 24

/**
 * A bar for each hour, read by keys or by pointer. Time runs as people read, so from right to left where they do: as the words
 * and the table around it.
 */
export function ViewChart({ hours, labels, locale }: ViewChartProps) {
  const source = { hours, labels, locale }
  const { at, handlers } = useChartCursor(hours, (hour) => readout(source, hour))
  const keysId = useId()
  const ticks = scaleTicks(mostViews(hours))
  const top = ticks.at(-1) ?? 1
  // A day begins at a line, an hour is a bar.
  const middle = hours.length > DAY ? 0 : 0.5
  return (
    <div className="pl-chart" data-pl-part="chart">
      <p className="pl-chart-readout" data-cursor={at !== null}>
        <bdi>{readout(source, at)}</bdi>
      </p>
      <div className="pl-chart-scale" aria-hidden="true">
        {ticks.map((tick) => (
          // Another scale has other numbers: none of them is moved.
          <span key={`${tick} of ${top}`} className="pl-chart-tick" style={{ insetBlockEnd: `${(tick / top) * 100}%` }}>
            <bdi>{formatCompact(tick, locale)}</bdi>
          </span>
        ))}
      </div>
      {/* Read like a picture, walked through by keys: there is no element for that. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="pl-chart-plot"
        role="application"
        aria-roledescription={labels.chart}
        aria-label={chartSummary(source)}
        aria-describedby={keysId}
        tabIndex={0}
        {...handlers}
      >
        <ViewBars hours={hours} ticks={ticks} at={at} />
      </div>
      {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
      <p className="pl-chart-times" aria-hidden="true">
        {timeTicks(hours, locale).map(({ hour, text }, n) => (
          // It stands where the page's direction says; its words have their own.
          <span
            key={`${hours[0]?.start} ${hour}`}
            className="pl-chart-time"
            data-minor={n % 2 === 1}
            style={{ insetInlineStart: `${((hour + middle) / hours.length) * 100}%` }}
          >
            <bdi>{text}</bdi>
          </span>
        ))}
      </p>
      <span id={keysId} hidden>
        {labels.chartKeys}
      </span>
    </div>
  )
}
