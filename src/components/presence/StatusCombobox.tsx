'use client'

import { useCallback, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { PresenceLabels } from './presenceLabels.js'
import { PresenceDot } from './PresenceDot.js'
import { comboMove } from './statusKeys.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { useDismiss } from '../shell/useDismiss.js'
import type { PresenceStatus } from '../../protocol/streams/presence.js'

export interface StatusChoiceProps {
  readonly status: PresenceStatus
  readonly choices: readonly { readonly value: PresenceStatus; readonly name: string; readonly hint: string }[]
  readonly onChoose: (status: PresenceStatus) => void
  readonly noteId: string | undefined
  readonly isDisabled: boolean
  readonly labels: PresenceLabels
  readonly slotProps: SlotProps<'button' | 'options' | 'option' | 'dot'> | undefined
}

/** Letters that belong together. */
const WORD_MS = 500

/** A button with a list that keeps the focus on the button: arrows move in it, Enter chooses, Escape goes back. */
export function StatusCombobox({
  status,
  choices,
  onChoose,
  noteId,
  isDisabled,
  labels,
  slotProps,
}: StatusChoiceProps) {
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  const chosen = choices.findIndex(({ value }) => value === status)
  const [moved, setMoved] = useState(chosen)
  const word = useRef({ typed: '', at: 0 })
  const active = isOpen ? moved : chosen
  const close = useCallback(() => {
    word.current = { typed: '', at: 0 }
    setOpen(false)
  }, [])
  useDismiss(root, isOpen, close)

  const open = (at: number) => {
    setMoved(at)
    setOpen(true)
  }
  const commit = (at: number) => {
    close()
    const choice = choices[at]
    if (choice) onChoose(choice.value)
  }
  const typedWith = ({ key, timeStamp }: KeyboardEvent) => {
    if (key.length !== 1 || (key === ' ' && word.current.typed === '')) return ''
    const { typed, at } = word.current
    word.current = { typed: timeStamp - at < WORD_MS ? typed + key : key.trim(), at: timeStamp }
    return word.current.typed
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isDisabled) return
    const options = choices.map(({ name }) => name)
    const move = comboMove({ isOpen, active, options }, event, typedWith(event))
    if (move === null) return
    // Tab goes on to what comes next.
    if (event.key !== 'Tab') event.preventDefault()
    if (isOpen && event.key === 'Escape') event.stopPropagation() // a dialog around it stays open
    switch (move.do) {
      case 'open':
        return open(move.active)
      case 'move':
        return setMoved(move.active)
      case 'commit':
        return commit(active)
      case 'revert':
        return close()
      default:
        return move satisfies never
    }
  }
  const optionId = (n: number) => `${id}-${n}`

  return (
    <div className="pl-combo" ref={root}>
      <button
        type="button"
        {...slot('button', 'pl-button pl-combo-button', slotProps)}
        // It opens a list with dots and hints, which a <select> could not show.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="combobox"
        aria-label={labels.yourStatus}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen ? optionId(active) : undefined}
        aria-describedby={noteId}
        disabled={isDisabled}
        onClick={() => (isOpen ? close() : open(chosen))}
        onKeyDown={onKeyDown}
      >
        <PresenceDot status={status} label={null} slotProps={slotProps} />
        <span>{choices[chosen]?.name}</span>
        <span className="pl-combo-arrow" aria-hidden="true" />
      </button>
      <ul
        {...slot('options', 'pl-combo-list', slotProps)}
        id={`${id}-list`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/prefer-tag-over-role
        role="listbox"
        aria-label={labels.yourStatus}
        hidden={!isOpen}
      >
        {choices.map(({ value, name, hint }, n) => (
          // Its keys are heard by the button, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <li
            key={value}
            {...slot('option', 'pl-combo-option', slotProps)}
            id={optionId(n)}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/prefer-tag-over-role
            role="option"
            aria-selected={n === chosen}
            data-active={n === active}
            onPointerMove={() => setMoved(n)}
            onClick={() => commit(n)}
          >
            <PresenceDot status={value} label={null} slotProps={slotProps} />
            <span className="pl-combo-name">{name}</span>
            <span className="pl-combo-hint">{hint}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
