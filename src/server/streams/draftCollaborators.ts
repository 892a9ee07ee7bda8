import { draft as stream, ownerAndId } from '../../protocol/streams/draft.js'
import type { Writing } from '../log/publish.js'
import { readCollaborators } from './draftHistory.js'

/**
 * Lets these users into a draft, and nobody else. Takes this transaction's one lock: who is taken out has saved before,
 * or is refused.
 */
export async function setCollaborators(
  writing: Writing,
  name: string,
  userIds: readonly number[],
): Promise<readonly number[]> {
  const draft = ownerAndId(name)
  await writing.lock([{ stream, param: name }])
  await writing.query('DELETE FROM draft_collaborator WHERE owner_id = $1 AND draft_id = $2', [
    draft.ownerId,
    draft.draftId,
  ])
  for (const userId of new Set(userIds))
    if (userId !== draft.ownerId)
      await writing.query('INSERT INTO draft_collaborator (owner_id, draft_id, user_id) VALUES ($1, $2, $3)', [
        draft.ownerId,
        draft.draftId,
        userId,
      ])
  return readCollaborators(writing, draft)
}
