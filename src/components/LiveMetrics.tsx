'use client'

import { forwardRef, useState, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import { MetricActions } from './metrics/MetricActions.js'
import { MetricsStatus } from './metrics/MetricsStatus.js'
import { MetricTable } from './metrics/MetricTable.js'
import { MetricTiles, type TilePart } from './metrics/MetricTiles.js'
import type { MetricTile } from './metrics/metricTile.js'
import { useMetricTiles, type MetricTilesOptions } from './metrics/useMetricTiles.js'
import { Shell } from './shell/Shell.js'
import type { SlotProps } from './shell/slot.js'
import { Title, type HeadingLevel } from './shell/Title.js'

export interface LiveMetricsProps
  extends Omit<ComponentPropsWithoutRef<'section'>, 'children' | 'title'>, MetricTilesOptions {
  /** Says whether the numbers are live. Default `true`. */
  readonly showConnectionStatus?: boolean
  /** In place of the words at the top. */
  readonly title?: ReactNode
  /** Makes the title a heading of the page. */
  readonly headingLevel?: HeadingLevel
  /** What stands in a tile: one `<dt>`, and `<dd>`s. */
  readonly renderMetric?: (tile: MetricTile) => ReactNode
  readonly slotProps?: SlotProps<TilePart | 'status' | 'pause' | 'table'>
}

/**
 * The signed-in user's metrics, each with its changes since the page first knew it. They are painted at most four times a
 * second, can be held still, and are shown in a table on demand. `useMetricTiles` is what is behind it.
 */
const LiveMetrics = forwardRef<HTMLElement, LiveMetricsProps>(function LiveMetrics(
  { showConnectionStatus = true, refreshInterval = 30_000, metrics, currency, locale, labels: ownLabels, ...props },
  ref,
) {
  const { title, headingLevel, renderMetric, className, slotProps, ...rest } = props
  const known = useMetricTiles({ refreshInterval, metrics, currency, locale, labels: ownLabels })
  const { tiles, view, updatedAt, pausedAt, pause, resume, refetch, labels, wording } = known
  const [isTable, setTable] = useState(false)

  return (
    <Shell
      {...rest}
      ref={ref}
      className={className ? `pl-metrics ${className}` : 'pl-metrics'}
      view={view}
      wording={wording}
      label={labels.metrics}
      failure={labels.notLoaded}
      what={labels.what}
      onRetry={() => void refetch()}
      data-paused={pausedAt !== null}
      header={
        <>
          <Title level={headingLevel}>{title ?? labels.metrics}</Title>
          <MetricActions
            isPaused={pausedAt !== null}
            canPause={tiles.some(({ value }) => value !== null)}
            onPause={pausedAt === null ? pause : resume}
            isTable={isTable}
            onTable={() => setTable(!isTable)}
            labels={labels}
            slotProps={slotProps}
          />
        </>
      }
      footer={
        <MetricsStatus
          view={view}
          updatedAt={updatedAt}
          pausedAt={pausedAt}
          showConnection={showConnectionStatus}
          pollMs={refreshInterval}
          labels={labels}
          wording={wording}
          slotProps={slotProps}
        />
      }
    >
      {isTable ? (
        <MetricTable tiles={tiles} labels={labels} shell={wording.shell} />
      ) : (
        <MetricTiles
          tiles={tiles}
          isLoading={view.state === 'loading'}
          shell={wording.shell}
          slotProps={slotProps}
          renderMetric={renderMetric}
        />
      )}
    </Shell>
  )
})

export default LiveMetrics
