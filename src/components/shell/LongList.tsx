'use client'

import { useState, type ComponentProps, type ReactElement, type RefObject } from 'react'
import { Virtualizer } from 'virtua'

export interface LongListProps<Row> {
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly scroller: RefObject<HTMLElement | null>
  /** Places of those that stay in the page wherever it is scrolled to. */
  readonly kept: readonly number[]
  /** Is the reader somewhere below the top? What comes above must not move that. */
  readonly isAway: boolean
  /**
   * As high as the lowest row, in px. Guessed any higher, too few rows come at first, and more only after those are
   * measured: too late for the same frame, which browsers complain about ("ResizeObserver loop").
   */
  readonly lowest: number
  /** What the list and its items are made of; by default `div`. */
  readonly as?: Pick<ComponentProps<typeof Virtualizer>, 'as' | 'item'>
  readonly item: (row: Row, index: number) => ReactElement
}

/** Only the rows in sight, and a few around them, are in the page. */
export default function LongList<Row>(props: LongListProps<Row>) {
  const { rows, keyOf, scroller, kept, isAway, lowest, as, item } = props
  const [last, setLast] = useState({ rows, isShifted: false })
  if (last.rows !== rows) setLast({ rows, isShifted: isAway && haveComeAbove(last.rows, rows, keyOf) })
  return (
    <Virtualizer {...as} itemSize={lowest} data={rows} scrollRef={scroller} keepMounted={kept} shift={last.isShifted}>
      {item}
    </Virtualizer>
  )
}

function haveComeAbove<Row>([first]: readonly Row[], rows: readonly Row[], keyOf: (row: Row) => string): boolean {
  if (first === undefined) return false
  const key = keyOf(first)
  return rows.findIndex((row) => keyOf(row) === key) > 0
}
