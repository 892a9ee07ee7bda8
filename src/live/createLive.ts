import type { Query, QueryClient } from '@tanstack/react-query'
import type { Backend, Session } from './backend.js'
import { systemClock, type Clock } from './clock.js'
import { pageEnvironment, type Environment } from './environment.js'
import { createInbox } from './inbox.js'
import { bind, isFinal, offer, unbind, vouchFor, type Source } from './liveQuery.js'
import { createOutbox, type Sent } from './outbox.js'
import { createPoller } from './poller.js'
import { isCurrent, type Replica } from './replica.js'
import { createReplicas } from './replicas.js'
import type { Report } from './report.js'
import { createSessions } from './sessions.js'
import { createSnapshots } from './snapshots.js'
import { createSocket } from './socket.js'
import { createStates } from './states.js'
import { describe, follow, type LiveStatus } from './status.js'
import { createTopics } from './topics.js'
import type { WebSocketClass } from './transport.js'
import type { Ack, Subscribed } from '../protocol/control.js'
import type { Envelope } from '../protocol/envelope.js'
import type { ErrorBody } from '../protocol/errorCodes.js'
import { OUTBOX_LIMIT } from '../protocol/limits.js'
import type { AnyStream, CommandsOf } from '../protocol/stream.js'

export interface LiveOptions<S extends AnyStream> {
  readonly streams: readonly S[]
  readonly backend: Backend
  /** `notifyManager.batch` of the TanStack Query that the host uses: one notification per frame instead of one per query. */
  readonly batch?: (run: () => void) => void
  /** Faults that no caller is waiting to be told. */
  readonly onError?: Report
  readonly clock?: Clock
  readonly random?: () => number
  readonly newId?: () => string
  readonly environment?: Environment
  readonly WebSocket?: WebSocketClass
}

/** Every command of these streams, by its type. */
export type CommandTable<S> = Both<S extends AnyStream ? CommandsOf<S> : never>
type Both<Union> = (Union extends unknown ? (union: Union) => void : never) extends (both: infer Every) => void
  ? Every
  : never

export interface Live<Commands> {
  /** Keeps the socket wanted until released. The first opens it, the last closes it. */
  readonly acquire: () => () => void
  /** Keeps this client's live queries live. */
  readonly attach: (client: QueryClient) => () => void
  /** @throws OutboxFullError */
  readonly send: <T extends keyof Commands & string>(type: T, data: Commands[T]) => Sent
  readonly getStatus: () => LiveStatus
  readonly subscribe: (listener: () => void) => () => void
  /** Dials now, also after `disconnect()` or a halt. */
  readonly connect: () => void
  readonly disconnect: () => void
  readonly dispose: () => void
}

/** StrictMode and route changes release and acquire again in one go; only who stays away closes the socket. */
const RELEASE_MS = 1_000

