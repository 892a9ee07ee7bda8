'use client'

import { useLayoutEffect, type RefObject } from 'react'

/**
 * When what `from` holds goes away with the focus in it, the focus goes to `to` instead of being lost.
 * @param orElse takes it where there is no `to`
 */
export function useFocusHandover(
  from: RefObject<HTMLElement | null>,
  to: RefObject<HTMLElement | null>,
  orElse?: RefObject<HTMLElement | null>,
): void {
  useLayoutEffect(() => {
    const going = from.current
    const handOver = () => (to.current ?? orElse?.current)?.focus({ preventScroll: true })
    return () => {
      if (going?.contains(document.activeElement)) handOver()
    }
  }, [from, to, orElse])
}
