import type * as v from 'valibot'
import type { DataOf } from '../../protocol/stream.js'
import { dashboard as stream, type SettableMetrics } from '../../protocol/streams/dashboard.js'
import { topicOf } from '../../protocol/topic.js'
import { isoTime } from '../clock.js'
import { numberAt, type Transaction } from '../database/database.js'
import type { Writing } from '../log/publish.js'
import { serve } from './serverStream.js'

type Metrics = Omit<DataOf<typeof stream>, 'updatedAt'>
type Settable = v.InferOutput<typeof SettableMetrics>

export const dashboard = serve(stream, {
  async aggregate(writing, topic, owner) {
    // A domain row or a topic is always named by number; `me` ends at the door.
    const current = await readMetrics(writing, Number(owner))
    const published = topic.state() as Metrics // the fold of this stream's own events
    const changed = METRICS.filter((name) => current[name] !== published[name])
    if (changed.length === 0) return null
    const update = Object.fromEntries(changed.map((name) => [name, current[name]]))
    return { type: 'dashboard_update', data: { ...update, updatedAt: isoTime(writing.now) } }
  },
})

const METRICS = ['pitchViews', 'totalRevenue', 'activeInvestors', 'newMessages'] as const

/** Sets some metrics; the event follows, coalesced. */
export async function setMetrics(writing: Writing, userId: number, some: Partial<Settable>): Promise<Metrics> {
  await writing.query(
    `INSERT INTO dashboard (user_id, total_revenue, active_investors, new_messages) VALUES ($1, 0, 0, 0)
     ON CONFLICT (user_id) DO NOTHING`,
    [userId],
  )
  await writing.query(
    `UPDATE dashboard SET total_revenue = COALESCE($2, total_revenue),
       active_investors = COALESCE($3, active_investors), new_messages = COALESCE($4, new_messages)
     WHERE user_id = $1`,
    [userId, some.totalRevenue ?? null, some.activeInvestors ?? null, some.newMessages ?? null],
  )
  await writing.markDirty(topicOf(stream, userId))
  return readMetrics(writing, userId)
}

async function readMetrics(tx: Transaction, userId: number): Promise<Metrics> {
  const [views] = await tx.query('SELECT COALESCE(SUM(view_count), 0) AS views FROM pitches WHERE owner_id = $1', [
    userId,
  ])
  const [row] = await tx.query(
    'SELECT total_revenue, active_investors, new_messages FROM dashboard WHERE user_id = $1',
    [userId],
  )
  return {
    pitchViews: views ? numberAt(views, 'views') : 0,
    totalRevenue: row ? numberAt(row, 'total_revenue') : 0,
    activeInvestors: row ? numberAt(row, 'active_investors') : 0,
    newMessages: row ? numberAt(row, 'new_messages') : 0,
  }
}
