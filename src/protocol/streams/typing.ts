import * as v from 'valibot'
import { defineStream } from '../stream.js'
import { Id } from './values.js'

/** Digits alone are the number: `42` and `"42"` are one conversation. `me` means somebody wherever a topic is named. */
export const Conversation = v.union([
  Id,
  v.pipe(
    v.string(),
    v.regex(/^(?!me$)[A-Za-z0-9_-]{1,64}$/, 'must be a positive integer or 1 to 64 of A-Z a-z 0-9 _ -'),
    v.transform((id): string | number => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : id)),
  ),
])

const Typist = v.object({ userId: Id, username: v.string() })
export type Typist = v.InferOutput<typeof Typist>

export const typing = defineStream({
  name: 'typing',
  param: Conversation,
  data: v.object({ users: v.array(Typist) }),
  initial: () => ({ users: [] }),
  access: () => true,
  kind: 'ephemeral',
  events: {
    typing: {
      schema: v.object({ conversationId: Conversation, ...Typist.entries, isTyping: v.boolean() }),
      reduce: (data, { userId, username, isTyping }) => {
        const known = data.users.some((user) => user.userId === userId)
        if (!known && !isTyping) return data
        if (!isTyping) return { users: data.users.filter((user) => user.userId !== userId) }
        // A new object each time: that they still type is news, too.
        const typist = { userId, username }
        return {
          users: known ? data.users.map((user) => (user.userId === userId ? typist : user)) : [...data.users, typist],
        }
      },
    },
  },
  commands: {
    typing: {
      schema: v.object({ conversationId: Conversation, isTyping: v.boolean() }),
      send: 'state',
      param: ({ conversationId }) => conversationId,
      ends: ({ isTyping }) => !isTyping,
    },
  },
})
