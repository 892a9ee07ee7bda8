'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { PresenceDot } from './PresenceDot.js'
import type { StatusChoiceProps } from './StatusCombobox.js'
import { slot } from '../shell/slot.js'
import { systemClock, type Cancel } from '../../live/clock.js'
import type { PresenceStatus } from '../../protocol/streams/presence.js'

/** Arrows choose in a radio group, and each choice is told to everybody: whoever walks through it is waited for. */
const SETTLED_MS = 400

/** All choices at once, for pages of settings. */
export function StatusRadios({ status, choices, onChoose, noteId, isDisabled, labels, slotProps }: StatusChoiceProps) {
  const name = useId()
  const [picked, setPicked] = useState<PresenceStatus | null>(null)
  const waiting = useRef<Cancel | null>(null)
  useEffect(() => () => waiting.current?.(), [])
  const pick = (value: PresenceStatus) => {
    setPicked(value)
    waiting.current?.()
    waiting.current = systemClock.after(SETTLED_MS, () => {
      setPicked(null)
      onChoose(value)
    })
  }
  return (
    <fieldset {...slot('options', 'pl-radios', slotProps)} aria-describedby={noteId} disabled={isDisabled}>
      <legend className="pl-radios-legend">{labels.yourStatus}</legend>
      {choices.map(({ value, name: word, hint }) => (
        <label key={value} {...slot('option', 'pl-radio', slotProps)}>
          <input
            type="radio"
            className="pl-radio-input"
            name={name}
            value={value}
            checked={value === (picked ?? status)}
            onChange={() => pick(value)}
          />
          <PresenceDot status={value} label={null} slotProps={slotProps} />
          <span className="pl-combo-name">{word}</span>
          <span className="pl-combo-hint">{hint}</span>
        </label>
      ))}
    </fieldset>
  )
}
