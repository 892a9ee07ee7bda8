import type { Replica } from './replica.js'
import { behind, createResync } from './resync.js'
import { createSubscriber, type SubscriberOptions } from './subscriber.js'
import { counted, openTopic, receive, sharesEpoch, standingAfter, type Topic } from './topic.js'
import type { Cancel } from '../clock.js'
import type { Report } from '../reports/report.js'
import type { Subscribed } from '../../protocol/control.js'
import type { Envelope } from '../../protocol/envelope.js'
import type { AnyStream, Position } from '../../protocol/stream.js'
import { parseTopic } from '../../protocol/topic.js'

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
  /** The question was not answered but refused. `false`: there is no such question. */
  readonly onError: (id: string, code: string) => boolean
  readonly onEvent: (event: Envelope) => void
  readonly onReset: (topics: readonly string[] | '*') => void
  /** A query's data does not reach the stream: ask for what lies between. */
  readonly resync: (topic: Topic) => void
  /** Resolves once the server has answered for the topic, or cannot be asked. */
  readonly answered: (topic: Topic) => Promise<void>
  /** Forgets the topic, if nothing is left of it. */
  readonly retire: (topic: Topic) => void
  readonly dispose: () => void
}

type Asking = Pick<SubscriberOptions, 'clock' | 'positions' | 'newId' | 'send' | 'onStanding'>

export interface TopicsOptions extends Asking {
  readonly streams: ReadonlyMap<string, AnyStream>
  readonly random: () => number
  readonly report: Report
  /** The topic has something new to show. */
  readonly onArrived: (topic: Topic) => void
  /** Events of the topic were missed for good. */
  readonly onMissed: (topic: Topic) => void
  readonly refetch: (replica: Replica) => void
}

/** A route change or StrictMode looks away for a moment only. */
const LINGER_MS = 5_000

export function createTopics(options: TopicsOptions): Topics {
  const { streams, clock, random, positions, report, onArrived, onMissed, onStanding, refetch } = options
  const topics = new Map<string, Topic>()
  const lingering = new Map<Topic, Cancel>()
  const listening = new Map<Topic, (() => void)[]>()
  let linked = false

  const wanted = (topic: Topic) => lingering.has(topic) || isObserved(topic)

  const subscriber = createSubscriber({
    ...options,
    find: (name) => topics.get(name),
    list: () => topics.values(),
    onAnswer: (topic, answer, from) => onAnswer(topic, answer, from),
    onUnanswered: (topic) => onRefusal(topic, 'unanswered'),
  })
  const ask = (topic: Topic) => {
    if (linked) subscriber.ask(topic)
  }
  const resync = createResync({ clock, random, isWanted: (topic) => linked && wanted(topic), ask, refetch })

  /** Layers outlive the looking: who comes back while the command is still on its way sees what it will do. */
  const retire = (topic: Topic) => {
    if (topic.standing.is === 'off' && topic.replicas.size === 0 && topic.layers.length === 0) topics.delete(topic.name)
  }
  const stop = (topic: Topic) => {
    const subscribed = topic.standing.is !== 'off'
    // Its timers must not outlive it: another topic may bear the same name by then.
    stay(topic)
    resync.cancel(topic)
    topic.standing = { is: 'off' }
    release(topic)
    retire(topic)
    if (linked && subscribed) subscriber.leave(topic)
  }
  const stay = (topic: Topic) => {
    lingering.get(topic)?.()
    lingering.delete(topic)
  }
  const release = (topic: Topic) => {
    const released = listening.get(topic) ?? []
    listening.delete(topic)
    for (const resolve of released) resolve()
  }

  const onRefusal = (topic: Topic, code: string) => {
    topic.standing = { is: 'refused', code }
    release(topic)
    report({ code, message: `The server refused ${topic.name}`, topic: topic.name })
    if (code !== 'forbidden') resync.begin(topic)
  }

  const onAnswer = (topic: Topic, answer: Subscribed, from: Position | null) => {
    topic.standing = standingAfter(topic.stream, answer, from)
    release(topic)
    if (topic.standing.is === 'refused') return onRefusal(topic, topic.standing.code)
    // Nothing but a snapshot mends a position, and these topics have none.
    if (topic.standing.is === 'streaming') for (const replica of topic.replicas) replica.lost = false
    onArrived(topic)
    const isVoid = 'recovered' in answer && answer.recovered === false
    if (isVoid) for (const replica of topic.replicas) replica.lost = replica.parts.length > 0
    const late = behind(topic)
    for (const replica of late) {
      // Fetched while we asked without a position: the events between are a second question away.
      if (from !== null || !sharesEpoch(topic, replica)) replica.lost = true
    }
    if (isVoid) onMissed(topic)
    if (late.length === 0) topic.resyncs = 0
    else resync.begin(topic)
  }

  return {
    list: () => topics.values(),
    find: (name) => {
      const known = topics.get(name)
      if (known) return known
      const parsed = parseTopic(streams, name)
      if (!parsed) return null
      const topic = openTopic(name, parsed.stream, parsed.param)
      topics.set(name, topic)
      return topic
    },
    observed: (topic) => {
      if (isObserved(topic)) {
        stay(topic)
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
      subscriber.reset()
      for (const topic of topics.values()) {
        topic.standing = { is: 'off' }
        topic.resyncs = 0
        resync.cancel(topic)
        release(topic)
      }
    },
    onSubscribed: subscriber.onSubscribed,
    onError: (id, code) => {
      const refused = subscriber.askedWith(id)
      for (const topic of refused) onRefusal(topic, code)
      if (refused.length > 0) onStanding()
      return refused.length > 0
    },
    onEvent: (event) => {
      const topic = topics.get(event.topic ?? '')
      if (!topic) return
      const fate = receive(topic, positions ? event : counted(topic, event))
      if (fate === 'taken') onArrived(topic)
      else if (fate === 'hole') {
        topic.standing = { is: 'asked', id: '', from: null } // deaf until the answer, which contains what follows
        resync.begin(topic)
        onStanding()
      }
    },
    onReset: (names) => {
      for (const topic of names === '*' ? [...topics.values()] : names.flatMap((name) => topics.get(name) ?? [])) {
        for (const replica of topic.replicas) replica.lost = true
        onMissed(topic)
        if (topic.standing.is !== 'off') ask(topic)
      }
    },
    resync: resync.begin,
    retire,
    answered: (topic) =>
      new Promise((resolve) => {
        if (!linked || topic.standing.is !== 'asked') return resolve()
        listening.set(topic, [...(listening.get(topic) ?? []), resolve])
      }),
    dispose: () => {
      subscriber.reset()
      resync.dispose()
      for (const cancel of lingering.values()) cancel()
      lingering.clear()
      for (const topic of listening.keys()) release(topic)
      topics.clear()
      linked = false
    },
  }
}

const isObserved = (topic: Topic): boolean => [...topic.replicas].some(({ active }) => active)
