'use client'

import { memo, type ReactNode } from 'react'
import { Metric, type MetricPart } from './Metric.js'
import type { Direction, MetricTile } from './metricTile.js'
import { Sparkline } from './Sparkline.js'
import type { ShellLabels } from '../shell/shellLabels.js'
import { slot, type SlotProps } from '../shell/slot.js'

export type TilePart = MetricPart | 'metricChange' | 'metricSpark'

export interface MetricTilesProps {
  readonly tiles: readonly MetricTile[]
  readonly isLoading: boolean
  readonly shell: ShellLabels
  readonly slotProps: SlotProps<TilePart> | undefined
  readonly renderMetric: ((tile: MetricTile) => ReactNode) | undefined
}

export function MetricTiles({ tiles, renderMetric, ...more }: MetricTilesProps) {
  return (
    <dl className="pl-metrics-list">
      {tiles.map((tile) =>
        renderMetric ? (
          <div key={tile.name} {...slot('metric', 'pl-metric', more.slotProps)}>
            {renderMetric(tile)}
          </div>
        ) : (
          <Tile key={tile.name} {...tile} {...more} />
        ),
      )}
    </dl>
  )
}

const ARROWS = { up: '↑', down: '↓', same: '=' } satisfies Record<Direction, string>

type TileProps = MetricTile & Omit<MetricTilesProps, 'tiles' | 'renderMetric'>

/** Rendered again only when it has something else to show. */
const Tile = memo(function Tile(tile: TileProps) {
  const { label, text, change, direction, values, summary, flashes, isLoading, shell, slotProps } = tile
  return (
    <Metric label={label} value={text} isLoading={isLoading} shell={shell} slotProps={slotProps} flashes={flashes}>
      <dd {...slot('metricChange', 'pl-metric-change', slotProps)} data-direction={direction}>
        {change !== null && (
          <>
            <span className="pl-metric-arrow" aria-hidden="true">
              {ARROWS[direction]}
            </span>
            <bdi>{change}</bdi>
          </>
        )}
      </dd>
      <dd {...slot('metricSpark', 'pl-metric-spark', slotProps)}>
        <Sparkline values={values} />
        <span className="pl-sr-only">{summary}</span>
      </dd>
    </Metric>
  )
})
