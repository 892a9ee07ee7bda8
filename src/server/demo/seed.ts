import type { Database } from '../database/database.js'
import type { Publish, Writing } from '../log/publish.js'
import { setMetrics } from '../streams/dashboard.js'
import { setCollaborators } from '../streams/draftCollaborators.js'
import { notify } from '../streams/notifications.js'
import { setParticipants } from '../streams/participants.js'
import { dashboard } from '../../protocol/streams/dashboard.js'
import { pitch } from '../../protocol/streams/pitch.js'
import { topicOf } from '../../protocol/topic.js'
import { PITCHES, VISITORS } from './people.js'

/** Fills an empty database, through the ordinary ways in; does nothing to one that has pitches. */
export async function seed(database: Database, publish: Publish): Promise<boolean> {
  await publish(seedDrafts)
  await publish(seedConversations)
  const known = await database.read((tx) => tx.query('SELECT id FROM pitches LIMIT 1'))
  if (known.length > 0) return false
  for (const content of NOTIFICATIONS) await publish((writing) => notify(writing, 1, content))
  await publish(async (writing) => {
    for (const { id, ownerId, title } of PITCHES)
      await writing.query(
        'INSERT INTO pitches (id, owner_id, title, view_count, unique_viewers) VALUES ($1, $2, $3, 0, 0)',
        [id, ownerId, title],
      )
    for (const [index, { id, ownerId }] of PITCHES.entries()) {
      await pastViews(writing, id, 9 - index)
      await writing.markDirty(topicOf(pitch, id))
      await writing.markDirty(topicOf(dashboard, ownerId))
    }
    await setMetrics(writing, 1, { totalRevenue: 48_250, activeInvestors: 7, newMessages: 3 })
    await setMetrics(writing, 3, { totalRevenue: 12_900, activeInvestors: 2, newMessages: 1 })
  })
  return true
}

/** Ben may edit Ana's `pitch_1`. Once: a database from before there were drafts has none, and who took him out meant it. */
async function seedDrafts(writing: Writing): Promise<void> {
  const first = await writing.query(
    "INSERT INTO rt_meta (key, value) VALUES ('demoDrafts', '1') ON CONFLICT (key) DO NOTHING RETURNING key",
  )
  if (first.length > 0) await setCollaborators(writing, '1.pitch_1', [2])
}

/** Who types to whom, by the names that the demo gives its conversations. Once, as above. */
async function seedConversations(writing: Writing): Promise<void> {
  const first = await writing.query(
    "INSERT INTO rt_meta (key, value) VALUES ('demoConversations', '1') ON CONFLICT (key) DO NOTHING RETURNING key",
  )
  if (first.length === 0) return
  for (const userIds of [
    [1, 2],
    [1, 3],
    [2, 3],
    [1, 2, 3],
  ])
    await setParticipants(writing, userIds.join('-'), userIds)
}

const HOUR_MS = 3_600_000

/** A day that begins slowly and ends busily; nobody's second look within the half hour. */
async function pastViews(writing: Writing, pitchId: number, busyness: number): Promise<void> {
  const last = new Map<number, { readonly username: string; readonly at: number; readonly views: number }>()
  for (let view = 0; view < busyness * 2; view += 1) {
    const visitor = VISITORS[(view + pitchId) % VISITORS.length]
    if (!visitor) continue
    const hoursAgo = 23 * (1 - view / (busyness * 2)) ** 1.5 + 0.7
    const at = Math.round(writing.now - hoursAgo * HOUR_MS)
    await writing.query('INSERT INTO pitch_view (pitch_id, viewer_id, at) VALUES ($1, $2, $3)', [
      pitchId,
      visitor.userId,
      at,
    ])
    const views = (last.get(visitor.userId)?.views ?? 0) + 1
    last.set(visitor.userId, { username: visitor.username, at, views })
  }
  for (const [userId, { username, at, views }] of last)
    await writing.query(
      `INSERT INTO pitch_viewer (pitch_id, viewer_id, username, views, last_at, again_at, notified)
       VALUES ($1, $2, $3, $4, $5, $6, 1)`,
      [pitchId, userId, username, views, at, at + HOUR_MS / 2],
    )
  await writing.query('UPDATE pitches SET view_count = $2, unique_viewers = $3 WHERE id = $1', [
    pitchId,
    busyness * 2,
    last.size,
  ])
}

const NOTIFICATIONS = [
  {
    kind: 'welcome',
    level: 'info',
    title: 'Welcome to Pitchey',
    message: 'Everything on this page is live. Open it twice and watch.',
  },
  {
    kind: 'nda_approved',
    level: 'success',
    title: 'NDA approved',
    message: 'Farah may now read the full treatment of “Midnight Harvest”.',
    link: '/pitch/2',
  },
  {
    kind: 'investment_offer',
    level: 'warning',
    title: 'Offer expires tomorrow',
    message: 'Goran offered 15,000 for “Seven Kinds of Rain”.',
    link: '/pitch/3',
    actions: [
      { label: 'Review offer', url: '/pitch/3', style: 'primary' },
      { label: 'Later', event: 'offer_snoozed', style: 'secondary' },
    ],
  },
] as const satisfies readonly Parameters<typeof notify>[2][]

/** Earlier views count again and are news again, so that the demo can be shown twice. */
export const rewind = (database: Database): Promise<void> =>
  database.write(async (tx) => {
    await tx.query('UPDATE pitch_viewer SET again_at = 0, notified = 0')
  })
