'use client'

import type { MetricsLabels } from './metricsLabels.js'
import { slot, type SlotProps } from '../shell/slot.js'

export interface MetricActionsProps {
  readonly isPaused: boolean
  /** There is something to hold still. */
  readonly canPause: boolean
  readonly onPause: () => void
  readonly isTable: boolean
  readonly onTable: () => void
  readonly labels: MetricsLabels
  readonly slotProps: SlotProps<'pause' | 'table'> | undefined
}

export function MetricActions({
  isPaused,
  canPause,
  onPause,
  isTable,
  onTable,
  labels,
  slotProps,
}: MetricActionsProps) {
  return (
    <div className="pl-metrics-actions">
      <button
        {...slot('pause', 'pl-button-quiet', slotProps)}
        type="button"
        aria-label={isPaused ? labels.resumeUpdates : labels.pauseUpdates}
        aria-disabled={!canPause}
        onClick={() => canPause && onPause()}
      >
        {/* Both take the room, so that nothing moves. */}
        <span className="pl-either" data-shown={isPaused ? 'second' : 'first'}>
          <span>{labels.pause}</span>
          <span>{labels.resume}</span>
        </span>
      </button>
      <button
        {...slot('table', 'pl-button-quiet', slotProps)}
        type="button"
        aria-label={labels.showTable}
        aria-pressed={isTable}
        onClick={onTable}
      >
        {labels.table}
      </button>
    </div>
  )
}
