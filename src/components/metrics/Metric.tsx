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
  /** What belongs to the number, below it. */
  readonly children?: ReactNode
}

/** A number with its name, in a `<dl>`. */
export function Metric({ label, value, isLoading, shell, slotProps, children }: MetricProps) {
  return (
    <div {...slot('metric', 'pl-metric', slotProps)}>
      <dt {...slot('metricLabel', 'pl-metric-label', slotProps)}>{label}</dt>
      <dd {...slot('metricValue', 'pl-metric-value', slotProps)}>
        {value ?? <Placeholder isLoading={isLoading} shell={shell} />}
      </dd>
      {children}
    </div>
  )
}
