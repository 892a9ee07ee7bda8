'use client'

import { useId } from 'react'
import { rangeWords } from './chartWords.js'
import type { ViewLabels } from './viewLabels.js'
import type { Locale } from '../shell/format.js'
import { slot, type SlotProps } from '../shell/slot.js'

export interface RangeChoiceProps {
  /** In hours. */
  readonly ranges: readonly number[]
  readonly chosen: number
  readonly onChoose: (hours: number) => void
  readonly labels: ViewLabels
  readonly locale: Locale
  readonly slotProps: SlotProps<'range'> | undefined
}

/** How far back to look: the browser's own radio buttons, side by side. */
export function RangeChoice({ ranges, chosen, onChoose, labels, locale, slotProps }: RangeChoiceProps) {
  const name = useId()
  return (
    <fieldset {...slot('range', 'pl-range', slotProps)}>
      <legend className="pl-sr-only">{labels.range}</legend>
      {ranges.map((hours) => (
        <label key={hours} className="pl-range-option">
          <input
            type="radio"
            className="pl-range-input"
            name={name}
            value={hours}
            checked={hours === chosen}
            onChange={() => onChoose(hours)}
          />
          <span className="pl-range-text" dir="auto">
            {rangeWords(hours, locale, { hours: labels.rangeHours, days: labels.rangeDays })}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
