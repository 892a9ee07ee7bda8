import { resumePosition, type Topic } from './topic.js'
import type { Cancel, Clock } from '../clock.js'
import type { Subscribed } from '../../protocol/control.js'
import { MAX_TOPICS_PER_SUBSCRIBE } from '../../protocol/limits.js'
import type { Position } from '../../protocol/stream.js'

/** Asks the server for topics: for all of a moment in one message, and for each only until it should have answered. */
export interface Subscriber {
  readonly ask: (topic: Topic) => void
  /** Nobody looks at it any more. */
  readonly leave: (topic: Topic) => void
  /** The topics that were last asked for in this message. */
  readonly askedWith: (id: string) => readonly Topic[]
  readonly onSubscribed: (id: string, answers: readonly Subscribed[]) => void
  /** The link is gone, and whatever was asked for over it. */
  readonly reset: () => void
}

export interface SubscriberOptions {
  readonly clock: Clock
  /** `false`: the server counts nothing. */
  readonly positions: boolean
  readonly newId: () => string
  /** Answers come with the same id. */
  readonly send: (message: { type: 'subscribe' | 'unsubscribe'; data: unknown; id: string }) => void
  readonly find: (name: string) => Topic | undefined
  readonly list: () => Iterable<Topic>
  /** @param from the position that was asked from */
  readonly onAnswer: (topic: Topic, answer: Subscribed, from: Position | null) => void
  readonly onUnanswered: (topic: Topic) => void
  /** What is live, and what is not, has changed. */
  readonly onStanding: () => void
}

const ANSWER_MS = 10_000

export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { clock, positions, newId, send, find, list, onAnswer, onUnanswered, onStanding } = options
  const asking = new Set<Topic>()
  /** By when each question should have been answered. */
  const deadlines = new Map<string, Cancel>()
  let cancelAsk: Cancel | null = null

  const askedWith = (id: string): readonly Topic[] =>
    [...list()].filter(({ standing }) => standing.is === 'asked' && standing.id === id && id !== '')

  const sendAsk = (some: readonly Topic[]) => {
    const asked = some.map((topic) => ({ topic, from: resumePosition(topic) }))
    const id = newId()
    for (const { topic, from } of asked) topic.standing = { is: 'asked', id, from }
    deadlines.set(
      id,
      clock.after(ANSWER_MS, () => {
        deadlines.delete(id)
        for (const topic of askedWith(id)) onUnanswered(topic)
      }),
    )
    send({ type: 'subscribe', data: { topics: asked.map(({ topic, from }) => ({ topic: topic.name, ...from })) }, id })
  }
  /** Nobody counts, so we do: from here on, in an epoch that ends with the link. */
  const sendUncounted = (some: readonly Topic[]) => {
    send({ type: 'subscribe', data: { topics: some.map(({ name }) => ({ topic: name })) }, id: newId() })
    const epoch = `link ${newId()}`
    for (const topic of some)
      onAnswer(topic, { topic: topic.name, epoch, offset: 0, recovered: null, events: [] }, null)
    onStanding()
  }

  return {
    askedWith,
    ask: (topic) => {
      topic.standing = { is: 'asked', id: '', from: null }
      asking.add(topic)
      // Several components mount in one go: their topics share a frame.
      cancelAsk ??= clock.after(0, () => {
        cancelAsk = null
        const all = [...asking]
        asking.clear()
        for (let i = 0; i < all.length; i += MAX_TOPICS_PER_SUBSCRIBE) {
          const some = all.slice(i, i + MAX_TOPICS_PER_SUBSCRIBE)
          if (positions) sendAsk(some)
          else sendUncounted(some)
        }
      })
    },
    leave: (topic) => {
      asking.delete(topic)
      send({ type: 'unsubscribe', data: { topics: [topic.name] }, id: newId() })
    },
    onSubscribed: (id, answers) => {
      deadlines.get(id)?.()
      deadlines.delete(id)
      for (const answer of answers) {
        const topic = find(answer.topic)
        // An answer to an older question says nothing about what was asked since.
        if (topic?.standing.is === 'asked' && topic.standing.id === id) onAnswer(topic, answer, topic.standing.from)
      }
      onStanding()
    },
    reset: () => {
      cancelAsk?.()
      cancelAsk = null
      asking.clear()
      for (const cancel of deadlines.values()) cancel()
      deadlines.clear()
    },
  }
}
