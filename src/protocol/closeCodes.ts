/**
 * Why a socket ended, and what a client does about it.
 *
 * - `retry`   dial again with backoff
 * - `slow`    dial again, but wait at least `minMs` (or as the server told)
 * - `refresh` fetch a new token and try once; a second refusal halts
 * - `halt`    stop, visibly, until the user acts
 */
export type CloseAction =
  | { readonly do: 'retry' }
  | { readonly do: 'slow'; readonly minMs: number; readonly report: boolean }
  | { readonly do: 'refresh' }
  | { readonly do: 'halt'; readonly reason: string }

export const CLOSE = {
  normal: 1000,
  policy: 1008,
  tooLarge: 1009,
  restart: 1012,
  overloaded: 1013,
  unauthorized: 4401,
  forbidden: 4403,
  tooManyConnections: 4409,
  slowReader: 4410,
  rateLimited: 4429,
} as const

const RETRY: CloseAction = { do: 'retry' }
const RUBBISH: CloseAction = { do: 'slow', minMs: 60_000, report: true }

const ACTIONS: ReadonlyMap<number, CloseAction> = new Map<number, CloseAction>([
  [1002, RUBBISH],
  [1007, RUBBISH],
  [CLOSE.policy, RUBBISH],
  [CLOSE.overloaded, { do: 'slow', minMs: 3_000, report: false }],
  [CLOSE.unauthorized, { do: 'refresh' }],
  [CLOSE.forbidden, { do: 'halt', reason: 'forbidden' }],
  [CLOSE.tooManyConnections, { do: 'halt', reason: 'too_many_connections' }],
  [CLOSE.rateLimited, { do: 'slow', minMs: 30_000, report: true }],
])

/** Codes we do not know: 4500–4999 are final, all others are worth another try (centrifuge's range rule). */
export function closeAction(code: number): CloseAction {
  const known = ACTIONS.get(code)
  if (known) return known
  return code >= 4500 && code <= 4999 ? { do: 'halt', reason: `closed_${code}` } : RETRY
}
