/**
 * A server's notifications in memory: a list far longer than a snapshot, its log, and pages of it, spoken through a
 * scripted page. It exists because lists must shift under pages that are on their way, by the hundred and in exact order.
 */
import type { Position } from 'pitchey-live/core'
import { HEAD_SIZE, type Notification } from '../../src/protocol/streams/notifications.js'
import type { SubscribeAnswer } from './scriptedPage.js'

interface Logged {
  readonly type: string
  readonly data: unknown
  readonly offset: number
}

/** @param say delivers to whoever is connected */
export function serveNotifications(say: (message: object) => void) {
  const EPOCH = 'e'
  let items: readonly Notification[] = []
  /** What the last clear took; `null` when there was none, or it was taken back. */
  let taken: readonly Notification[] | null = null
  let made = 0
  const log: Logged[] = []
  /** Offset before which the log is gone. */
  let floor = 0
  /** What a replica that lags has. */
  let replica: { readonly items: readonly Notification[]; readonly position: Position } | null = null

  const position = (): Position => ({ epoch: EPOCH, offset: log.length })
  const unreadCount = () => items.filter(({ read }) => !read).length
  const publish = (type: string, data: object) => {
    const event = { type, data: { ...data, unreadCount: unreadCount() }, offset: log.length + 1 }
    log.push(event)
    setTimeout(() => say({ ...event, topic: 'notifications:me', epoch: EPOCH }), 1)
  }
  const slice = (list: readonly Notification[]) => {
    const some = list.slice(0, HEAD_SIZE)
    return { items: some, nextCursor: list.length > HEAD_SIZE ? (some.at(-1)?.id ?? null) : null }
  }

  return {
    /** What there is, newest first. */
    all: () => items,
    unreadCount,
    position,
    arrive: (count = 1) => {
      for (let n = 0; n < count; n += 1) {
        made += 1
        const notification: Notification = {
          id: `1-${made}`,
          kind: 'test',
          level: 'info',
          title: `Number ${made}`,
          message: '',
          createdAt: '2026-05-01T12:00:00.000Z',
          read: false,
        }
        items = [notification, ...items]
        publish('notification', { notification })
      }
    },
    read: (ids: 'all' | readonly string[]) => {
      items = items.map((item) => (ids === 'all' || ids.includes(item.id) ? { ...item, read: true } : item))
      publish('notification_read', { ids })
    },
    unread: (ids: readonly string[]) => {
      items = items.map((item) => (ids.includes(item.id) ? { ...item, read: false } : item))
      publish('notification_unread', { ids })
    },
    clear: () => {
      taken = items
      items = []
      publish('notification_cleared', {})
    },
    restore: () => {
      if (!taken) return
      items = [...items, ...taken]
      taken = null
      publish('notification_restored', slice(items))
    },
    trim: () => {
      floor = log.length
    },
    snapshot: () => ({ data: { ...slice(items), unreadCount: unreadCount() }, position: position() }),
    page: (cursor: string) => {
      const number = (id: string) => Number(id.split('-')[1])
      const { items: all, position: at } = replica ?? { items, position: position() }
      return { data: slice(all.filter(({ id }) => number(id) < number(cursor))), position: at }
    },
    /** From now on, pages are read from a replica that stands still; or that has caught up. */
    lagPages: (lags: boolean) => void (replica = lags ? { items, position: position() } : null),
    answer: (topic: string, { epoch, offset }: SubscribeAnswer) => {
      const at = { topic, epoch: EPOCH, offset: log.length }
      if (typeof offset !== 'number') return { ...at, recovered: null, events: [] }
      if (epoch !== EPOCH) return { ...at, recovered: false, reason: 'epoch', events: [] }
      if (offset < floor) return { ...at, recovered: false, reason: 'trimmed', events: [] }
      return { ...at, recovered: true, events: log.slice(offset) }
    },
  }
}
