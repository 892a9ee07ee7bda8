/**
 * A stream whose events add to a total, for tests that follow a few of them by hand: the total tells which were applied,
 * and one that is lost or applied twice shows.
 */
import { defineStream } from 'pitchey-live/core'
import * as v from 'valibot'

export const Total = v.object({ total: v.number() })
type Total = v.InferOutput<typeof Total>

/** For a counter that does more. */
export const counting = {
  name: 'counter',
  param: v.number(),
  data: Total,
  initial: (): Total => ({ total: 0 }),
  access: () => true,
  kind: { retention: { events: 100, maxAgeMs: Number.POSITIVE_INFINITY } },
} as const

export const added = {
  schema: v.object({ n: v.number() }),
  reduce: ({ total }: Total, { n }: { readonly n: number }): Total => ({ total: total + n }),
}

export const counter = defineStream({ ...counting, events: { added }, commands: {} })
