import type { Context } from 'hono'
import { exceedsDepth, isObject, readJson } from '../../protocol/envelope.js'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { MAX_DEPTH, MAX_FRAME_BYTES } from '../../protocol/limits.js'

export type JsonObject = Readonly<Record<string, unknown>>

/**
 * The request's JSON object, under the same limits as a frame.
 * @throws ProtocolError `payload_too_large`, `invalid_json`, `too_deep`
 */
export async function readBody(c: Context): Promise<JsonObject> {
  const value = readJson(await readText(c.req.raw))
  if (!isObject(value)) throw new ProtocolError('invalid_json', 'The body must be one JSON object')
  if (exceedsDepth(value, MAX_DEPTH))
    throw new ProtocolError('too_deep', `JSON is nested deeper than ${MAX_DEPTH} levels`)
  return value
}

/** Stops reading at the limit, whatever the length that was announced. */
async function readText(request: Request): Promise<string> {
  const tooLarge = new ProtocolError('payload_too_large', `A body may have ${MAX_FRAME_BYTES} bytes`)
  if (Number(request.headers.get('Content-Length') ?? 0) > MAX_FRAME_BYTES) throw tooLarge
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > MAX_FRAME_BYTES) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
