'use client'

import { useRef, type RefObject } from 'react'
import { useFocusHandover } from './useFocusHandover.js'
import type { ShellLabels } from './shellLabels.js'

export interface RetryProps {
  readonly onRetry: () => void
  readonly isRetrying: boolean
  /** What is asked for again, for those who hear the button without seeing what is around it. */
  readonly what: string
  /** Takes the focus when the button goes; focusable by script. */
  readonly next: RefObject<HTMLElement | null>
  readonly shell: ShellLabels
  readonly className?: string
}

/** It keeps the focus while it is asked for again. */
export function Retry({ onRetry, isRetrying, what, next, shell, className = '' }: RetryProps) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusHandover(button, next)
  return (
    <button
      ref={button}
      type="button"
      className={`pl-button ${className}`}
      aria-label={shell.retryWhat(what)}
      aria-disabled={isRetrying}
      onClick={() => isRetrying || onRetry()}
    >
      {/* Both take the room, so that nothing moves. */}
      <span className="pl-either" data-shown={isRetrying ? 'second' : 'first'}>
        <span>{shell.retry}</span>
        <span>{shell.retrying}</span>
      </span>
    </button>
  )
}
