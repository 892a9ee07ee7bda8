export interface Backoff {
  readonly minMs: number
  readonly baseMs: number
  readonly maxMs: number
}

/**
 * Milliseconds to wait before attempt `attempt` (0, 1, 2 …): `minMs` plus full jitter over an exponential range.
 * Source: AWS, "Exponential Backoff and Jitter"; full jitter spreads a herd best.
 */
export const backoff = (attempt: number, { minMs, baseMs, maxMs }: Backoff, random: () => number): number =>
  minMs + random() * Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30))

/** Wide from the first try on: after a restart everybody's first try falls into the same moment. */
export const RECONNECT: Backoff = { minMs: 250, baseMs: 2_000, maxMs: 20_000 }
export const RESYNC: Backoff = { minMs: 0, baseMs: 1_000, maxMs: 30_000 }
