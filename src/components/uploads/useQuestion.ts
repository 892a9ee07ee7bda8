'use client'

import { useEffect, useRef, useState, type RefObject } from 'react'

export interface Asking {
  readonly isAsked: boolean
  readonly ask: () => void
  /** It was answered with yes, or nobody needs the answer any more. */
  readonly end: () => void
  /** It was answered with no: the button has the focus again. */
  readonly keep: () => void
  /** In whose place the question stands. It is hidden meanwhile. */
  readonly button: RefObject<HTMLButtonElement | null>
}

/** Whether a question stands where a button was. */
export function useQuestion(): Asking {
  const [isAsked, setAsked] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isKept = useRef(false)
  useEffect(() => {
    if (isAsked || !isKept.current) return
    isKept.current = false
    button.current?.focus({ preventScroll: true })
  }, [isAsked])
  return {
    isAsked,
    ask: () => setAsked(true),
    end: () => setAsked(false),
    keep: () => {
      isKept.current = true
      setAsked(false)
    },
    button,
  }
}
