import * as v from 'valibot'

/** Values that several streams carry. */

export const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** ISO 8601 in UTC, e.g. `2026-05-01T12:00:00.000Z`. */
export const Timestamp = v.pipe(v.string(), v.isoTimestamp())
/** A user's own topic: by number, or `me` for whoever the token speaks for. */
export const Owner = v.union([Id, v.literal('me')])

/** What "never" looks like in a field that must hold a time. */
export const NEVER = '1970-01-01T00:00:00.000Z'
