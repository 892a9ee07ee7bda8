'use client'

import { useId, useState, type FormEvent } from 'react'
import type { PresenceLabels } from './presenceLabels.js'
import { quantity, type Locale } from '../shell/format.js'
import { MAX_ACTIVITY } from '../../protocol/streams/presence.js'

export interface ActivityFieldProps {
  readonly activity: string
  readonly onSet: (activity: string) => void
  readonly labels: PresenceLabels
  readonly locale: Locale
}

/** What somebody is doing, in their own words. */
export function ActivityField({ activity, onSet, labels, locale }: ActivityFieldProps) {
  const id = useId()
  const [text, setText] = useState<string | null>(null)
  const value = text ?? activity
  const set = (next: string) => {
    setText(null)
    onSet(next.trim())
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim() !== activity) set(value)
  }
  return (
    <form className="pl-activity" onSubmit={onSubmit}>
      <label className="pl-activity-label" htmlFor={id}>
        {labels.activity}
      </label>
      <div className="pl-activity-line">
        <input
          id={id}
          className="pl-field"
          type="text"
          maxLength={MAX_ACTIVITY}
          autoComplete="off"
          value={value}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="pl-button" aria-disabled={value.trim() === activity}>
          {labels.set}
        </button>
        <button
          type="button"
          className="pl-button"
          aria-disabled={value === ''}
          onClick={() => value !== '' && set('')}
        >
          {labels.clear}
        </button>
      </div>
      <p id={`${id}-hint`} className="pl-activity-hint">
        {labels.activityHint} · <bdi>{labels.left(quantity(MAX_ACTIVITY - value.length, locale))}</bdi>
      </p>
    </form>
  )
}
