'use client'

import { CLEARINGS, endOf, HALF_HOUR_MS, HOUR_MS, type Clearing } from './clearings.js'
import type { PresenceLabels } from './presenceLabels.js'
import { formatSeconds, formatSince, type Locale } from '../shell/format.js'
import { slot, type SlotProps } from '../shell/slot.js'

export interface ClearAfterProps {
  /** When it ends as things are. */
  readonly until: string | undefined
  readonly onSet: (until: string | undefined) => void
  readonly isDisabled: boolean
  readonly labels: PresenceLabels
  readonly locale: Locale
  readonly slotProps: SlotProps<'clearAfter'> | undefined
}

/** When a status ends by itself; what is chosen is a time from then on, and shown as one. */
export function ClearAfter({ until, onSet, isDisabled, labels, locale, slotProps }: ClearAfterProps) {
  const choose = (value: string) => {
    const clearing = CLEARINGS.find((one) => one === value)
    if (clearing) onSet(endOf(clearing, Date.now()))
  }
  return (
    <label {...slot('clearAfter', 'pl-clear-after', slotProps)}>
      <span>{labels.clearAfter}</span>
      <select
        className="pl-field"
        value={until ?? 'never'}
        disabled={isDisabled}
        onChange={(event) => choose(event.target.value)}
      >
        {until !== undefined && <option value={until}>{labels.until(formatSince(Date.parse(until), locale))}</option>}
        {CLEARINGS.map((clearing) => (
          <option key={clearing} value={clearing}>
            {wordsFor(clearing, labels, locale)}
          </option>
        ))}
      </select>
    </label>
  )
}

function wordsFor(clearing: Clearing, labels: PresenceLabels, locale: Locale): string {
  switch (clearing) {
    case 'never':
      return labels.dontClear
    case 'halfHour':
      return formatSeconds(HALF_HOUR_MS / 1_000, locale)
    case 'hour':
      return formatSeconds(HOUR_MS / 1_000, locale)
    case 'today':
      return labels.today
    default:
      return clearing satisfies never
  }
}
