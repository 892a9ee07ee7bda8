import type * as v from 'valibot'
import { ProtocolError } from '../../protocol/errorCodes.js'
import {
  HEAD_SIZE,
  notifications as stream,
  RESTORE_MS,
  type Notification,
  type NotificationContent,
} from '../../protocol/streams/notifications.js'
import { isoTime } from '../clock.js'
import { numberAt, textAt, type Row, type Transaction } from '../database/database.js'
import type { LockedTopic } from '../log/heldTopic.js'
import type { Writing } from '../log/publish.js'
import { serve } from './serverStream.js'

export const notifications = serve(stream, {
  durable: {
    async notification_read(writing, { userId }, { ids }) {
      const topic = await lockTopic(writing, userId)
      const changed = await mark(writing, userId, ids, 1)
      if (changed === 0) return {}
      const unreadCount = await countUnread(writing, userId)
      return { position: writing.append(topic, 'notification_read', { ids, unreadCount }) }
    },
    async notification_unread(writing, { userId }, { ids }) {
      const topic = await lockTopic(writing, userId)
      const changed = await mark(writing, userId, ids, 0)
      if (changed === 0) return {}
      const unreadCount = await countUnread(writing, userId)
      return { position: writing.append(topic, 'notification_unread', { ids, unreadCount }) }
    },
    async notification_clear(writing, { userId }) {
      const topic = await lockTopic(writing, userId)
      if (!(await clear(writing, userId))) return {}
      return { position: writing.append(topic, 'notification_cleared', { unreadCount: 0 }) }
    },
    async notification_restore(writing, { userId }) {
      const topic = await lockTopic(writing, userId)
      if (!(await restore(writing, userId))) return {}
      const head = await readPage(writing, userId, { before: null, limit: HEAD_SIZE, unread: false })
      const unreadCount = await countUnread(writing, userId)
      return { position: writing.append(topic, 'notification_restored', { ...head, unreadCount }) }
    },
  },
})

/** Makes a notification. Takes this transaction's one lock. */
export async function notify(
  writing: Writing,
  userId: number,
  content: v.InferOutput<typeof NotificationContent>,
): Promise<Notification> {
  const topic = await lockTopic(writing, userId)
  const offset = topic.nextOffset()
  await writing.query(
    'INSERT INTO notifications (user_id, off, content, created_at, read) VALUES ($1, $2, $3, $4, 0)',
    [userId, offset, JSON.stringify(content), writing.now],
  )
  const notification = { ...content, id: `${userId}-${offset}`, createdAt: isoTime(writing.now), read: false }
  writing.append(topic, 'notification', { notification, unreadCount: await countUnread(writing, userId) })
  return notification
}

interface Page {
  readonly items: readonly Notification[]
  /** `before` of the next page; `null` at the end. */
  readonly nextCursor: string | null
}

/** One page, newest first. `before`: only older ones than this id. */
export async function readPage(
  tx: Transaction,
  userId: number,
  { before, limit, unread }: { before: string | null; limit: number; unread: boolean },
): Promise<Page> {
  const below = before === null ? Number.MAX_SAFE_INTEGER : offsetOf(userId, before)
  const rows = await tx.query(
    `SELECT off, content, created_at, read FROM notifications
     WHERE user_id = $1 AND off < $2 AND read <= $3 ORDER BY off DESC LIMIT $4`,
    [userId, below ?? 0, unread ? 0 : 1, limit + 1],
  )
  const items = rows.slice(0, limit).map((row) => fromRow(userId, row))
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** An id is the user and the offset of the event that made it, so ids sort as events do. `null`: not this user's. */
export function offsetOf(userId: number, id: string): number | null {
  const match = /^(\d{1,16})-([1-9]\d{0,15})$/.exec(id)
  return match && Number(match[1]) === userId ? Number(match[2]) : null
}

// Rows change only under the topic's lock: one read or cleared before it could miss, or outlive, what the event says.
async function lockTopic(writing: Writing, userId: number): Promise<LockedTopic> {
  const [topic] = await writing.lock([{ stream, param: userId }])
  if (!topic) throw new Error('Locking one topic gave none')
  return topic
}

/** @returns how many were not so before */
async function mark(tx: Transaction, userId: number, ids: 'all' | readonly string[], read: 0 | 1): Promise<number> {
  if (ids === 'all') {
    const rows = await tx.query('UPDATE notifications SET read = $2 WHERE user_id = $1 AND read <> $2 RETURNING off', [
      userId,
      read,
    ])
    return rows.length
  }
  let changed = 0
  for (const id of ids) {
    const offset = offsetOf(userId, id)
    if (offset === null) continue
    const rows = await tx.query(
      'UPDATE notifications SET read = $3 WHERE user_id = $1 AND off = $2 AND read <> $3 RETURNING off',
      [userId, offset, read],
    )
    changed += rows.length
  }
  return changed
}

/** Puts all of them aside; what an earlier clear put there is gone for good. @returns was there anything? */
async function clear(writing: Writing, userId: number): Promise<boolean> {
  const [one] = await writing.query('SELECT off FROM notifications WHERE user_id = $1 LIMIT 1', [userId])
  if (!one) return false
  await writing.query('DELETE FROM notification_cleared WHERE user_id = $1', [userId])
  await writing.query(
    `INSERT INTO notification_cleared (user_id, off, content, created_at, read, cleared_at)
     SELECT user_id, off, content, created_at, read, CAST($2 AS BIGINT) FROM notifications WHERE user_id = $1`,
    [userId, writing.now],
  )
  await writing.query('DELETE FROM notifications WHERE user_id = $1', [userId])
  await writing.query(
    `INSERT INTO notification_clear (user_id, at, restored) VALUES ($1, $2, 0)
     ON CONFLICT (user_id) DO UPDATE SET at = $2, restored = 0`,
    [userId, writing.now],
  )
  return true
}

/**
 * Puts back what the last clear put aside. @returns `false`: that was done already
 * @throws ProtocolError when there is nothing to put back any more
 */
async function restore(writing: Writing, userId: number): Promise<boolean> {
  const [last] = await writing.query('SELECT at, restored FROM notification_clear WHERE user_id = $1', [userId])
  if (!last) throw new ProtocolError('conflict', 'Nothing was cleared')
  if (numberAt(last, 'restored') === 1) return false
  if (writing.now - numberAt(last, 'at') >= RESTORE_MS)
    throw new ProtocolError('conflict', 'It was cleared more than 5 minutes ago, and is gone')
  await writing.query(
    `INSERT INTO notifications (user_id, off, content, created_at, read)
     SELECT user_id, off, content, created_at, read FROM notification_cleared WHERE user_id = $1`,
    [userId],
  )
  await writing.query('DELETE FROM notification_cleared WHERE user_id = $1', [userId])
  await writing.query('UPDATE notification_clear SET restored = 1 WHERE user_id = $1', [userId])
  return true
}

async function countUnread(tx: Transaction, userId: number): Promise<number> {
  const [row] = await tx.query('SELECT COUNT(*) AS unread FROM notifications WHERE user_id = $1 AND read = 0', [userId])
  return row ? numberAt(row, 'unread') : 0
}

const fromRow = (userId: number, row: Row): Notification => ({
  ...(JSON.parse(textAt(row, 'content')) as v.InferOutput<typeof NotificationContent>), // `notify` wrote it
  id: `${userId}-${numberAt(row, 'off')}`,
  createdAt: isoTime(numberAt(row, 'created_at')),
  read: numberAt(row, 'read') === 1,
})
