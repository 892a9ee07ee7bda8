import * as v from 'valibot'
import { Count, Timestamp } from './streams/values.js'

/** What `GET /api/pitches/{id}/analytics` answers. */
export const PitchAnalytics = v.object({
  /** One for each full hour, oldest first; the last is the hour that runs. */
  buckets: v.array(v.object({ start: Timestamp, views: Count, uniqueViewers: Count })),
  /** With `totals=1`: all of those hours together. Somebody who came in two of them is one. */
  totals: v.exactOptional(v.object({ views: Count, uniqueViewers: Count })),
})
export type PitchAnalytics = v.InferOutput<typeof PitchAnalytics>
