'use client'

import { useRef, type RefObject } from 'react'
import { useFocusHandover } from '../shell/useFocusHandover.js'

export interface RowButtonProps {
  /** What is written on it. */
  readonly text: string
  /** What it is called. */
  readonly name: string
  /** Takes the focus when the button goes. */
  readonly next: RefObject<HTMLElement | null>
  readonly busy?: boolean
  readonly onPress: () => void
}

export function RowButton({ text, name, next, busy = false, onPress }: RowButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusHandover(button, next)
  return (
    <button
      ref={button}
      type="button"
      className="pl-button-quiet"
      aria-label={name}
      aria-disabled={busy}
      onClick={() => busy || onPress()}
    >
      {text}
    </button>
  )
}
