'use client'

import type { CSSProperties, ReactNode } from 'react'
import { Placeholder } from '../shell/Placeholder.js'
import type { ShellLabels } from '../shell/shellLabels.js'
import { slot, type SlotProps } from '../shell/slot.js'

export type MetricPart = 'metric' | 'metricLabel' | 'metricValue'

export interface MetricProps {
  readonly label: string
  /** As it is written; `null` while it is not known. */
  readonly value: string | null
  readonly isLoading: boolean
  readonly shell: ShellLabels
  readonly slotProps?: SlotProps<MetricPart> | undefined
  /** Each time that it goes up, the number lights up. */
  readonly flashes?: number
  /** More `<dd>`s about the number, below it. */
  readonly children?: ReactNode
}

/** A number with its name, in a `<dl>`. */
export function Metric({ label, value, isLoading, shell, slotProps, flashes = 0, children }: MetricProps) {
  // What is too long for its tile is written smaller. React types no custom properties.
  const length = { '--pl-metric-length': value?.length ?? 0 } as CSSProperties
  return (
    <div {...slot('metric', 'pl-metric', slotProps)}>
      <dt {...slot('metricLabel', 'pl-metric-label', slotProps)}>{label}</dt>
      <dd
        {...slot('metricValue', 'pl-metric-value', slotProps)}
        style={{ ...length, ...slotProps?.metricValue?.style }}
      >
        {value === null ? (
          <Placeholder isLoading={isLoading} shell={shell} />
        ) : (
          <span key={flashes} className="pl-metric-number" data-flash={flashes > 0}>
            {value}
          </span>
        )}
      </dd>
      {children}
    </div>
  )
}
