import { IDEMPOTENCY_MS } from '../../protocol/limits.js'
import { RESTORE_MS } from '../../protocol/streams/notifications.js'
import { numberAt, textAt, type Database } from '../database/database.js'

/** Lets go of what is past its age: events (their number is kept by `publish`), command ids, tickets, what was cleared. */
export const trim = (database: Database, now: number): Promise<void> =>
  database.write(async (tx) => {
    const aged = await tx.query(
      'SELECT topic, MAX(off) AS off FROM rt_event WHERE expires_at <= $1 GROUP BY topic ORDER BY topic',
      [now],
    )
    for (const row of aged) {
      const topic = textAt(row, 'topic')
      const floor = numberAt(row, 'off')
      // The row lock comes first, as in `publish`; floor and rows move together or a reader would see a hole.
      await tx.query('UPDATE rt_topic SET floor = $2 WHERE topic = $1 AND floor < $2', [topic, floor])
      await tx.query('DELETE FROM rt_event WHERE topic = $1 AND off <= $2', [topic, floor])
    }
    await tx.query('DELETE FROM rt_command WHERE at <= $1', [now - IDEMPOTENCY_MS])
    await tx.query('DELETE FROM notification_cleared WHERE cleared_at <= $1', [now - RESTORE_MS])
    await tx.query('DELETE FROM rt_ticket WHERE expires_at <= $1', [now])
  })
