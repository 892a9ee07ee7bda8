'use client'

import { useEffect, useState } from 'react'
import { systemClock, type Cancel } from '../../live/clock.js'

/** Has nothing been answered for `ms`, although it is being asked for? @param answeredAt in ms since 1970 */
export function useOverdue(isAsking: boolean, ms: number, answeredAt: () => number): boolean {
  const [isOverdue, setOverdue] = useState(false)
  useEffect(() => {
    if (!isAsking) return undefined
    let cancel: Cancel = () => {}
    const look = () => {
      const left = answeredAt() + ms - Date.now()
      setOverdue(left <= 0)
      cancel = systemClock.after(left > 0 ? left : ms / 8, look)
    }
    look()
    return () => cancel()
  }, [isAsking, ms, answeredAt])
  return isAsking && isOverdue
}
