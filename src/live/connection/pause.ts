import { isObject } from '../../protocol/envelope.js'

/** Whoever asks for more has mistaken the unit. */
const LONGEST_MS = 3_600_000

/** How long the server asks to be left alone. */
export function pauseIn(data: unknown): number | undefined {
  const value = isObject(data) ? data['retryAfterMs'] : undefined
  return typeof value === 'number' && value > 0 ? Math.min(value, LONGEST_MS) : undefined
}

/** A close may say so in its reason. */
export function pauseInReason(reason: string): number | undefined {
  try {
    return pauseIn(JSON.parse(reason))
  } catch {
    return undefined // most reasons are words
  }
}
