import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { Person } from '../cast.js'
import type { Message } from '../streams/messages.js'

/** The end of what is read, and whether the reader is there. */
export interface EndOfLog {
  readonly scroller: RefObject<HTMLElement | null>
  readonly content: RefObject<HTMLDivElement | null>
  /** What others have said since the reader left the end. */
  readonly unseen: number
  /** The reader has scrolled. */
  readonly look: () => void
  readonly go: () => void
  /** For a button that goes away with it. */
  readonly goAndFocus: () => void
}

/** So near to it is there. */
const NEAR_PX = 32

/** Stays at the end while the reader is there, and counts what comes while they are not; then nothing moves. */
export function useEndOfLog(items: readonly Message[], person: Person): EndOfLog {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  /** The newest there was when the reader left the end; `null`: they are there. */
  const [left, setLeft] = useState<number | null>(null)
  const newest = items.at(-1)?.id ?? 0

  useLayoutEffect(() => {
    if (left === null) toEnd(scroller.current)
  })
  // Also when the field below grows, or the window becomes narrower.
  useEffect(() => {
    if (left !== null) return undefined
    const observer = new ResizeObserver(() => toEnd(scroller.current))
    for (const { current } of [scroller, content]) if (current) observer.observe(current)
    return () => observer.disconnect()
  }, [left])

  const go = () => setLeft(null)
  return {
    scroller,
    content,
    unseen: left === null ? 0 : items.filter(({ id, userId }) => id > left && userId !== person.userId).length,
    look: () => {
      const { current } = scroller
      if (!current) return
      const isThere = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_PX
      if (isThere) go()
      else setLeft((before) => before ?? newest)
    },
    go,
    goAndFocus: () => {
      scroller.current?.focus({ preventScroll: true })
      go()
    },
  }
}

function toEnd(scroller: HTMLElement | null): void {
  if (scroller) scroller.scrollTop = scroller.scrollHeight
}
