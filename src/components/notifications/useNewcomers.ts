'use client'

import { useState, type UIEvent } from 'react'
import { newAbove, type Row } from './rows.js'

export interface Newcomers {
  /** Is the reader somewhere below the top? */
  readonly isAway: boolean
  /** How many have come above since. */
  readonly count: number
  readonly onScroll: (event: UIEvent<HTMLElement>) => void
  readonly forget: () => void
}

/** This near to the top one sees what comes. */
const NEAR_PX = 8

export function useNewcomers(rows: readonly Row[]): Newcomers {
  const [left, setLeft] = useState<{ readonly first: string | null } | null>(null)
  const first = rows[0]?.notification.id ?? null
  return {
    isAway: left !== null,
    count: newAbove(rows, left?.first ?? null),
    onScroll: ({ currentTarget }) => {
      const isAway = currentTarget.scrollTop > NEAR_PX
      if (isAway !== (left !== null)) setLeft(isAway ? { first } : null)
    },
    forget: () => setLeft(null),
  }
}
