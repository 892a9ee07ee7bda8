import { initialTyping, MOST_A_MINUTE, placeAt, step, wakeAt, type Typing, type TypingEvent } from './typing.js'
import type { Cancel, Clock } from '../../live/clock.js'
import type { Environment } from '../../live/environment.js'

type ConversationId = number | string

/** Says where this page's user is typing: for all fields of the page together, so that none says it is over for another. */
export interface Sender {
  readonly key: (conversationId: ConversationId, field: object) => void
  readonly stop: (conversationId: ConversationId, field: object) => void
  /** Anywhere on the page. */
  readonly isTyping: () => boolean
}

export interface SenderOptions {
  readonly say: (conversationId: ConversationId, isTyping: boolean) => void
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly environment: Pick<Environment, 'watch'>
}

interface Conversation {
  typing: Typing
  readonly fields: Set<object>
  cancelTick: Cancel
}

export function createSender({ say, clock, environment }: SenderOptions): Sender {
  const conversations = new Map<ConversationId, Conversation>()
  let frames: readonly number[] = []
  let unwatch: Cancel | null = null

  const tell = (id: ConversationId, conversation: Conversation, event: TypingEvent['event']) => {
    const now = clock.now()
    const hasPlace = placeAt(frames) <= now
    const [next, said] = step(conversation.typing, { event }, now, hasPlace)
    conversation.typing = next
    // Where there is no place for an end, readers stop believing by themselves.
    if (said !== null && hasPlace) {
      frames = [...frames, now].slice(-MOST_A_MINUTE)
      say(id, said)
    }
    conversation.cancelTick()
    const at = wakeAt(next, placeAt(frames))
    if (at !== Number.POSITIVE_INFINITY)
      conversation.cancelTick = clock.after(at - now, () => tell(id, conversation, 'tick'))
    // What remains of it is what it must still pay for.
    if (!next.isTyping) conversation.fields.clear()
    watch()
  }

  const isTyping = () => [...conversations.values()].some(({ typing }) => typing.isTyping)

  /** A page that is left says so while it can. */
  const watch = () => {
    if (isTyping())
      unwatch ??= environment.watch((news) => {
        if (news === 'froze') for (const [id, conversation] of conversations) tell(id, conversation, 'stop')
      })
    else {
      unwatch?.()
      unwatch = null
    }
  }

  return {
    isTyping,
    key: (id, field) => {
      const conversation = conversations.get(id) ?? {
        typing: initialTyping,
        fields: new Set(),
        cancelTick: () => undefined,
      }
      conversations.set(id, conversation)
      conversation.fields.add(field)
      tell(id, conversation, 'key')
    },
    stop: (id, field) => {
      const conversation = conversations.get(id)
      if (!conversation?.fields.delete(field) || conversation.fields.size > 0) return
      tell(id, conversation, 'stop')
    },
  }
}