/** The engine: one socket, whose events keep ordinary queries live. */
export function createLive<const S extends AnyStream>(options: LiveOptions<S>): Live<CommandTable<S>> {
  const { backend, clock = systemClock, random = Math.random, environment = pageEnvironment } = options
  const { batch = (run) => run(), newId = () => crypto.randomUUID(), onError: report = () => undefined } = options
  const streams = new Map<string, AnyStream>(options.streams.map((stream) => [stream.name, stream]))
  const listeners = new Set<() => void>()
  const clients = new Map<QueryClient, { holders: number; detach: () => void }>()
  let status: LiveStatus = {
    connection: { state: 'offline', since: clock.now() },
    queue: { queued: 0, rateLimited: false, max: OUTBOX_LIMIT },
    latency: null,
    polledAt: null,
  }
  let polledAt: number | null = null
  let lived = false
  let holders = 0

  const isLive = () => socket.connection().state === 'live' || socket.connection().state === 'suspect'

  const changed = () => {
    const now = clock.now()
    const told = describe(socket.connection(), { lived, online: environment.online() })
    const connection = follow(status.connection, told, now)
    const queue = outbox.status()
    const shownQueue = sameQueue(status.queue, queue) ? status.queue : { ...queue, max: OUTBOX_LIMIT }
    const latency = socket.latency()
    const next: LiveStatus = { connection, queue: shownQueue, latency, polledAt: isLive() ? null : polledAt }
    if (sameStatus(status, next)) return
    status = next
    for (const listener of listeners) listener()
  }

  /** Nothing of one user's is shown or sent under another. */
  const onSwitch = (session: Session | null, before: Session | null) => {
    lived = false
    polledAt = null
    if (before) {
      topics.clear()
      outbox.clear('Another user is signed in')
      states.clear()
      for (const { query, active } of replicas.list()) {
        query.reset()
        if (active && session) void refetch(query)
      }
    }
    // The very first session is the one being dialled for.
    const { state } = socket.connection()
    if (before || (session && state === 'idle') || !session) socket.tell({ event: 'identity' })
    poller.update()
    changed()
  }

  const sessions = createSessions(backend, clock, onSwitch)
  const socket = createSocket({
    backend,
    sessions,
    clock,
    random,
    environment,
    report,
    ...(options.WebSocket ? { WebSocket: options.WebSocket } : {}),
    onLive: () => {
      lived = true
      topics.linkUp()
      states.linkUp()
      outbox.linkUp()
      poller.update()
      changed()
    },
    onDown: () => {
      topics.linkDown()
      outbox.linkDown()
      poller.update()
    },
    onMessage: (message) => read(message),
    onChange: () => {
      poller.update()
      changed()
    },
  })
  const outbox = createOutbox({ clock, random, newId, send: socket.send, onChange: () => changed() })
  const states = createStates({ send: socket.send, isLive })
  const topics = createTopics({
    streams,
    clock,
    random,
    report,
    newId,
    send: socket.send,
    onArrived: (topic) => inbox.add(topic),
    onStanding: () => poller.update(),
    refetch: ({ query, active }) => {
      if (active) void refetch(query)
      else query.invalidate()
    },
  })
  const inbox = createInbox({
    clock,
    batch,
    report,
    onBroken: (topic) => {
      for (const replica of topic.replicas) replica.position = null
      topics.resync(topic)
    },
  })
  const replicas = createReplicas({
    topics,
    onChange: () => poller.update(),
    onFetched: (topic) => {
      inbox.add(topic)
      poller.update()
    },
  })
  const poller = createPoller({
    clock,
    random,
    stale: () => [...replicas.list()].filter((replica) => replica.active && (!isStreamed(replica) || isOwed(replica))),
    paused: () => !environment.visible() || sessions.current() === null,
    fetch: ({ query }) => query.fetch(undefined, { cancelRefetch: false }),
    isFinal,
  })
  const snapshots = createSnapshots({
    backend,
    sessions,
    clock,
    replicas,
    topics,
    report,
    onAnswer: (reached) => {
      polledAt = reached ? clock.now() : null
      changed()
    },
  })
  const source: Source = {
    fetch: snapshots.fetch,
    // A position is enough: it is resumed from, and fetched for only when that fails.
    vouches: (query) => {
      const replica = replicas.of(query)
      return isLive() && replica !== undefined && (isStreamed(replica) || (replica.position !== null && !replica.lost))
    },
    attach: (client) => void attach(client),
  }
  const withdraw = offer(source)
  const unwatch = environment.watch(() => {
    if (environment.visible()) poller.wake()
    else poller.update()
  })

  const isStreamed = (replica: Replica) => isLive() && isCurrent(replica)

  const read = (message: Envelope) => {
    const { type, data, id } = message
    if (message.topic !== undefined && type !== 'ack') return topics.onEvent(message)
    // The server's own messages, of the shapes in PROTOCOL.md; events are checked by their stream's schemas.
    if (type === 'subscribed') return topics.onSubscribed(id ?? '', (data as { topics: readonly Subscribed[] }).topics)
    if (type === 'reset') return topics.onReset((data as { topics: readonly string[] | '*' }).topics)
    if (type === 'ack') return outbox.onAck(id ?? '', data as Ack)
    if (type !== 'error') return report({ code: 'unknown_message', message: `The server sent "${type}"` })
    const error = data as ErrorBody
    outbox.onError(id ?? '', error)
    return report({ code: error.code, message: error.message })
  }

  const attach = (client: QueryClient) => {
    const attached = clients.get(client) ?? { holders: 0, detach: attachOnce(client) }
    attached.holders += 1
    clients.set(client, attached)
    let held = true
    return () => {
      if (!held) return
      held = false
      attached.holders -= 1
      if (attached.holders > 0) return
      clients.delete(client)
      attached.detach()
    }
  }
  const attachOnce = (client: QueryClient) => {
    bind(client, source)
    const detach = replicas.attach(client, (query) => vouchFor(query, source))
    return () => {
      unbind(client, source)
      detach()
    }
  }

  const acquire = () => {
    holders += 1
    if (holders === 1 && socket.connection().state === 'idle') socket.tell({ event: 'start' })
    let held = true
    return () => {
      if (!held) return
      held = false
      holders -= 1
      clock.after(RELEASE_MS, () => {
        if (holders === 0) socket.tell({ event: 'stop' })
      })
    }
  }

  return {
    acquire,
    attach,
    send: (type, data) => {
      const command = options.streams.map((stream) => stream.commands[type]).find((found) => found !== undefined)
      if (!command) throw new TypeError(`No stream has a command "${type}"`)
      if (command.send === 'durable') return outbox.add(type, data)
      // The table has forgotten which data belongs to which command; the signature above has not.
      return states.set(type, command.param(data as never), data)
    },
    getStatus: () => status,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    connect: () => socket.tell({ event: 'start' }),
    disconnect: () => socket.tell({ event: 'stop' }),
    dispose: () => {
      withdraw()
      socket.dispose()
      sessions.dispose()
      unwatch()
      inbox.dispose()
      poller.dispose()
      outbox.clear('Disposed')
      for (const { detach } of clients.values()) detach()
      clients.clear()
      topics.dispose()
      listeners.clear()
    },
  }
}

/** Errors are in the query's state, where its observers read them. */
const refetch = (query: Query): Promise<void> =>
  query.fetch(undefined, { cancelRefetch: false }).then(
    () => undefined,
    () => undefined,
  )

/** Somebody asked for a fetch that has not succeeded yet. */
const isOwed = ({ query, failed }: Replica): boolean => failed && query.state.isInvalidated

const sameQueue = (a: LiveStatus['queue'], b: Omit<LiveStatus['queue'], 'max'>): boolean =>
  a.queued === b.queued && a.rateLimited === b.rateLimited && a.retryAt === b.retryAt

const sameStatus = (a: LiveStatus, b: LiveStatus): boolean =>
  a.connection === b.connection && a.queue === b.queue && a.latency === b.latency && a.polledAt === b.polledAt
