import { useRef } from 'react'
import type { Refused } from './useSending.js'

interface Props {
  readonly refused: readonly Refused[]
  readonly onSend: (text: string) => void
  readonly onDiscard: (refused: Refused) => void
}

/** Texts that were refused: they stay until somebody tries again, or gives them up. */
export function NotSent({ refused, onSend, onDiscard }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const settle = (one: Refused) => {
    onDiscard(one)
    // The button that had the focus goes with its text.
    const field = list.current?.closest('.conversation')?.querySelector('textarea')
    field?.focus()
  }
  if (refused.length === 0) return null
  return (
    <ul className="not-sent" aria-label="Not sent" ref={list}>
      {refused.map((one) => (
        <li key={one.key}>
          <small>You, not sent: {one.why}</small>
          <p dir="auto">{one.text}</p>
          <button
            type="button"
            onClick={() => {
              settle(one)
              onSend(one.text)
            }}
          >
            Try again
          </button>
          <button type="button" className="quiet" onClick={() => settle(one)}>
            Discard
          </button>
        </li>
      ))}
    </ul>
  )
}
