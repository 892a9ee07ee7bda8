/** Every error code of the wire, with the HTTP status that carries it over REST. */
export const ERROR_STATUS = {
  invalid_json: 400,
  too_deep: 400,
  unknown_type: 400,
  validation_failed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  rate_limited: 429,
  limit_exceeded: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'internal', 'unavailable'])

export interface ErrorBody {
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number
  readonly details?: unknown
}

/** A refusal that the peer is told. Its message is for the peer: no stack, SQL, path or token. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly details: unknown

  constructor(code: ErrorCode, message: string, more: { retryAfterMs?: number; details?: unknown } = {}) {
    super(message)
    this.code = code
    this.retryAfterMs = more.retryAfterMs
    this.details = more.details
  }

  get body(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      retryable: RETRYABLE.has(this.code),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.details === undefined ? {} : { details: this.details }),
    }
  }
}
