import { backoff, RESYNC } from './backoff.js'
import type { Cancel, Clock } from './clock.js'
import type { Report } from './report.js'
import { isCurrent, type Replica } from './replica.js'
import { receive, resumePosition, standingAfter, type Topic } from './topic.js'
import type { Subscribed } from '../protocol/control.js'
import type { Envelope } from '../protocol/envelope.js'
import { MAX_TOPICS_PER_SUBSCRIBE } from '../protocol/limits.js'
import type { AnyStream, Position } from '../protocol/stream.js'
import { parseTopic } from '../protocol/topic.js'

/** Keeps the subscriptions equal to what is observed, and each topic without holes. */
export interface Topics {
  /** The topic of this name, made on first sight; `null` when no stream is called so. */
  readonly find: (name: string) => Topic | null
  readonly list: () => Iterable<Topic>
  /** Somebody looks at the topic now, or nobody does any more. */
  readonly observed: (topic: Topic) => void
  readonly linkUp: () => void
  readonly linkDown: () => void
  readonly onSubscribed: (id: string, answers: readonly Subscribed[]) => void
  readonly onEvent: (event: Envelope) => void
  readonly onReset: (topics: readonly string[] | '*') => void
  /** A query's data does not reach the stream: ask for what lies between. */
  readonly resync: (topic: Topic) => void
  /** Resolves once the server has answered for the topic, or cannot be asked. */
  readonly answered: (topic: Topic) => Promise<void>
  /** Everything of the former user's is void. */
  readonly clear: () => void
  readonly dispose: () => void
}

export interface TopicsOptions {
  readonly streams: ReadonlyMap<string, AnyStream>
  readonly clock: Clock
  readonly random: () => number
  readonly report: Report
  readonly newId: () => string
  /** Answers come with the same id. */
  readonly send: (message: { type: 'subscribe' | 'unsubscribe'; data: unknown; id: string }) => void
  /** The topic has something new to show. */
  readonly onArrived: (topic: Topic) => void
  /** What is live, and what is not, has changed. */
  readonly onStanding: () => void
  readonly refetch: (replica: Replica) => void
}

/** A route change or StrictMode looks away for a moment only. */
const LINGER_MS = 5_000

