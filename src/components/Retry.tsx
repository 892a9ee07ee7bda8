'use client'

import { useRef, type RefObject } from 'react'
import { useFocusHandover } from './useFocusHandover.js'

export interface RetryProps {
  readonly onRetry: () => void
  /** What is asked for again, for those who hear the button without seeing what is around it. */
  readonly what: string
  /** Takes the focus when the button goes; focusable by script. */
  readonly next: RefObject<HTMLElement | null>
  readonly className?: string
}

export function Retry({ onRetry, what, next, className = '' }: RetryProps) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusHandover(button, next)
  return (
    <button ref={button} type="button" className={`pl-button ${className}`} onClick={onRetry}>
      Retry
      <span className="pl-sr-only"> loading {what}</span>
    </button>
  )
}
