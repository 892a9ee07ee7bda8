import type { Notification } from '../../protocol/streams/notifications.js'

/** What somebody has been told of, or need not be told of: a high-water mark, and what stands around it. */
export interface Known {
  /** When the newest was made, in ms since 1970. */
  readonly newest: number
  readonly ids: ReadonlySet<string>
}

/** By so much the clocks of two servers may differ that both make notifications. */
const SKEW_MS = 5_000
/** Far more than a list's head: what is older than these is older than the mark. */
const IDS_KEPT = 500

/** Whoever looks at a list for the first time is told nothing of what is in it. */
export const meet = (items: readonly Notification[]): Known =>
  newsIn({ newest: -Infinity, ids: new Set() }, items).known

/** What is new in a list, newest first, and what is known after it. What was read before it was told of is no news. */
export function newsIn(known: Known, items: readonly Notification[]): { known: Known; news: readonly Notification[] } {
  const isNew = ({ id, createdAt }: Notification) =>
    !known.ids.has(id) && Date.parse(createdAt) >= known.newest - SKEW_MS
  const ids = [...new Set([...items.map(({ id }) => id), ...known.ids])].slice(0, IDS_KEPT)
  const newest = Math.max(known.newest, ...items.map(({ createdAt }) => Date.parse(createdAt)))
  return { known: { newest, ids: new Set(ids) }, news: items.filter((item) => !item.read && isNew(item)) }
}

/** Is it done with: read, or cleared? What only fell off the end of the list is not. */
export function isSettled({ id, createdAt }: Notification, items: readonly Notification[]): boolean {
  const found = items.find((item) => item.id === id)
  if (found) return found.read
  const last = items.at(-1)
  return !last || Date.parse(createdAt) > Date.parse(last.createdAt)
}
