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

const Ids = v.union([v.literal('all'), v.pipe(v.array(text(64)), v.minLength(1), v.maxLength(200))])

/** The same items, those told of now read; what was read already stays the very object it was. */
function read(items: readonly Notification[], ids: 'all' | readonly string[]): Notification[] {
  const covers = ids === 'all' ? () => true : (id: string) => ids.includes(id)
  return items.map((item) => (!item.read && covers(item.id) ? { ...item, read: true } : item))
}

/** Newest items that a snapshot holds. */
export const HEAD_SIZE = 50

export const notifications = defineStream({
  name: 'notifications',
  param: Owner,
  data: NotificationList,
  initial: () => ({ items: [], unreadCount: 0, nextCursor: null }),
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
      schema: v.object({ ids: Ids, unreadCount: Count }),
      reduce: (list, { ids, unreadCount }) => ({ ...list, items: read(list.items, ids), unreadCount }),
    },
    notification_cleared: {
      schema: v.object({ unreadCount: v.literal(0) }),
      reduce: () => ({ items: [], unreadCount: 0, nextCursor: null }),
    },
  },
  commands: {
    notification_read: {
      schema: v.object({ ids: Ids }),
      send: 'durable',
      param: () => 'me' as const,
      optimistic: (list, { ids }) => {
        const items = read(list.items, ids)
        const newlyRead = items.filter((item, n) => item !== list.items[n]).length
        return { ...list, items, unreadCount: ids === 'all' ? 0 : Math.max(0, list.unreadCount - newlyRead) }
      },
    },
    notification_clear: {
      schema: v.object({}),
      send: 'durable',
      param: () => 'me' as const,
      optimistic: () => ({ items: [], unreadCount: 0, nextCursor: null }),
    },
  },
  pages: {
    schema: NotificationPage,
    events: {
      // Only a snapshot counts the unread: in front of it stands what is new.
      notification: (page, { notification }) =>
        'unreadCount' in page ? { ...page, items: [notification, ...page.items] } : page,
      notification_read: (page, { ids }) => ({ ...page, items: read(page.items, ids) }),
      notification_cleared: () => ({ items: [], nextCursor: null }),
    },
    commands: {
      notification_read: (page, { ids }) => ({ ...page, items: read(page.items, ids) }),
      notification_clear: () => ({ items: [], nextCursor: null }),
    },
  },
})
