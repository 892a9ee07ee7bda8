/**
 * A stream whose events append the numbers 1, 2, 3 …, for tests of the engine: its reducer is not idempotent and not
 * commutative, so an event that is lost, repeated or applied out of order is there for all to see.
 */
import { defineStream } from 'pitchey-live/core'
import * as v from 'valibot'

const Numbers = v.object({
  /** Whose they are: nobody else may ever be shown them. */
  owner: v.string(),
  epoch: v.string(),
  items: v.array(v.number()),
  /** Numbers that were asked for and are not there yet: only layers say so, the server never does. */
  pending: v.optional(v.number()),
  /** Written by hand; the server has no such thing. */
  note: v.optional(v.string()),
})
export type Numbers = v.InferOutput<typeof Numbers>

export const numbers = defineStream({
  name: 'numbers',
  param: v.union([v.number(), v.string()]),
  data: Numbers,
  initial: () => ({ owner: '', epoch: '', items: [] }),
  access: () => true,
  kind: { retention: { events: 1_000, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    appended: {
      schema: v.object({ number: v.number() }),
      reduce: (data, { number }) => ({ ...data, items: [...data.items, number] }),
    },
  },
  commands: {
    append: {
      schema: v.object({ topic: v.string() }),
      send: 'durable',
      param: ({ topic }) => topic,
      optimistic: (data) => ({ ...data, pending: (data.pending ?? 0) + 1 }),
    },
  },
})
