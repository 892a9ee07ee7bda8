import { fold, foldPage, type Unfolded } from './fold.js'
import type { AnyStream } from '../../protocol/stream.js'

/** Fourth element of the key of a query that shows pages of older items. */
export const PAGES = 'pages'
/** The cursor of a page that is the snapshot itself. */
export const HEAD = ''

/** How a query's data is made of parts, each of which stands in the topic's log by itself. */
export interface Shape {
  readonly split: (value: unknown) => readonly unknown[]
  /** The value with other parts; the very same value when they are the same. */
  readonly join: (value: unknown, parts: readonly unknown[]) => unknown
  /** Which part of what is shown part `n` of `next` stands for; −1 when none does. */
  readonly counterpart: (shown: unknown, next: unknown, n: number) => number
  /** @throws FoldError */
  readonly fold: (stream: AnyStream, part: unknown, events: readonly Unfolded[]) => unknown
  /** What a command is expected to do to a part; `undefined`: nothing. */
  readonly optimistic: (stream: AnyStream, type: string) => ((data: never, input: never) => unknown) | undefined
}

/** The snapshot itself. */
export const whole: Shape = {
  split: (value) => [value],
  join: (_, [part]) => part,
  counterpart: () => 0,
  fold,
  optimistic: ({ commands }, type) => commands[type]?.optimistic,
}

interface InfiniteData {
  readonly pages: readonly unknown[]
  readonly pageParams: readonly unknown[]
}

/** The pages of an infinite query: each was fetched at a time, and so at a position, of its own. */
const paged: Shape = {
  // Only queries made by `livePages` are of this shape.
  split: (value) => (value as InfiniteData).pages,
  join: (value, pages) => {
    const data = value as InfiniteData
    return pages.every((page, n) => page === data.pages[n]) ? data : { ...data, pages }
  },
  // By cursor: once fetched anew, the second page may begin elsewhere than the second page did.
  counterpart: (shown, next, n) =>
    (shown as InfiniteData | undefined)?.pageParams.indexOf((next as InfiniteData).pageParams[n]) ?? -1,
  fold: foldPage,
  optimistic: ({ pages }, type) => pages?.commands?.[type],
}

/** How the data of the query with this key is made. */
export const shapeOf = (queryKey: readonly unknown[]): Shape => (queryKey[3] === PAGES ? paged : whole)
