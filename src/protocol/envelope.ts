import { ProtocolError } from './errorCodes.js'
import { MAX_DEPTH } from './limits.js'

/** One message, either way. */
export interface Envelope {
  readonly type: string
  readonly data: unknown
  readonly id?: string
  readonly topic?: string
  readonly epoch?: string
  readonly offset?: number
}

/**
 * Reads one message from a client's frame: the server's only `JSON.parse`.
 * @throws ProtocolError `invalid_json` (also for anything but an object), `too_deep`, `validation_failed` (no `type`)
 */
export function readMessage(frame: string): Envelope {
  const value = readJson(frame)
  if (!isObject(value)) throw new ProtocolError('invalid_json', 'A frame must hold one JSON object')
  return envelopeOf(value)
}

/** As `readMessage`, for a body that is parsed already. */
export function envelopeOf(value: Readonly<Record<string, unknown>>): Envelope {
  if (exceedsDepth(value, MAX_DEPTH))
    throw new ProtocolError('too_deep', `JSON is nested deeper than ${MAX_DEPTH} levels`)
  const { type, data, id } = value
  if (typeof type !== 'string') throw new ProtocolError('validation_failed', 'type: must be a string')
  return { type, data, ...(typeof id === 'string' ? { id } : {}) }
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ProtocolError('invalid_json', 'Not valid JSON')
  }
}

/**
 * Reads a server's frame: one message, or several in order when the client asked for batches.
 * Whatever is not a message is left out, and `onUnreadable` told why.
 */
export function readFrame(
  frame: string,
  onMessage: (message: Envelope) => void,
  onUnreadable: (why: string) => void,
): void {
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch {
    return onUnreadable('not JSON')
  }
  const read = (item: unknown) => {
    if (isMessage(item)) onMessage(item)
    else onUnreadable('not a message')
  }
  if (Array.isArray(value)) value.forEach(read)
  else read(value)
}

const isMessage = (value: unknown): value is Envelope => isObject(value) && typeof value['type'] === 'string'

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Looks no deeper than asked: `JSON.parse` accepts nesting that would overflow the stack of whatever walks it. */
export function exceedsDepth(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value).some((child) => exceedsDepth(child, levels - 1))
}
