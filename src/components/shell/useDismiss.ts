'use client'

import { useEffect, type RefObject } from 'react'

/** While `open`, closes as soon as people press or focus something outside of `area`. */
export function useDismiss(area: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return undefined
    const look = (event: Event) => {
      const { current } = area
      if (current && !event.composedPath().includes(current)) close()
    }
    document.addEventListener('pointerdown', look, true)
    document.addEventListener('focusin', look)
    return () => {
      document.removeEventListener('pointerdown', look, true)
      document.removeEventListener('focusin', look)
    }
  }, [area, open, close])
}
