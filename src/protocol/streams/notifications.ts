import * as v from 'valibot'
import { defineStream } from '../stream.js'
import { Count, Owner, Timestamp } from './values.js'

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max))

/** `actions[].url` and `link` are followed by people, so only pages and this site's own paths are let in. */
const Link = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.regex(/^(?:https?:\/\/|\/(?![/\\]))[^\s\\]*$/i, 'must be an http(s) address or a path that begins with one slash'),
)

/** What a service says to make a notification. */
export const NotificationContent = v.object({
  kind: v.pipe(text(64), v.regex(/^[A-Za-z0-9_.:-]+$/)),
  level: v.picklist(['info', 'success', 'warning', 'error']),
  title: text(200),
  message: v.pipe(v.string(), v.maxLength(2000)),
  link: v.optional(Link),
  actions: v.optional(
    v.pipe(
      v.array(
        v.object({
          label: text(60),
          url: v.optional(Link),
          event: v.optional(text(64)),
          style: v.picklist(['primary', 'secondary']),
        }),
      ),
      v.maxLength(4),
    ),
  ),
})

export const Notification = v.object({
  id: text(64),
  ...NotificationContent.entries,
  createdAt: Timestamp,
  read: v.boolean(),
})
export type Notification = v.InferOutput<typeof Notification>

const NotificationList = v.object({
  items: v.array(Notification),
  unreadCount: Count,
  /** Ask `GET /api/notifications?before=` with it for older ones; `null` at the end. */
  nextCursor: v.nullable(v.string()),
})

/** Older ones, as `GET /api/notifications` brings them. */
const NotificationPage = v.object({ items: v.array(Notification), nextCursor: v.nullable(v.string()) })

const Ids = v.pipe(v.array(text(64)), v.minLength(1), v.maxLength(200))
const IdsOrAll = v.union([v.literal('all'), Ids])

/** The same items, those told of now read, or unread; what is so already stays the very object it was. */
function mark(items: readonly Notification[], ids: 'all' | readonly string[], read: boolean): Notification[] {
  const covers = ids === 'all' ? () => true : (id: string) => ids.includes(id)
  return items.map((item) => (item.read !== read && covers(item.id) ? { ...item, read } : item))
}

type List = v.InferOutput<typeof NotificationList>
type Page = v.InferOutput<typeof NotificationPage>

const nothing = (): List => ({ items: [], unreadCount: 0, nextCursor: null })

/** What a list was before a clear that is not confirmed yet: taking that back needs no server. */
const beforeClear = new WeakMap<object, object>()

/** Without any items, and what it was can be had again. */
function cleared<T extends object>(list: T, empty: T): T {
  beforeClear.set(empty, list)
  return empty
}

const isList = (page: Page): page is List => 'unreadCount' in page

const emptyPage = (): Page => ({ items: [], nextCursor: null })

/** The first page stays one, so that it goes on taking what is new. */
const emptied = (page: Page): Page => (isList(page) ? nothing() : emptyPage())

/** Newest items that a snapshot holds. */
export const HEAD_SIZE = 50

/** For how long what was cleared can be had back. */
export const RESTORE_MS = 5 * 60 * 1000

export const notifications = defineStream({
  name: 'notifications',
  param: Owner,
  data: NotificationList,
  initial: nothing,
  access: (user, owner) => owner === user.userId,
  kind: { retention: { events: 1_000, maxAgeMs: 30 * 24 * 60 * 60 * 1000 } },
  events: {
    notification: {
      schema: v.object({ notification: Notification, unreadCount: Count }),
      reduce: (list, { notification, unreadCount }) => {
        const items = [notification, ...list.items.slice(0, HEAD_SIZE - 1)]
        // A cursor is the id of the last item shown: what falls off the end is on the next page.
        const full = list.items.length >= HEAD_SIZE
        return { items, unreadCount, nextCursor: full ? (items.at(-1)?.id ?? null) : list.nextCursor }
      },
    },
    notification_read: {
      schema: v.object({ ids: IdsOrAll, unreadCount: Count }),
      reduce: (list, { ids, unreadCount }) => ({ ...list, items: mark(list.items, ids, true), unreadCount }),
    },
    notification_unread: {
      schema: v.object({ ids: Ids, unreadCount: Count }),
      reduce: (list, { ids, unreadCount }) => ({ ...list, items: mark(list.items, ids, false), unreadCount }),
    },
    notification_cleared: {
      schema: v.object({ unreadCount: v.literal(0) }),
      replaces: true,
      reduce: nothing,
    },
    // What was cleared is behind and between what has come since, so the event tells the whole head.
    notification_restored: {
      schema: NotificationList,
      replaces: true,
      reduce: (_, head) => head,
    },
  },
  commands: {
    notification_read: {
      schema: v.object({ ids: IdsOrAll }),
      send: 'durable',
      param: () => 'me' as const,
      optimistic: (list, { ids }) => {
        const items = mark(list.items, ids, true)
        const newlyRead = items.filter((item, n) => item !== list.items[n]).length
        return { ...list, items, unreadCount: ids === 'all' ? 0 : Math.max(0, list.unreadCount - newlyRead) }
      },
    },
    notification_unread: {
      schema: v.object({ ids: Ids }),
      send: 'durable',
      param: () => 'me' as const,
      optimistic: (list, { ids }) => {
        const items = mark(list.items, ids, false)
        const newlyUnread = items.filter((item, n) => item !== list.items[n]).length
        return { ...list, items, unreadCount: list.unreadCount + newlyUnread }
      },
    },
    notification_clear: {
      schema: v.object({}),
      send: 'durable',
      param: () => 'me' as const,
      optimistic: (list) => cleared(list, nothing()),
    },
    /** Gives back what the last `notification_clear` took, within RESTORE_MS of it. */
    notification_restore: {
      schema: v.object({}),
      send: 'durable',
      param: () => 'me' as const,
      // Of a clear that is confirmed, only the server knows what there was.
      optimistic: (list) => (beforeClear.get(list) as List | undefined) ?? list,
    },
  },
  pages: {
    schema: NotificationPage,
    events: {
      // Only a snapshot counts the unread: in front of it stands what is new.
      notification: (page, { notification }) =>
        isList(page) ? { ...page, items: [notification, ...page.items] } : page,
      notification_read: (page, { ids }) => ({ ...page, items: mark(page.items, ids, true) }),
      notification_unread: (page, { ids }) => ({ ...page, items: mark(page.items, ids, false) }),
      notification_cleared: emptied,
      // Where each page began and ended nobody knows any more; one may be on its way by a cursor from before the clear.
      notification_restored: emptyPage,
    },
    commands: {
      notification_read: (page, { ids }) => ({ ...page, items: mark(page.items, ids, true) }),
      notification_unread: (page, { ids }) => ({ ...page, items: mark(page.items, ids, false) }),
      notification_clear: (page) => cleared(page, emptied(page)),
      notification_restore: (page) => (beforeClear.get(page) as Page | undefined) ?? page,
    },
  },
})
