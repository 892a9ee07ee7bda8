import type * as v from 'valibot'
import { draft as stream } from '../../protocol/streams/draft.js'
import { NEVER } from '../../protocol/streams/values.js'
import { isoTime } from '../clock.js'
import { numberAt, textAt, type Row, type SqlValue, type Transaction } from '../database/database.js'

/** Who saved a draft, and when, without what they saved. */
export interface Save {
  readonly revision: number
  readonly draftType: string | null
  readonly updatedAt: string
  readonly updatedBy: { readonly userId: number; readonly username: string } | null
}

/** One of a user's drafts, or one that they were let into. */
export interface ListedDraft extends Save {
  readonly ownerId: number
  readonly draftId: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** `before` of the next page; `null` at the end. */
  readonly nextCursor: string | null
}

/** The newest revisions come first. `before`: only older ones than this. */
export async function readRevisions(
  tx: Transaction,
  { ownerId, draftId }: { readonly ownerId: number; readonly draftId: string },
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<Page<Save>> {
  const rows = await tx.query(
    `SELECT revision, draft_type, user_id, username, at FROM draft_revision
     WHERE owner_id = $1 AND draft_id = $2 AND revision < $3 ORDER BY revision DESC LIMIT $4`,
    [ownerId, draftId, before, limit + 1],
  )
  return pageOf(rows.map(saveOf), limit, ({ revision }) => String(revision))
}

/** A revision as it was saved: the event at that offset. `null`: not kept any more, or not there yet. */
export async function readRevision(
  tx: Transaction,
  topic: string,
  revision: number,
): Promise<v.InferOutput<typeof stream.events.draft_sync.schema> | null> {
  const [row] = await tx.query('SELECT data FROM rt_event WHERE topic = $1 AND off = $2', [topic, revision])
  // What `draft_sync` was when it was appended.
  return row ? (JSON.parse(textAt(row, 'data')) as v.InferOutput<typeof stream.events.draft_sync.schema>) : null
}

/** Where a page of drafts ends: they are in order of time, then of name. */
export interface DraftCursor {
  readonly at: number
  readonly ownerId: number
  readonly draftId: string
}

const NEWEST =
  '(SELECT MAX(h.revision) FROM draft_revision h WHERE h.owner_id = r.owner_id AND h.draft_id = r.draft_id)'
const SAVED = 'r.revision, r.draft_type, r.user_id, r.username'

/** This user's drafts, and those that they were let into, saved or not; the last saved first. */
export async function readDrafts(
  tx: Transaction,
  userId: number,
  { before, limit }: { readonly before: DraftCursor | null; readonly limit: number },
): Promise<Page<ListedDraft>> {
  const from: readonly SqlValue[] = before ? [before.at, before.ownerId, before.draftId] : [null, 0, '']
  const rows = await tx.query(
    `SELECT * FROM (
       SELECT r.owner_id, r.draft_id, r.at, ${SAVED} FROM draft_revision r
       WHERE r.owner_id = $1 AND r.revision = ${NEWEST}
       UNION ALL
       SELECT c.owner_id, c.draft_id, COALESCE(r.at, 0) AS at, ${SAVED} FROM draft_collaborator c
       LEFT JOIN draft_revision r ON r.owner_id = c.owner_id AND r.draft_id = c.draft_id AND r.revision = ${NEWEST}
       WHERE c.user_id = $1
     ) listed
     WHERE CAST($2 AS BIGINT) IS NULL OR at < $2
       OR (at = $2 AND (owner_id > $3 OR (owner_id = $3 AND draft_id > $4)))
     ORDER BY at DESC, owner_id, draft_id LIMIT $5`,
    [userId, ...from, limit + 1],
  )
  const drafts = rows.map((row) => ({
    ownerId: numberAt(row, 'owner_id'),
    draftId: textAt(row, 'draft_id'),
    ...saveOf(row),
  }))
  const cursorOf = (last: ListedDraft) => `${Date.parse(last.updatedAt)}.${last.ownerId}.${last.draftId}`
  return pageOf(drafts, limit, cursorOf)
}

/** Everybody who was let in, by number. */
export async function readCollaborators(
  tx: Transaction,
  { ownerId, draftId }: { readonly ownerId: number; readonly draftId: string },
): Promise<readonly number[]> {
  const rows = await tx.query(
    'SELECT user_id FROM draft_collaborator WHERE owner_id = $1 AND draft_id = $2 ORDER BY user_id',
    [ownerId, draftId],
  )
  return rows.map((row) => numberAt(row, 'user_id'))
}

function pageOf<Item>(found: readonly Item[], limit: number, cursorOf: (last: Item) => string): Page<Item> {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: found.length > limit && last ? cursorOf(last) : null }
}

const saveOf = (row: Row): Save =>
  row['revision'] === null
    ? { revision: 0, draftType: null, updatedAt: NEVER, updatedBy: null }
    : {
        revision: numberAt(row, 'revision'),
        draftType: textAt(row, 'draft_type'),
        updatedAt: isoTime(numberAt(row, 'at')),
        updatedBy: { userId: numberAt(row, 'user_id'), username: textAt(row, 'username') },
      }
