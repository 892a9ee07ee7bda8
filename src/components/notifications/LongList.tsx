'use client'

import { useState, type ReactElement, type RefObject } from 'react'
import { Virtualizer } from 'virtua'
import type { Row } from './rows.js'

export interface LongListProps {
  readonly rows: readonly Row[]
  readonly scroller: RefObject<HTMLElement | null>
  /** Places of those that stay in the page wherever it is scrolled to. */
  readonly kept: readonly number[]
  /** Is the reader somewhere below the top? What comes above must not move that. */
  readonly isAway: boolean
  readonly item: (row: Row, index: number) => ReactElement
}

/**
 * As high as the lowest row. Guessed any higher, too few rows come at first, and more only after those are measured: too
 * late for the same frame, which browsers complain about ("ResizeObserver loop").
 */
const LOWEST_PX = 64

/** Only the rows in sight, and a few around them, are in the page. */
export default function LongList({ rows, scroller, kept, isAway, item }: LongListProps) {
  const [last, setLast] = useState({ rows, isShifted: false })
  if (last.rows !== rows) setLast({ rows, isShifted: isAway && haveComeAbove(last.rows, rows) })
  return (
    <Virtualizer itemSize={LOWEST_PX} data={rows} scrollRef={scroller} keepMounted={kept} shift={last.isShifted}>
      {item}
    </Virtualizer>
  )
}

function haveComeAbove([first]: readonly Row[], rows: readonly Row[]): boolean {
  const id = first?.notification.id
  return rows.findIndex(({ notification }) => notification.id === id) > 0
}
