/** A finger, pen or mouse that pulls a toast out of the page. `inline` is towards the end of a line, in px. */
export type Swipe =
  | { readonly is: 'undecided'; readonly from: Point }
  | { readonly is: 'swiping'; readonly from: Point; readonly inline: number }
  /** It scrolls, or selects text. */
  | { readonly is: 'refused' }

export interface Point {
  readonly x: number
  readonly y: number
  readonly at: number
}

/** Whoever only presses moves a little, too. */
const SLOP = 8
/** Part of the toast's width that it must be pulled by, ... */
const FAR = 0.4
/** ... unless it is flung, in px per ms. */
const FAST = 0.5

export const beginSwipe = (from: Point): Swipe => ({ is: 'undecided', from })

/** @param way 1 where lines run to the right, else -1 */
export function moveSwipe(swipe: Swipe, { x, y }: Point, way: 1 | -1, isSelecting: boolean): Swipe {
  if (swipe.is === 'refused') return swipe
  const { from } = swipe
  const inline = (x - from.x) * way
  const block = Math.abs(y - from.y)
  if (swipe.is === 'swiping') return { ...swipe, inline: Math.max(0, inline) }
  if (isSelecting || (block > SLOP && block > Math.abs(inline))) return { is: 'refused' }
  return inline > SLOP ? { is: 'swiping', from, inline } : swipe
}

/** Does it go, once let go of? */
export function endsAway(swipe: Swipe, at: number, width: number): boolean {
  if (swipe.is !== 'swiping') return false
  const { inline, from } = swipe
  return inline >= width * FAR || (inline > SLOP * 3 && inline / Math.max(1, at - from.at) >= FAST)
}
