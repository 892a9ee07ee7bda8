import { defineStream, ProtocolError } from 'pitchey-live/core'
import * as v from 'valibot'

/** Newest comments that are shown; those behind them are gone from the page, and no other page has them. */
const SHOWN = 50
const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1))

const Comment = v.object({
  id: Id,
  userId: Id,
  username: v.string(),
  text: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
})

export type Comment = v.InferOutput<typeof Comment>

/** What people say about a pitch. Both ends run this file: the page shows it, the server keeps it. */
export const comments = defineStream({
  name: 'comments',
  param: Id,
  data: v.object({
    /** Newest first. */
    items: v.array(Comment),
    /** Texts on their way, newest first: only a page knows of them, the server never says so. */
    pending: v.exactOptional(v.array(v.string())),
  }),
  initial: () => ({ items: [] }),
  access: () => true,
  kind: { retention: { events: 200, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    comment_added: {
      schema: Comment,
      reduce: (data, comment) => ({ ...data, items: [comment, ...data.items].slice(0, SHOWN) }),
    },
  },
  commands: {
    comment_add: {
      schema: v.object({ pitchId: Id, text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)) }),
      send: 'durable',
      param: ({ pitchId }) => pitchId,
      optimistic: (data, { text }) => ({ ...data, pending: [text, ...(data.pending ?? [])] }),
      decide: ({ items }, { text }, { user, now, offset }) => {
        const said = items.find(({ userId }) => userId === user.userId)
        if (said?.text === text) throw new ProtocolError('conflict', 'You have just said so')
        const { userId, username } = user
        return { type: 'comment_added', data: { id: offset, userId, username, text, at: new Date(now).toISOString() } }
      },
    },
  },
})
