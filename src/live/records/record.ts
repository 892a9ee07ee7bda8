import { dequal } from 'dequal/lite'
import { EXPIRY_MS } from './recordIndex.js'
import type { Replica } from '../sync/replica.js'
import type { Topic } from '../sync/topic.js'
import { isObject } from '../../protocol/envelope.js'
import { parse } from '../../protocol/schema.js'
import type { Position } from '../../protocol/stream.js'

/** What the server said of a topic, and where that stands. */
export interface Confirmed {
  readonly data: object
  readonly position: Position
}

/** What is kept of a topic. */
export interface TopicRecord extends Confirmed {
  /** When it was written, in ms since 1970. */
  readonly at: number
}

/** Only what the server has as well: neither what was written by hand, nor what it cannot bring forward. */
export function confirmedBy(replica: Replica): Confirmed | null {
  const [part] = replica.parts
  if (replica.edited || replica.lost || !part?.position || !isObject(part.data)) return null
  return { data: part.data, position: part.position }
}

/** What a record says, if it is whole, not too old and what the stream's schema would let through as it is. */
export function readRecord(record: unknown, { stream }: Topic, now: number): Confirmed | null {
  if (!isObject(record) || !isObject(record['position'])) return null
  const { at, data } = record
  const { epoch, offset } = record['position']
  if (typeof at !== 'number' || now - at > EXPIRY_MS) return null
  if (typeof epoch !== 'string' || typeof offset !== 'number') return null
  // A schema that would change it again, by a default or a conversion, is not the one that it came through.
  const parsed = parse(stream.data, data)
  if (!parsed.ok || !isObject(parsed.value) || !dequal(parsed.value, data)) return null
  return { data: parsed.value, position: { epoch, offset } }
}
