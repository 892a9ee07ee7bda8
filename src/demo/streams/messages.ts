import { defineStream, ProtocolError } from 'pitchey-live/core'
import * as v from 'valibot'

/** Newest messages that are shown; the log keeps more, but no page has them. */
const SHOWN = 100
export const MAX_MESSAGE = 500
/** The same words so soon after are a key that was pressed twice. */
const AGAIN_MS = 30_000

const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1))

const peopleIn = (conversation: string): readonly number[] => conversation.split('-').map(Number)

/** Everybody who takes part, in ascending order, e.g. `1-3`: who may read it is told by the name, and nobody is looked up. */
const Conversation = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d{0,8}(?:-[1-9]\d{0,8}){1,9}$/, 'must be the numbers of 2 to 10 people, e.g. 1-3'),
  v.check(
    (id) => peopleIn(id).every((userId, n, all) => n === 0 || userId > (all[n - 1] ?? 0)),
    'must name each of them once, in ascending order',
  ),
)

const Message = v.object({
  id: Id,
  userId: Id,
  username: v.string(),
  text: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
})

export type Message = v.InferOutput<typeof Message>

/** What people write to one another. Both ends run this file: the page shows it, the server keeps it. */
export const messages = defineStream({
  name: 'messages',
  param: Conversation,
  data: v.object({
    /** Oldest first. */
    items: v.array(Message),
    /** Texts on their way, oldest first: only a page knows of them, the server never says so. */
    pending: v.exactOptional(v.array(v.string())),
  }),
  initial: () => ({ items: [] }),
  access: ({ userId }, conversation) => peopleIn(conversation).includes(userId),
  kind: { retention: { events: 1_000, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    message_sent: {
      schema: Message,
      reduce: (data, message) => ({ ...data, items: [...data.items, message].slice(-SHOWN) }),
    },
  },
  commands: {
    message_send: {
      schema: v.object({
        conversationId: Conversation,
        text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_MESSAGE)),
      }),
      send: 'durable',
      param: ({ conversationId }) => conversationId,
      optimistic: (data, { text }) => ({ ...data, pending: [...(data.pending ?? []), text] }),
      decide: ({ items }, { text }, { user: { userId, username }, now, offset }) => {
        const last = items.at(-1)
        if (last?.userId === userId && last.text === text && now - Date.parse(last.at) < AGAIN_MS)
          throw new ProtocolError('conflict', 'You have just said so')
        return { type: 'message_sent', data: { id: offset, userId, username, text, at: new Date(now).toISOString() } }
      },
    },
  },
})
