import { ENDED_UPLOADS_MS } from '../../protocol/streams/uploads.js'
import { MAX_UPLOAD_BYTES } from '../../protocol/limits.js'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { numberAt, textAt, type Row, type Transaction } from '../database/database.js'

export interface UploadRow {
  readonly id: string
  readonly userId: number
  /** A label. */
  readonly filename: string
  /** As the client said it, for those who ask by HEAD. */
  readonly metadata: Metadata
  /** `null`: not said yet. */
  readonly size: number | null
  /** Bytes there when its last request ended; what the file has is the truth. */
  readonly received: number
  readonly status: 'unfinished' | 'completed' | 'cancelled'
  readonly expiresAt: number
  /** `null`: not ended. */
  readonly endedAt: number | null
}
export type Metadata = Readonly<Record<string, string | null>>

/** How long an upload is waited for after its last request. */
const UNFINISHED_MS = 24 * 60 * 60 * 1000

interface UploadLimits {
  /** Bytes of a user's files together. */
  readonly quota: number
  /** A user's uploads that are not ended. */
  readonly atOnce: number
}

export const findUpload = async (tx: Transaction, id: string): Promise<UploadRow | null> => {
  const [row] = await tx.query('SELECT * FROM uploads WHERE id = $1', [id])
  return row ? fromRow(row) : null
}

/** @throws ProtocolError when it is too large, too much together with others, or one too many */
export async function addUpload(
  tx: Transaction,
  { id, userId, filename, metadata, size }: Pick<UploadRow, 'id' | 'userId' | 'filename' | 'metadata' | 'size'>,
  limits: UploadLimits,
  now: number,
): Promise<void> {
  const [row] = await tx.query(
    `SELECT COUNT(*) AS unfinished FROM uploads WHERE user_id = $1 AND status = 'unfinished'`,
    [userId],
  )
  if (row && numberAt(row, 'unfinished') >= limits.atOnce)
    throw new ProtocolError('limit_exceeded', `You have ${limits.atOnce} uploads that are not finished`)
  await checkSize(tx, { userId, id }, size ?? 0, limits.quota)
  await tx.query(
    `INSERT INTO uploads (id, user_id, filename, metadata, size, received, status, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, 0, 'unfinished', $6, $7)`,
    [id, userId, filename, JSON.stringify(metadata), size, now, now + UNFINISHED_MS],
  )
}

/** For a size that was not said at first. @throws ProtocolError as above */
export async function declareSize(tx: Transaction, row: UploadRow, size: number, quota: number): Promise<void> {
  await checkSize(tx, row, size, quota)
  await tx.query('UPDATE uploads SET size = $2 WHERE id = $1', [row.id, size])
}

/** What is left of the user's quota for this one. */
export async function roomFor(tx: Transaction, { userId, id }: Whose, quota: number): Promise<number> {
  const [row] = await tx.query(
    `SELECT COALESCE(SUM(COALESCE(size, received)), 0) AS bytes FROM uploads
     WHERE user_id = $1 AND id <> $2 AND status <> 'cancelled'`,
    [userId, id],
  )
  return Math.max(0, quota - (row ? numberAt(row, 'bytes') : 0))
}

type Whose = Pick<UploadRow, 'userId' | 'id'>

async function checkSize(tx: Transaction, whose: Whose, size: number, quota: number): Promise<void> {
  if (size > MAX_UPLOAD_BYTES)
    throw new ProtocolError('payload_too_large', `A file may have ${MAX_UPLOAD_BYTES} bytes`, {
      details: { maxBytes: MAX_UPLOAD_BYTES },
    })
  const left = await roomFor(tx, whose, quota)
  if (size > left)
    throw new ProtocolError('payload_too_large', `Your files may have ${quota} bytes together, ${left} are left`, {
      details: { quotaBytes: quota, leftBytes: left },
    })
}

/** One write for each request: how far it came, and that it is waited for anew. */
export async function noteReceived(tx: Transaction, row: UploadRow, received: number, now: number): Promise<boolean> {
  const complete = received === row.size
  const changed = await tx.query(
    `UPDATE uploads SET received = $2, expires_at = $3, status = $4, ended_at = $5
     WHERE id = $1 AND status = 'unfinished' RETURNING id`,
    [row.id, received, now + UNFINISHED_MS, complete ? 'completed' : 'unfinished', complete ? now : null],
  )
  return complete && changed.length > 0
}

export const endUpload = async (tx: Transaction, id: string, now: number): Promise<void> => {
  await tx.query(`UPDATE uploads SET status = 'cancelled', ended_at = $2 WHERE id = $1`, [id, now])
}

export const deleteUpload = async (tx: Transaction, id: string): Promise<void> => {
  await tx.query('DELETE FROM uploads WHERE id = $1', [id])
}

export const expiredUploads = async (tx: Transaction, now: number): Promise<readonly UploadRow[]> =>
  (await tx.query(`SELECT * FROM uploads WHERE status = 'unfinished' AND expires_at <= $1`, [now])).map(fromRow)

/** Those that a snapshot tells of. */
export const toldUploads = async (tx: Transaction, now: number): Promise<readonly UploadRow[]> => {
  const rows = await tx.query(
    `SELECT * FROM uploads WHERE status = 'unfinished' OR ended_at > $1 ORDER BY created_at, id`,
    [now - ENDED_UPLOADS_MS],
  )
  return rows.map(fromRow)
}

/** The cancelled ones leave nothing behind when nobody is told of them any more. */
export const forgetCancelled = async (tx: Transaction, now: number): Promise<void> => {
  await tx.query(`DELETE FROM uploads WHERE status = 'cancelled' AND ended_at <= $1`, [now - ENDED_UPLOADS_MS])
}

const STATUSES = ['unfinished', 'completed', 'cancelled'] as const

const optionalNumber = (row: Row, column: string): number | null =>
  row[column] === null || row[column] === undefined ? null : numberAt(row, column)

const fromRow = (row: Row): UploadRow => ({
  id: textAt(row, 'id'),
  userId: numberAt(row, 'user_id'),
  filename: textAt(row, 'filename'),
  metadata: JSON.parse(textAt(row, 'metadata')) as Metadata, // `addUpload` wrote it
  size: optionalNumber(row, 'size'),
  received: numberAt(row, 'received'),
  status: STATUSES.find((status) => status === row['status']) ?? 'unfinished',
  expiresAt: numberAt(row, 'expires_at'),
  endedAt: optionalNumber(row, 'ended_at'),
})
