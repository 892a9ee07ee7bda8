/** A list of 10,000, whole or in pages of 50, to which every event adds an item at the top. */
import { defineStream } from 'pitchey-live/core'
import * as v from 'valibot'

export const LENGTH = 10_000
export const PAGE = 50

const Item = v.object({ id: v.number(), title: v.string(), by: v.string(), read: v.boolean() })
export type Item = v.InferOutput<typeof Item>

const List = v.object({ items: v.array(Item), nextCursor: v.nullable(v.string()), total: v.number() })
export type List = v.InferOutput<typeof List>

export const feed = defineStream({
  name: 'feed',
  param: v.number(),
  data: List,
  initial: () => ({ items: [], nextCursor: null, total: 0 }),
  access: () => true,
  kind: { retention: { events: 50, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    posted: {
      schema: v.object({ item: Item }),
      // Copies the memory; to spread 10,000 items takes seven times as long.
      reduce: (list, { item }) => ({ ...list, items: [item].concat(list.items), total: list.total + 1 }),
    },
  },
  commands: {},
  pages: {
    schema: v.object({ items: v.array(Item), nextCursor: v.nullable(v.string()) }),
    events: {
      // Only a snapshot has a total: in front of it stands what is new.
      posted: (page, { item }) => ('total' in page ? { ...page, items: [item, ...page.items] } : page),
    },
  },
})

const itemAt = (id: number): Item => ({ id, title: `Item ${id}`, by: `person ${id % 500}`, read: false })

const itemsFrom = (start: number, count: number): Item[] => Array.from({ length: count }, (_, n) => itemAt(start + n))

export const snapshot = (): List => ({ items: itemsFrom(0, LENGTH), nextCursor: null, total: LENGTH })

/** The page that begins at `start`; the first is a snapshot. */
export const pageFrom = (start: number): object => ({
  items: itemsFrom(start, PAGE),
  nextCursor: start + PAGE < LENGTH ? String(start + PAGE) : null,
  ...(start === 0 ? { total: LENGTH } : {}),
})

/** The newest has the lowest id. */
export const makePosts = (count: number): string[] =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({ type: 'posted', topic: 'feed:1', epoch: 'e', offset: n + 1, data: { item: itemAt(-1 - n) } }),
  )

/** A contender that shows something else has done other work, and its time means nothing. */
export function expectItems(name: string, events: number, items: readonly Item[] | undefined): void {
  const right = items?.length === LENGTH + events && items.every(({ id }, n) => id === n - events)
  if (!right) throw new Error(`${name} shows ${items?.length} items, the first of them ${items?.[0]?.id}`)
}