export function createTopics(options: TopicsOptions): Topics {
  const { streams, clock, random, report, newId, send, onArrived, onStanding, refetch } = options
  const topics = new Map<string, Topic>()
  const lingering = new Map<Topic, Cancel>()
  const waiting = new Map<Topic, Cancel>()
  const asking = new Set<Topic>()
  const listening = new Map<Topic, (() => void)[]>()
  let cancelAsk: Cancel | null = null
  let linked = false

  const wanted = (topic: Topic) => lingering.has(topic) || isObserved(topic)

  /** Several components mount in one go: their topics share a frame. */
  const ask = (topic: Topic) => {
    if (!linked) return
    topic.standing = { is: 'asked', id: '', from: null }
    asking.add(topic)
    cancelAsk ??= clock.after(0, () => {
      cancelAsk = null
      const all = [...asking]
      asking.clear()
      for (let i = 0; i < all.length; i += MAX_TOPICS_PER_SUBSCRIBE) sendAsk(all.slice(i, i + MAX_TOPICS_PER_SUBSCRIBE))
    })
  }
  const sendAsk = (some: readonly Topic[]) => {
    const asked = some.map((topic) => ({ topic, from: resumePosition(topic) }))
    const id = newId()
    for (const { topic, from } of asked) topic.standing = { is: 'asked', id, from }
    send({ type: 'subscribe', data: { topics: asked.map(({ topic, from }) => ({ topic: topic.name, ...from })) }, id })
  }
  const stop = (topic: Topic) => {
    const subscribed = topic.standing.is !== 'off'
    topic.standing = { is: 'off' }
    asking.delete(topic)
    release(topic)
    if (topic.replicas.size === 0) topics.delete(topic.name)
    if (linked && subscribed) send({ type: 'unsubscribe', data: { topics: [topic.name] }, id: newId() })
  }
  /** What only a snapshot can mend is fetched; whatever else does not fit, the server's answer brings in line. */
  const mend = (topic: Topic) => {
    const lost = topic.standing.is === 'live' ? behind(topic).filter(needsSnapshot) : []
    if (lost.length > 0) lost.forEach(refetch)
    else ask(topic)
  }
  const resync = (topic: Topic) => {
    if (waiting.has(topic)) return
    // The first remedy comes at once; when it does not help, ever later.
    const ms = topic.resyncs === 0 ? 0 : backoff(topic.resyncs - 1, RESYNC, random)
    topic.resyncs += 1
    waiting.set(
      topic,
      clock.after(ms, () => {
        waiting.delete(topic)
        if (linked && wanted(topic)) mend(topic)
      }),
    )
  }
  const forget = (pending: Map<Topic, Cancel>, topic: Topic) => {
    pending.get(topic)?.()
    pending.delete(topic)
  }
  const release = (topic: Topic) => {
    const released = listening.get(topic) ?? []
    listening.delete(topic)
    for (const resolve of released) resolve()
  }

  const onAnswer = (topic: Topic, answer: Subscribed, from: Position | null) => {
    topic.standing = standingAfter(answer, from)
    release(topic)
    if (topic.standing.is === 'refused') {
      report({ code: topic.standing.code, message: `The server refused ${topic.name}`, topic: topic.name })
      if (topic.standing.code !== 'forbidden') resync(topic)
      return
    }
    onArrived(topic)
    const late = behind(topic)
    for (const replica of late) {
      // Fetched while we asked without a position: the events between are a second question away.
      replica.lost = from !== null || !sharesEpoch(topic, replica.position)
    }
    if (late.length === 0) topic.resyncs = 0
    else resync(topic)
  }

  return {
    list: () => topics.values(),
    find: (name) => {
      const known = topics.get(name)
      if (known) return known
      const parsed = parseTopic(streams, name)
      if (!parsed) return null
      const topic: Topic = { name, stream: parsed.stream, replicas: new Set(), standing: { is: 'off' }, resyncs: 0 }
      topics.set(name, topic)
      return topic
    },
    observed: (topic) => {
      if (isObserved(topic)) {
        forget(lingering, topic)
        if (topic.standing.is === 'off') ask(topic)
      } else if (topic.standing.is === 'off') {
        stop(topic)
      } else if (!lingering.has(topic)) {
        const expire = () => {
          lingering.delete(topic)
          stop(topic)
        }
        lingering.set(topic, clock.after(LINGER_MS, expire))
      }
    },
    linkUp: () => {
      linked = true
      for (const topic of topics.values()) if (wanted(topic)) ask(topic)
    },
    linkDown: () => {
      linked = false
      cancelAsk?.()
      cancelAsk = null
      asking.clear()
      for (const topic of topics.values()) {
        topic.standing = { is: 'off' }
        topic.resyncs = 0
        forget(waiting, topic)
        release(topic)
      }
    },
    onSubscribed: (id, answers) => {
      for (const answer of answers) {
        const topic = topics.get(answer.topic)
        // An answer to an older question says nothing about what was asked since.
        if (topic?.standing.is === 'asked' && topic.standing.id === id) onAnswer(topic, answer, topic.standing.from)
      }
      onStanding()
    },
    onEvent: (event) => {
      const topic = topics.get(event.topic ?? '')
      if (!topic) return
      const fate = receive(topic, event)
      if (fate === 'taken') onArrived(topic)
      if (fate === 'hole') {
        topic.standing = { is: 'asked', id: '', from: null } // deaf until the answer, which contains what follows
        resync(topic)
        onStanding()
      }
    },
    onReset: (names) => {
      for (const topic of names === '*' ? [...topics.values()] : names.flatMap((name) => topics.get(name) ?? [])) {
        for (const replica of topic.replicas) replica.lost = true
        if (topic.standing.is !== 'off') ask(topic)
      }
    },
    resync,
    answered: (topic) =>
      new Promise((resolve) => {
        if (!linked || topic.standing.is !== 'asked') return resolve()
        listening.set(topic, [...(listening.get(topic) ?? []), resolve])
      }),
    clear: () => {
      for (const topic of topics.values()) {
        forget(lingering, topic)
        forget(waiting, topic)
        topic.standing = { is: 'off' }
        topic.resyncs = 0
        for (const replica of topic.replicas) replica.position = null
      }
    },
    dispose: () => {
      cancelAsk?.()
      for (const cancel of [...lingering.values(), ...waiting.values()]) cancel()
      lingering.clear()
      waiting.clear()
      for (const topic of listening.keys()) release(topic)
      topics.clear()
      linked = false
    },
  }
}

const isObserved = (topic: Topic): boolean => [...topic.replicas].some(({ active }) => active)

/** The topic's queries that do not show what it brought. */
const behind = (topic: Topic): readonly Replica[] =>
  [...topic.replicas].filter((replica) => replica.query.state.data !== undefined && !isCurrent(replica))

const needsSnapshot = ({ position, lost }: Replica): boolean => lost || position === null

const sharesEpoch = ({ standing }: Topic, position: Position | null): boolean =>
  standing.is === 'live' && standing.journal.epoch === position?.epoch
