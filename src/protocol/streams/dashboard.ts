import * as v from 'valibot'
import { defineStream } from '../stream.js'
import { Count, NEVER, Owner, Timestamp } from './values.js'

/** Metrics that a service sets. `totalRevenue` is in whole units of the currency and may have a fraction. */
export const SettableMetrics = v.object({
  totalRevenue: v.pipe(v.number(), v.finite()),
  activeInvestors: Count,
  newMessages: Count,
})

const Metrics = v.object({ pitchViews: Count, ...SettableMetrics.entries, updatedAt: Timestamp })

const { pitchViews, totalRevenue, activeInvestors, newMessages, updatedAt } = Metrics.entries
const Update = v.object({
  pitchViews: v.exactOptional(pitchViews),
  totalRevenue: v.exactOptional(totalRevenue),
  activeInvestors: v.exactOptional(activeInvestors),
  newMessages: v.exactOptional(newMessages),
  updatedAt,
})

export const dashboard = defineStream({
  name: 'dashboard',
  param: Owner,
  data: Metrics,
  initial: () => ({ pitchViews: 0, totalRevenue: 0, activeInvestors: 0, newMessages: 0, updatedAt: NEVER }),
  access: (user, owner) => owner === user.userId,
  kind: { retention: { events: 1_000, maxAgeMs: 24 * 60 * 60 * 1000 } },
  events: {
    dashboard_update: {
      schema: Update,
      // Absent fields keep their value: a partial update must never zero a dashboard.
      reduce: (metrics, update) => ({ ...metrics, ...update }),
    },
  },
  commands: {},
})
