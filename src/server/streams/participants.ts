import { numberAt, type Transaction } from '../database/database.js'

type ConversationId = string | number

/** Stands in a conversation that was emptied, so that it is not taken for one that nobody ever closed. */
const NOBODY = 0

/** @param open a conversation that nobody ever named the participants of is open to all */
export async function mayTakePart(
  tx: Transaction,
  id: ConversationId,
  userId: number,
  open: boolean,
): Promise<boolean> {
  const [row] = await tx.query(
    `SELECT MAX(CASE WHEN user_id = $2 THEN 1 ELSE 0 END) AS takes_part FROM conversation_participants
     WHERE conversation_id = $1 HAVING COUNT(*) > 0`,
    [String(id), userId],
  )
  return row ? numberAt(row, 'takes_part') === 1 : open
}

/** Those named take part, and nobody else. */
export async function setParticipants(tx: Transaction, id: ConversationId, userIds: readonly number[]): Promise<void> {
  await tx.query('DELETE FROM conversation_participants WHERE conversation_id = $1', [String(id)])
  for (const userId of userIds.length === 0 ? [NOBODY] : userIds)
    await tx.query('INSERT INTO conversation_participants (conversation_id, user_id) VALUES ($1, $2)', [
      String(id),
      userId,
    ])
}
