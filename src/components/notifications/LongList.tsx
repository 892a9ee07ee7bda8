'use client'

import { useLayoutEffect, useRef, type ReactElement, type RefObject } from 'react'
import { Virtualizer } from 'virtua'
import type { Row } from './rows.js'

export interface LongListProps {
  readonly rows: readonly Row[]
  readonly scroller: RefObject<HTMLElement | null>
  /** Those that stay in the page wherever it is scrolled to. */
  readonly kept: readonly number[]
  /** Is the reader somewhere below the top? What comes above must not move that. */
  readonly isAway: boolean
  readonly children: (row: Row, index: number) => ReactElement
}

/** Only the rows in sight, and a few around them, are in the page. */
export default function LongList({ rows, scroller, kept, isAway, children }: LongListProps) {
  const first = useRef<string | undefined>(undefined)
  const id = rows[0]?.notification.id
  const before = first.current
  const isShifted = isAway && before !== id && rows.some(({ notification }) => notification.id === before)
  useLayoutEffect(() => {
    first.current = id
  }, [id])
  return (
    <Virtualizer data={rows} scrollRef={scroller} keepMounted={kept} shift={isShifted}>
      {children}
    </Virtualizer>
  )
}
