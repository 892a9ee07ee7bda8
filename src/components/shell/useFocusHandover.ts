'use client'

import { useLayoutEffect, type RefObject } from 'react'

/** When what `from` holds goes away with the focus in it, the focus goes to `to` instead of being lost. */
export function useFocusHandover(from: RefObject<HTMLElement | null>, to: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const going = from.current
    const handOver = () => to.current?.focus({ preventScroll: true })
    return () => {
      if (going?.contains(document.activeElement)) handOver()
    }
  }, [from, to])
}
