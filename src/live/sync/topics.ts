import { isReached, type Layer } from './layer.js'
import { isCurrent, isResumable, type Part, type Replica } from './replica.js'
import { receive, resumePosition, standingAfter, type Topic } from './topic.js'
import { backoff, RESYNC } from '../backoff.js'
import type { Cancel, Clock } from '../clock.js'
import type { Report } from '../reports/report.js'
import type { Subscribed } from '../../protocol/control.js'
import type { Envelope } from '../../protocol/envelope.js'
import { MAX_TOPICS_PER_SUBSCRIBE } from '../../protocol/limits.js'
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
  /** Shows what a command is expected to do, on top of what is confirmed. */
  readonly addLayer: (topic: Topic, layer: Layer) => void
  /** The command was done: its layer stays until its event is there; or goes now, when no event will tell. */
  readonly ackLayer: (topic: Topic, id: string, ackedAt: Position | null) => void
  readonly dropLayer: (topic: Topic, id: string) => void
  /** The layer's reducer threw: it is not shown. */
  readonly onBroken: (topic: Topic, layer: Layer, error: unknown) => void
  readonly dispose: () => void
}

export interface TopicsOptions {
  readonly streams: ReadonlyMap<string, AnyStream>
  readonly clock: Clock
  readonly random: () => number
  /** `false`: the server counts nothing. */
  readonly positions: boolean
  readonly report: Report
  readonly newId: () => string
  /** Answers come with the same id. */
  readonly send: (message: { type: 'subscribe' | 'unsubscribe'; data: unknown; id: string }) => void
  /** The topic has something new to show. */
  readonly onArrived: (topic: Topic) => void
  /** Events of the topic were missed for good. */
  readonly onMissed: (topic: Topic) => void
  /** What is live, and what is not, has changed. */
  readonly onStanding: () => void
  readonly refetch: (replica: Replica) => void
}

/** A route change or StrictMode looks away for a moment only. */
const LINGER_MS = 5_000
const ANSWER_MS = 10_000

