'use client'

import { useRef, type ReactNode, type RefObject } from 'react'
import type { Dress } from './slot.js'
import { useFocusHandover } from './useFocusHandover.js'

export interface QuietButtonProps {
  readonly children: ReactNode
  /** What a host may add to it, made by `slot()`. */
  readonly dress?: Dress
  /** What it is called, where what is written on it does not say that by itself. */
  readonly name?: string
  /** It was pressed, and what it asked for is not done yet. It keeps the focus meanwhile. */
  readonly busy?: boolean
  readonly onPress: () => void
  /** The button itself, for who gives the focus back to it. */
  readonly self?: RefObject<HTMLButtonElement | null>
  /** Takes the focus when the button has done its work and goes. */
  readonly next: RefObject<HTMLElement | null>
  /** The same, where `next` is not there. */
  readonly orElse?: RefObject<HTMLElement | null>
}

/** A button without a frame, that never lets go of the focus into nothing. */
export function QuietButton(props: QuietButtonProps) {
  const { children, dress = { className: 'pl-button-quiet' }, name, busy = false, onPress, self, next, orElse } = props
  const own = useRef<HTMLButtonElement>(null)
  const button = self ?? own
  useFocusHandover(button, next, orElse)
  return (
    <button
      {...dress}
      ref={button}
      type="button"
      aria-label={name}
      aria-disabled={busy}
      onClick={() => busy || onPress()}
    >
      {children}
    </button>
  )
}
