'use client'

import { useRef, type ReactNode, type RefObject } from 'react'
import { useFocusHandover } from './useFocusHandover.js'

export interface QuietButtonProps {
  readonly children: ReactNode
  /** What it is called, where what is written on it does not say that by itself. */
  readonly name?: string
  /** It was pressed, and what it asked for is not done yet. It keeps the focus meanwhile. */
  readonly busy?: boolean
  readonly onPress: () => void
  /** Takes the focus when the button has done its work and goes. */
  readonly next: RefObject<HTMLElement | null>
  /** The same, where `next` is not there. */
  readonly orElse?: RefObject<HTMLElement | null>
}

/** A button without a frame, that never lets go of the focus into nothing. */
export function QuietButton({ children, name, busy = false, onPress, next, orElse }: QuietButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusHandover(button, next, orElse)
  return (
    <button
      ref={button}
      type="button"
      className="pl-button-quiet"
      aria-label={name}
      aria-disabled={busy}
      onClick={() => busy || onPress()}
    >
      {children}
    </button>
  )
}
