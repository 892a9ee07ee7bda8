import type { LoggedEvent, ResyncReason } from '../../protocol/control.js'
import { MAX_REPLAY_BYTES, MAX_REPLAY_EVENTS } from '../../protocol/limits.js'
import type { Position } from '../../protocol/stream.js'
import { numberAt, textAt, type Transaction } from '../database/database.js'

/** What a subscriber must hear to be up to date. All events or none: half a catch-up would be a hole. */
export type Resumed =
  | { readonly recovered: null; readonly offset: number }
  | {
      readonly recovered: true
      readonly offset: number
      readonly events: readonly LoggedEvent[]
      readonly bytes: number
    }
  | { readonly recovered: false; readonly offset: number; readonly reason: ResyncReason }

/** `budget`: bytes that the answer still has room for. */
export async function resume(
  tx: Transaction,
  epoch: string,
  topic: string,
  position: Position | null,
  budget: number,
): Promise<Resumed> {
  const [row] = await tx.query('SELECT head, floor FROM rt_topic WHERE topic = $1', [topic])
  const head = row ? numberAt(row, 'head') : 0
  const floor = row ? numberAt(row, 'floor') : 0
  if (position === null) return { recovered: null, offset: head }
  const reason = whyNot(position, { epoch, head, floor })
  if (reason !== null) return { recovered: false, offset: head, reason }
  const rows = await readEvents(tx, topic, position.offset)
  const events = rows.map(({ event }) => event)
  const bytes = rows.reduce((sum, { bytes }) => sum + bytes, 0)
  if (bytes > Math.min(MAX_REPLAY_BYTES, budget)) return { recovered: false, offset: head, reason: 'limit' }
  return { recovered: true, offset: head, events, bytes }
}

/** Why this position cannot be resumed, or `null`. Trimmed comes before limit: no patience brings those events back. */
function whyNot(
  position: Position,
  log: { readonly epoch: string; readonly head: number; readonly floor: number },
): ResyncReason | null {
  if (position.epoch !== log.epoch) return 'epoch'
  if (position.offset > log.head) return 'ahead'
  if (position.offset < log.floor) return 'trimmed'
  if (log.head - position.offset > MAX_REPLAY_EVENTS) return 'limit'
  return null
}

/** Events after this offset, oldest first, with the bytes that each takes on the wire (a little less, names aside). */
export async function readEvents(
  tx: Transaction,
  topic: string,
  after: number,
): Promise<readonly { readonly event: LoggedEvent; readonly bytes: number }[]> {
  const rows = await tx.query(
    'SELECT off, type, data FROM rt_event WHERE topic = $1 AND off > $2 ORDER BY off LIMIT $3',
    [topic, after, MAX_REPLAY_EVENTS],
  )
  return rows.map((row) => {
    const text = textAt(row, 'data')
    const event = { type: textAt(row, 'type'), data: JSON.parse(text) as unknown, offset: numberAt(row, 'off') }
    return { event, bytes: Buffer.byteLength(text) + ENVELOPE_BYTES }
  })
}

const ENVELOPE_BYTES = 60
