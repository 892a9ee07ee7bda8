'use client'

import type { ReactNode } from 'react'
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
  return (
    <div {...slot('metric', 'pl-metric', slotProps)}>
      <dt {...slot('metricLabel', 'pl-metric-label', slotProps)}>{label}</dt>
      <dd {...slot('metricValue', 'pl-metric-value', slotProps)} data-length={lengthOf(value)}>
        {value === null ? (
          <Placeholder isLoading={isLoading} shell={shell} />
        ) : (
          // Anew when it is written in another size: set, not moved.
          <span key={`${flashes} ${value.length}`} className="pl-metric-number" data-flash={flashes > 0}>
            {value}
          </span>
        )}
      </dd>
      {children}
    </div>
  )
}

/** What is too long for its tile is written smaller, by a few steps. */
function lengthOf(value: string | null): 'short' | 'medium' | 'long' | 'longest' {
  const { length } = value ?? ''
  return length <= 7 ? 'short' : length <= 10 ? 'medium' : length <= 14 ? 'long' : 'longest'
}
