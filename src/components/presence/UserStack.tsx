'use client'

import { useCallback, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { initialsOf } from './onlineOrder.js'
import type { PresenceLabels } from './presenceLabels.js'
import { PresenceDot } from './PresenceDot.js'
import { statusWord } from './presenceWords.js'
import { quantity, type Locale } from '../shell/format.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { useDismiss } from '../shell/useDismiss.js'
import type { Presence } from '../../hooks/presenceIn.js'
import type { Person } from '../../protocol/streams/presence.js'

export interface UserStackProps {
  readonly users: readonly Person[]
  readonly max: number
  readonly statusOf: (userId: number) => Presence['status']
  readonly isOpen: boolean
  readonly onToggle: (open: boolean) => void
  readonly labels: PresenceLabels
  readonly locale: Locale
  readonly name: string
  readonly slotProps: SlotProps<'dot' | 'more'> | undefined
  /** The whole list. */
  readonly children: ReactNode
}

/** A pile of initials; a button at its end opens the whole list. */
export function UserStack({ users, max, statusOf, isOpen, onToggle, labels, locale, name, ...more }: UserStackProps) {
  const { slotProps, children } = more
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const close = useCallback(() => onToggle(false), [onToggle])
  useDismiss(root, isOpen, close)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen || event.key !== 'Escape') return
    event.stopPropagation() // a dialog around it stays open
    button.current?.focus()
    close()
  }
  const hidden = users.length - max
  const all = quantity(users.length, locale)
  return (
    // Escape is heard from wherever the focus is in it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="pl-stack" ref={root} onKeyDown={onKeyDown}>
      <ul className="pl-stack-faces" aria-label={name}>
        {users.slice(0, max).map(({ userId, username }) => (
          <li key={userId} className="pl-user-face" title={username}>
            <bdi aria-hidden="true">{initialsOf(username)}</bdi>
            <PresenceDot
              status={statusOf(userId)}
              label={labels.statusOf(username, statusWord(statusOf(userId), labels))}
              slotProps={slotProps}
            />
          </li>
        ))}
      </ul>
      <button
        ref={button}
        type="button"
        {...slot('more', 'pl-stack-more', slotProps)}
        aria-label={labels.showAll(all)}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => onToggle(!isOpen)}
      >
        <bdi aria-hidden="true">{hidden > 0 ? labels.more(quantity(hidden, locale)) : '⋯'}</bdi>
      </button>
      {isOpen && (
        <dialog open className="pl-stack-panel" aria-label={name}>
          {children}
        </dialog>
      )}
    </div>
  )
}
