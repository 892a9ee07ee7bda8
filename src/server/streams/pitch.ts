import type { PitchAnalytics } from '../../protocol/analytics.js'
import { ProtocolError } from '../../protocol/errorCodes.js'
import type { User } from '../../protocol/stream.js'
import { dashboard } from '../../protocol/streams/dashboard.js'
import { pitch as stream } from '../../protocol/streams/pitch.js'
import { topicOf } from '../../protocol/topic.js'
import { isoTime } from '../clock.js'
import { numberAt, textAt, type Transaction } from '../database/database.js'
import type { Writing } from '../log/publish.js'
import { notify } from './notifications.js'
import { serve } from './serverStream.js'

/** One person's views of one pitch count once in this time. */
const VIEW_WINDOW_MS = 30 * 60_000
const RECENT_VIEWERS = 10

export const pitch = serve(stream, {
  exists: async (tx, pitchId) => (await findPitch(tx, pitchId)) !== null,
  durable: {
    async pitch_view(writing, user, { pitchId }) {
      const found = await findPitch(writing, pitchId)
      if (!found) throw new ProtocolError('not_found', `There is no pitch ${pitchId}`)
      if (found.ownerId !== user.userId) await countView(writing, user, { ...found, pitchId })
      return {}
    },
  },
  async aggregate(writing, topic, pitchId) {
    const data = await readViews(writing, pitchId)
    // Both come from JSON with the same order of keys: the state is what this function said last.
    return JSON.stringify(data) === JSON.stringify(topic.state()) ? null : { type: 'pitch_view', data }
  },
})

export async function findPitch(
  tx: Transaction,
  pitchId: number,
): Promise<{ readonly ownerId: number; readonly title: string } | null> {
  const [row] = await tx.query('SELECT owner_id, title FROM pitches WHERE id = $1', [pitchId])
  return row ? { ownerId: numberAt(row, 'owner_id'), title: textAt(row, 'title') } : null
}

interface ViewedPitch {
  readonly pitchId: number
  readonly ownerId: number
  readonly title: string
}

async function countView(writing: Writing, viewer: User, { pitchId, ownerId, title }: ViewedPitch): Promise<void> {
  const [counted] = await writing.query(
    `INSERT INTO pitch_viewer (pitch_id, viewer_id, username, views, last_at, again_at, notified)
     VALUES ($1, $2, $3, 1, $4, $5, 0)
     ON CONFLICT (pitch_id, viewer_id) DO UPDATE SET views = pitch_viewer.views + 1, username = excluded.username,
       last_at = excluded.last_at, again_at = excluded.again_at
     WHERE pitch_viewer.again_at <= excluded.last_at
     RETURNING views, notified`,
    [pitchId, viewer.userId, viewer.username, writing.now, writing.now + VIEW_WINDOW_MS],
  )
  if (!counted) return
  await writing.query('INSERT INTO pitch_view (pitch_id, viewer_id, at) VALUES ($1, $2, $3)', [
    pitchId,
    viewer.userId,
    writing.now,
  ])
  await writing.query(
    'UPDATE pitches SET view_count = view_count + 1, unique_viewers = unique_viewers + $2 WHERE id = $1',
    [pitchId, numberAt(counted, 'views') === 1 ? 1 : 0],
  )
  await writing.markDirty(topicOf(stream, pitchId))
  await writing.markDirty(topicOf(dashboard, ownerId))
  if (numberAt(counted, 'notified') === 1) return
  await writing.query('UPDATE pitch_viewer SET notified = 1 WHERE pitch_id = $1 AND viewer_id = $2', [
    pitchId,
    viewer.userId,
  ])
  await notify(writing, ownerId, {
    kind: 'pitch_view',
    level: 'info',
    title: `${viewer.username} viewed “${title}”`.slice(0, 200),
    message: 'A first look at your pitch.',
    link: `/pitch/${pitchId}`,
  })
}

async function readViews(tx: Transaction, pitchId: number) {
  const [counts] = await tx.query('SELECT view_count, unique_viewers FROM pitches WHERE id = $1', [pitchId])
  const viewers = await tx.query(
    `SELECT viewer_id, username, last_at FROM pitch_viewer WHERE pitch_id = $1
     ORDER BY last_at DESC, viewer_id LIMIT $2`,
    [pitchId, RECENT_VIEWERS],
  )
  return {
    pitchId,
    viewCount: counts ? numberAt(counts, 'view_count') : 0,
    uniqueViewers: counts ? numberAt(counts, 'unique_viewers') : 0,
    recentViewers: viewers.map((row) => ({
      userId: numberAt(row, 'viewer_id'),
      username: textAt(row, 'username'),
      viewedAt: isoTime(numberAt(row, 'last_at')),
    })),
  }
}

const HOUR_MS = 3_600_000

/** Views per full hour (UTC), oldest first; the last bucket is the hour that runs. */
export async function readAnalytics(
  tx: Transaction,
  pitchId: number,
  hours: number,
  now: number,
): Promise<PitchAnalytics['buckets']> {
  const first = Math.floor(now / HOUR_MS) - hours + 1
  const rows = await tx.query(
    `SELECT at / ${HOUR_MS} AS hour, COUNT(*) AS views, COUNT(DISTINCT viewer_id) AS viewers
     FROM pitch_view WHERE pitch_id = $1 AND at >= $2 GROUP BY at / ${HOUR_MS}`,
    [pitchId, first * HOUR_MS],
  )
  const counted = new Map(rows.map((row) => [numberAt(row, 'hour'), row]))
  return Array.from({ length: hours }, (_, index) => {
    const row = counted.get(first + index)
    return {
      start: isoTime((first + index) * HOUR_MS),
      views: row ? numberAt(row, 'views') : 0,
      uniqueViewers: row ? numberAt(row, 'viewers') : 0,
    }
  })
}

/** All of those hours together: somebody who came in two of them is one. */
export async function readTotals(
  tx: Transaction,
  pitchId: number,
  hours: number,
  now: number,
): Promise<PitchAnalytics['totals']> {
  const first = Math.floor(now / HOUR_MS) - hours + 1
  const [row] = await tx.query(
    'SELECT COUNT(*) AS views, COUNT(DISTINCT viewer_id) AS viewers FROM pitch_view WHERE pitch_id = $1 AND at >= $2',
    [pitchId, first * HOUR_MS],
  )
  return { views: row ? numberAt(row, 'views') : 0, uniqueViewers: row ? numberAt(row, 'viewers') : 0 }
}
