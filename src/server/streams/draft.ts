import { ProtocolError } from '../../protocol/errorCodes.js'
import { DRAFT_REVISIONS, MAX_DRAFT_BYTES } from '../../protocol/limits.js'
import type { DataOf, Position, User } from '../../protocol/stream.js'
import { draft as stream, ownerAndId, wholeName } from '../../protocol/streams/draft.js'
import { isoTime } from '../clock.js'
import type { Transaction } from '../database/database.js'
import type { LockedTopic } from '../log/heldTopic.js'
import type { Writing } from '../log/publish.js'
import { readRevision } from './draftHistory.js'
import { serve } from './serverStream.js'

type Draft = DataOf<typeof stream>

export const draft = serve(stream, {
  admits: mayEdit,
  durable: {
    async draft_sync(writing, user, { draftId, draftType, content, baseRevision }) {
      const bytes = Buffer.byteLength(JSON.stringify(content))
      if (bytes > MAX_DRAFT_BYTES) {
        const message = `${bytes} bytes of JSON, of ${MAX_DRAFT_BYTES} at most`
        throw new ProtocolError('payload_too_large', `data.content: ${message}`, {
          details: { issues: [{ path: 'data.content', message }] },
        })
      }
      const held = await holdDraft(writing, user, wholeName(user, draftId))
      requireBase(held, baseRevision)
      return saveDraft(writing, user, held, { draftType, content })
    },
  },
})

/** Its owner, or one whom the owner has let in. `name`: with its owner. */
export async function mayEdit(tx: Transaction, name: string, user: User): Promise<boolean> {
  const { ownerId, draftId } = ownerAndId(name)
  if (ownerId === user.userId) return true
  const found = await tx.query(
    'SELECT user_id FROM draft_collaborator WHERE owner_id = $1 AND draft_id = $2 AND user_id = $3',
    [ownerId, draftId, user.userId],
  )
  return found.length > 0
}

/** A draft that nobody else can change until this transaction ends. */
export interface HeldDraft {
  readonly name: string
  readonly topic: LockedTopic
  readonly current: Draft
}

/**
 * Takes this transaction's one lock. Who may edit is asked under it: it is also what taking somebody out waits for.
 * @throws ProtocolError `forbidden`, also of drafts that there are not
 */
async function holdDraft(writing: Writing, user: User, name: string): Promise<HeldDraft> {
  const [topic] = await writing.lock([{ stream, param: name }])
  if (!topic) throw new Error('Locking one topic gave none')
  if (!(await mayEdit(writing, name, user))) throw new ProtocolError('forbidden', 'You may not edit this draft')
  return { name, topic, current: topic.state() as Draft } // the fold of this stream
}

/** @throws ProtocolError `conflict`, with the draft as it is now */
function requireBase({ current }: HeldDraft, baseRevision: number): void {
  if (current.revision === baseRevision) return
  const message = `The draft is at revision ${current.revision}, not ${baseRevision}`
  throw new ProtocolError('conflict', message, { details: current })
}

/** The next revision. */
export async function saveDraft(
  writing: Writing,
  { userId, username }: User,
  { name, topic }: HeldDraft,
  { draftType, content }: { readonly draftType: string; readonly content: unknown },
): Promise<{ readonly result: { readonly revision: number }; readonly position: Position }> {
  const { ownerId, draftId } = ownerAndId(name)
  const revision = topic.nextOffset()
  await writing.query(
    `INSERT INTO draft_revision (owner_id, draft_id, revision, draft_type, user_id, username, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [ownerId, draftId, revision, draftType, userId, username, writing.now],
  )
  await writing.query('DELETE FROM draft_revision WHERE owner_id = $1 AND draft_id = $2 AND revision <= $3', [
    ownerId,
    draftId,
    revision - DRAFT_REVISIONS,
  ])
  const updatedAt = isoTime(writing.now)
  const saved = { draftId, draftType, content, revision, updatedAt, updatedBy: { userId, username } }
  return { result: { revision }, position: writing.append(topic, 'draft_sync', saved) }
}

/** Brings back what a revision said, as the next one: nothing that came after it is undone. */
export async function restoreRevision(
  writing: Writing,
  user: User,
  name: string,
  { revision, baseRevision }: { readonly revision: number; readonly baseRevision: number },
): ReturnType<typeof saveDraft> {
  const held = await holdDraft(writing, user, name)
  requireBase(held, baseRevision)
  const former = await readRevision(writing, held.topic.name, revision)
  if (!former) throw new ProtocolError('not_found', `There is no revision ${revision} any more, or not yet`)
  return saveDraft(writing, user, held, former)
}
