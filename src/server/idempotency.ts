import { createHash } from 'node:crypto'
import { ProtocolError } from '../protocol/errorCodes.js'
import { isObject } from '../protocol/envelope.js'
import { IDEMPOTENCY_MS } from '../protocol/limits.js'
import { textAt } from './database/database.js'
import type { Writing } from './log/publish.js'

/** Who said what under which id. */
export interface CommandKey {
  readonly userId: number
  readonly id: string
  readonly fingerprint: string
}

const ID = /^[A-Za-z0-9_-]{1,64}$/

/** @throws ProtocolError `validation_failed` */
export function requireId(id: unknown): string {
  if (typeof id === 'string' && ID.test(id)) return id
  throw new ProtocolError('validation_failed', 'id: 1 to 64 characters of A-Z a-z 0-9 _ - are required')
}

/** Equal for bodies that are equal as JSON, whatever the order of their keys. */
export const fingerprint = (type: string, body: unknown): string =>
  createHash('sha256')
    .update(`${type}\n${canonical(body)}`)
    .digest('base64url')

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'absent'
  const fields = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${fields.join(',')}}`
}

/**
 * Runs `work` in this transaction unless its id was already done, and remembers its answer for 24 h.
 * A parallel repeat waits here for the first. When `work` throws, the transaction and with it the claim is undone.
 */
export async function once<T>(
  writing: Writing,
  { userId, id, fingerprint }: CommandKey,
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly duplicate: boolean }> {
  const claimed = await writing.query(
    `INSERT INTO rt_command (user_id, id, fingerprint, ack, at) VALUES ($1, $2, $3, NULL, $4)
     ON CONFLICT (user_id, id) DO UPDATE SET fingerprint = excluded.fingerprint, ack = NULL, at = excluded.at
     WHERE rt_command.at <= $5 RETURNING at`,
    [userId, id, fingerprint, writing.now, writing.now - IDEMPOTENCY_MS],
  )
  if (claimed.length === 0)
    return { answer: (await recall(writing, { userId, id, fingerprint })) as T, duplicate: true } // `work` of this fingerprint made it
  const answer = await work()
  await writing.query('UPDATE rt_command SET ack = $3 WHERE user_id = $1 AND id = $2', [
    userId,
    id,
    JSON.stringify(answer),
  ])
  return { answer, duplicate: false }
}

async function recall(writing: Writing, { userId, id, fingerprint }: CommandKey): Promise<unknown> {
  const [row] = await writing.query('SELECT fingerprint, ack FROM rt_command WHERE user_id = $1 AND id = $2', [
    userId,
    id,
  ])
  if (!row) throw new Error('A claimed id has no row')
  if (textAt(row, 'fingerprint') !== fingerprint)
    throw new ProtocolError('validation_failed', 'id: was used for another command already')
  return JSON.parse(textAt(row, 'ack'))
}
