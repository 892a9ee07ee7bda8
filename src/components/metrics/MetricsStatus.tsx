'use client'

import type { MetricsLabels } from './metricsLabels.js'
import { formatClockTime } from '../shell/format.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { RelativeTime } from '../shell/RelativeTime.js'
import { slot, type SlotProps } from '../shell/slot.js'
import type { DataView } from '../shell/useDataState.js'
import type { Wording } from '../shell/useI18n.js'

export interface MetricsStatusProps {
  readonly view: DataView
  readonly updatedAt: string | null
  readonly pausedAt: number | null
  readonly showConnection: boolean
  readonly pollMs: number
  readonly labels: MetricsLabels
  readonly wording: Wording
  readonly slotProps: SlotProps<'status'> | undefined
}

/** Of when the numbers are. What is held still is not live, whatever the connection is. */
export function MetricsStatus({
  view,
  updatedAt,
  pausedAt,
  showConnection,
  pollMs,
  labels,
  wording,
  slotProps,
}: MetricsStatusProps) {
  const { locale, shell } = wording
  if (pausedAt !== null)
    return (
      <span {...slot('status', 'pl-status', slotProps)} data-status="paused">
        <span className="pl-status-dot" aria-hidden="true" />
        <bdi>{labels.paused(formatClockTime(pausedAt, locale))}</bdi>
      </span>
    )
  return (
    <>
      {showConnection && (
        <span className="pl-metrics-freshness">
          <FreshnessStatus fresh={view.fresh} wording={wording} pollMs={pollMs} slotProps={slotProps} />
        </span>
      )}
      {view.state === 'empty' && <span>{labels.noActivity}</span>}
      {updatedAt !== null && <RelativeTime at={updatedAt} locale={locale} phrase={shell.updated} />}
    </>
  )
}
