import * as v from 'valibot'
import { defineStream } from '../stream.js'
import { Count, Id, Timestamp } from './values.js'

const PitchViews = v.object({
  pitchId: Id,
  viewCount: Count,
  uniqueViewers: Count,
  /** Newest first, 10 at most. */
  recentViewers: v.array(v.object({ userId: Id, username: v.string(), viewedAt: Timestamp })),
})

export const pitch = defineStream({
  name: 'pitch',
  param: Id,
  data: PitchViews,
  initial: (pitchId) => ({ pitchId, viewCount: 0, uniqueViewers: 0, recentViewers: [] }),
  access: () => true,
  kind: { retention: { events: 50, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    pitch_view: {
      schema: PitchViews,
      reduce: (_, views) => views,
      replaces: true,
      invalidates: (pitchId) => [['pitch-analytics', pitchId]],
    },
  },
  commands: {
    pitch_view: { schema: v.object({ pitchId: Id }), send: 'durable', param: ({ pitchId }) => pitchId },
  },
})
