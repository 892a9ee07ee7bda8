import type { Content } from '../live/drafts/content.js'
import type { ErrorBody } from '../protocol/errorCodes.js'
import { MAX_DRAFT_BYTES } from '../protocol/limits.js'

/**
 * What the server would say against content that is too large. It is not sent: a frame that is larger still would cost the
 * connection, and again with each try.
 */
export function draftObjection(content: Content): ErrorBody | null {
  const bytes = bytesOf(content)
  if (bytes <= MAX_DRAFT_BYTES) return null
  const [largest = '', most = 0] =
    Object.entries(content)
      .map(([name, value]) => [name, bytesOf(value)] as const)
      .toSorted(([, a], [, b]) => b - a)[0] ?? []
  const message = `${bytes} bytes of JSON, of ${MAX_DRAFT_BYTES} at most`
  const issues = [
    { path: 'data.content', message },
    { path: `data.content.${largest}`, message: `${most} bytes of them` },
  ]
  return { code: 'payload_too_large', message: `data.content: ${message}`, retryable: false, details: { issues } }
}

const encoder = new TextEncoder()
const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length
