'use client'

import { useRef, type ReactNode, type RefObject } from 'react'
import { useFocusHandover } from '../shell/useFocusHandover.js'

export interface PanelButtonProps {
  readonly children: ReactNode
  /** It was pressed, and what it asked for is not done yet. It keeps the focus meanwhile. */
  readonly busy: boolean
  readonly onPress: () => void
  /** Takes the focus when the button has done its work and goes. */
  readonly next: RefObject<HTMLElement | null>
  /** The same, where `next` is not there. */
  readonly orElse?: RefObject<HTMLElement | null>
}

export function PanelButton({ children, busy, onPress, next, orElse }: PanelButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusHandover(button, next, orElse)
  return (
    <button ref={button} type="button" className="pl-button-quiet" aria-disabled={busy} onClick={onPress}>
      {children}
    </button>
  )
}
