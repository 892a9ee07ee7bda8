'use client'

import type { Hour } from './hours.js'

export interface ViewBarsProps {
  readonly hours: readonly Hour[]
  readonly ticks: readonly number[]
  /** The hour that is looked at. */
  readonly at: number | null
}

const HEIGHT = 100
const GAP = 0.2
/** An hour with a view is never drawn as one without. */
const LEAST = 3

/** The bars, as wide as there is room. Who reads them has their words. */
export function ViewBars({ hours, ticks, at }: ViewBarsProps) {
  const width = Math.max(1, hours.length)
  const top = ticks.at(-1) ?? 1
  return (
    <svg
      className="pl-chart-bars"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {ticks.map((tick) => (
        <path key={tick} className="pl-chart-grid" d={`M0 ${HEIGHT * (1 - tick / top)}H${width}`} />
      ))}
      {at !== null && <rect className="pl-chart-cursor" x={at} width={1} height={HEIGHT} />}
      {hours.map(({ start, views }, hour) =>
        views === null ? (
          <rect key={start} className="pl-chart-gap" x={hour} width={1} height={HEIGHT} />
        ) : (
          <Bar
            key={start}
            hour={hour}
            share={views / top}
            isRunning={hour === hours.length - 1}
            isCurrent={hour === at}
          />
        ),
      )}
    </svg>
  )
}

interface BarProps {
  readonly hour: number
  readonly share: number
  readonly isRunning: boolean
  readonly isCurrent: boolean
}

function Bar({ hour, share, isRunning, isCurrent }: BarProps) {
  const height = share === 0 ? 0 : Math.max(LEAST, share * HEIGHT)
  return (
    <rect
      className="pl-chart-bar"
      data-running={isRunning}
      data-current={isCurrent}
      x={hour + GAP / 2}
      y={HEIGHT - height}
      width={1 - GAP}
      height={height}
    />
  )
}