export function createTopics(options: TopicsOptions): Topics {
  const { streams, clock, random, positions, report, newId, send, onArrived, onMissed, onStanding, refetch } = options
  const topics = new Map<string, Topic>()
  const lingering = new Map<Topic, Cancel>()
  const waiting = new Map<Topic, Cancel>()
  const asking = new Set<Topic>()
  const listening = new Map<Topic, (() => void)[]>()
  /** By when each question should have been answered. */
  const deadlines = new Map<string, Cancel>()
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
    if (!positions) {
      send({ type: 'subscribe', data: { topics: some.map(({ name }) => ({ topic: name })) }, id: newId() })
      const link = `link ${newId()}`
      // Nobody counts, so we do: from here on, in an epoch that ends with the link.
      const topics = some.map(({ name: topic }) => ({
        topic,
        epoch: link,
        offset: 0,
        recovered: null,
        events: [],
      }))
      for (const [n, topic] of some.entries()) if (topics[n]) onAnswer(topic, topics[n], null)
      return onStanding()
    }
    const asked = some.map((topic) => ({ topic, from: resumePosition(topic) }))
    const id = newId()
    for (const { topic, from } of asked) topic.standing = { is: 'asked', id, from }
    deadlines.set(
      id,
      clock.after(ANSWER_MS, () => {
        deadlines.delete(id)
        for (const topic of askedWith(id)) onRefusal(topic, 'unanswered')
      }),
    )
    send({ type: 'subscribe', data: { topics: asked.map(({ topic, from }) => ({ topic: topic.name, ...from })) }, id })
  }
  /** Layers outlive the looking: who comes back while the command is still on its way sees what it will do. */
  const retire = (topic: Topic) => {
    if (topic.replicas.size === 0 && topic.layers.length === 0) topics.delete(topic.name)
  }
  const stop = (topic: Topic) => {
    const subscribed = topic.standing.is !== 'off'
    // Its timers must not outlive it: another topic may bear the same name by then.
    forget(lingering, topic)
    forget(waiting, topic)
    topic.standing = { is: 'off' }
    asking.delete(topic)
    release(topic)
    retire(topic)
    if (linked && subscribed) send({ type: 'unsubscribe', data: { topics: [topic.name] }, id: newId() })
  }
  /** What only a snapshot can mend is fetched; whatever else does not fit, the server's answer brings in line. */
  const mend = (topic: Topic) => {
    if (topic.standing.is !== 'live') return ask(topic)
    const late = behind(topic)
    const lost = late.filter(needsSnapshot)
    lost.forEach(refetch)
    if (lost.length === 0 || late.some((replica) => replica.active && !needsSnapshot(replica))) ask(topic)
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
  const relayer = (topic: Topic, layers: readonly Layer[]) => {
    topic.layers = layers
    if (topic.standing.is === 'off') retire(topic)
    onArrived(topic)
  }
  const dropLayer = (topic: Topic, id: string) =>
    relayer(
      topic,
      topic.layers.filter((layer) => layer.id !== id),
    )
  const release = (topic: Topic) => {
    const released = listening.get(topic) ?? []
    listening.delete(topic)
    for (const resolve of released) resolve()
  }

  const askedWith = (id: string): readonly Topic[] =>
    [...topics.values()].filter(({ standing }) => standing.is === 'asked' && standing.id === id && id !== '')

  const onRefusal = (topic: Topic, code: string) => {
    topic.standing = { is: 'refused', code }
    release(topic)
    report({ code, message: `The server refused ${topic.name}`, topic: topic.name })
    if (code !== 'forbidden') resync(topic)
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
    else resync(topic)
  }

  return {
    list: () => topics.values(),
    find: (name) => {
      const known = topics.get(name)
      if (known) return known
      const parsed = parseTopic(streams, name)
      if (!parsed) return null
      const { stream, param } = parsed
      const topic: Topic = {
        name,
        stream,
        param,
        replicas: new Set(),
        tells: Object.values(stream.events).some(({ invalidates }) => invalidates !== undefined),
        standing: { is: 'off' },
        layers: [],
        resyncs: 0,
      }
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
      for (const cancel of deadlines.values()) cancel()
      deadlines.clear()
      for (const topic of topics.values()) {
        topic.standing = { is: 'off' }
        topic.resyncs = 0
        forget(waiting, topic)
        release(topic)
      }
    },
    onSubscribed: (id, answers) => {
      deadlines.get(id)?.()
      deadlines.delete(id)
      for (const answer of answers) {
        const topic = topics.get(answer.topic)
        // An answer to an older question says nothing about what was asked since.
        if (topic?.standing.is === 'asked' && topic.standing.id === id) onAnswer(topic, answer, topic.standing.from)
      }
      onStanding()
    },
    onError: (id, code) => {
      const refused = askedWith(id)
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
        resync(topic)
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
    resync,
    addLayer: (topic, layer) => relayer(topic, [...topic.layers, layer]),
    ackLayer: (topic, id, ackedAt) => {
      if (!ackedAt) return dropLayer(topic, id)
      const before = topic.layers
      topic.layers = before.map((layer) => (layer.id === id ? { ...layer, ackedAt } : layer))
      const reached = (part: Part) => topic.layers.some((layer) => layer.id === id && isReached(layer, part.position))
      for (const replica of topic.replicas) {
        // It looks the same until the event is there: nobody needs to hear of it.
        if (replica.overlaid === before && !replica.parts.some(reached)) replica.overlaid = topic.layers
      }
      return onArrived(topic)
    },
    dropLayer,
    onBroken: (topic, layer, error) => {
      report({ code: 'layer_failed', message: `${layer.type}: ${String(error)}`, topic: topic.name })
      dropLayer(topic, layer.id)
    },
    answered: (topic) =>
      new Promise((resolve) => {
        if (!linked || topic.standing.is !== 'asked') return resolve()
        listening.set(topic, [...(listening.get(topic) ?? []), resolve])
      }),
    dispose: () => {
      cancelAsk?.()
      for (const cancel of [...lingering.values(), ...waiting.values(), ...deadlines.values()]) cancel()
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
  [...topic.replicas].filter((replica) => !isCurrent(replica) && hasSettled(replica))

/** It has data, or gave up on getting any. */
const hasSettled = ({ query: { state } }: Replica): boolean => state.data !== undefined || state.status === 'error'

const needsSnapshot = (replica: Replica): boolean => !isResumable(replica)

/** The event with the place that it takes by arriving. */
const counted = ({ standing }: Topic, event: Envelope): Envelope =>
  standing.is === 'live' ? { ...event, epoch: standing.journal.epoch, offset: standing.journal.head + 1 } : event

const sharesEpoch = ({ standing }: Topic, { parts }: Replica): boolean =>
  standing.is === 'live' && parts.every(({ position }) => position?.epoch === standing.journal.epoch)
