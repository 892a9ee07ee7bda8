import type { Query, QueryClient } from '@tanstack/react-query'
import type { Backend, Session } from './backend.js'
import { systemClock, type Clock } from './clock.js'
import { pageEnvironment, type Environment } from './environment.js'
import { createHold, type Hold } from './hold.js'
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
import type { LiveStatus } from './status.js'
import { createStatusBoard } from './statusBoard.js'
import { createTopics } from './topics.js'
import type { WebSocketClass } from './transport.js'
import type { Ack, Subscribed } from '../protocol/control.js'
import type { Envelope } from '../protocol/envelope.js'
import type { ErrorBody } from '../protocol/errorCodes.js'
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
  const clients = new Map<QueryClient, Hold>()
  const detachAll = new Set<() => void>()

  const isLive = () => socket.connection().state === 'live' || socket.connection().state === 'suspect'
  const isStreamed = (replica: Replica) => isLive() && isCurrent(replica)

  const board = createStatusBoard({
    clock,
    look: () => ({
      connection: socket.connection(),
      online: environment.online(),
      queue: outbox.status(),
      latency: socket.latency(),
    }),
  })
  const sessions = createSessions(backend, clock, (session, before) => switchUser(session, before))
  const socket = createSocket({
    backend,
    sessions,
    clock,
    random,
    environment,
    report,
    ...(options.WebSocket ? { WebSocket: options.WebSocket } : {}),
    onLive: () => {
      topics.linkUp()
      states.linkUp()
      outbox.linkUp()
      poller.update()
      board.onLive()
    },
    onDown: () => {
      topics.linkDown()
      outbox.linkDown()
      poller.update()
    },
    onMessage: (message) => read(message),
    onChange: () => {
      poller.update()
      board.update()
    },
  })
  const outbox = createOutbox({ clock, random, newId, send: socket.send, onChange: board.update })
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
  const snapshots = createSnapshots({ backend, sessions, clock, replicas, topics, report, onAnswer: board.onPolled })
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

  /** Nothing of one user's is shown or sent under another. */
  const switchUser = (session: Session | null, before: Session | null) => {
    if (before) {
      topics.clear()
      outbox.clear('Another user is signed in')
      states.clear()
      for (const { query, active } of replicas.list()) {
        query.reset()
        if (active && session) void refetch(query)
      }
    }
    // The first session of all is the one that is being dialled for.
    if (before || !session || socket.connection().state === 'idle') socket.tell({ event: 'identity' })
    poller.update()
    board.onSwitch()
  }

  const read = (message: Envelope) => {
    const { type, data, id = '' } = message
    if (message.topic !== undefined) return topics.onEvent(message)
    // The server's own messages, of the shapes in PROTOCOL.md; events are checked by their stream's schemas.
    if (type === 'subscribed') return topics.onSubscribed(id, (data as { topics: readonly Subscribed[] }).topics)
    if (type === 'reset') return topics.onReset((data as { topics: readonly string[] | '*' }).topics)
    if (type === 'ack') return outbox.onAck(id, data as Ack)
    if (type !== 'error') return report({ code: 'unknown_message', message: `The server sent "${type}"` })
    const error = data as ErrorBody
    // A command's own error is told to whoever sent it.
    return outbox.onError(id, error) ? undefined : report({ code: error.code, message: error.message })
  }

  const attach = (client: QueryClient) => {
    const hold = clients.get(client) ?? holdOf(client)
    clients.set(client, hold)
    return hold.take()
  }
  const holdOf = (client: QueryClient) => {
    let detach = () => {}
    return createHold({
      onFirst: () => {
        bind(client, source)
        const unwatchCache = replicas.attach(client, (query) => vouchFor(query, source))
        detach = () => {
          clients.delete(client)
          detachAll.delete(detach)
          unbind(client, source)
          unwatchCache()
        }
        detachAll.add(detach)
      },
      onLast: () => detach(),
    })
  }
  const page = createHold({
    onFirst: () => {
      if (socket.connection().state === 'idle') socket.tell({ event: 'start' })
    },
    onLast: () =>
      void clock.after(RELEASE_MS, () => {
        if (!page.isHeld()) socket.tell({ event: 'stop' })
      }),
  })

  return {
    acquire: page.take,
    attach,
    send: (type, data) => {
      const command = options.streams.map((stream) => stream.commands[type]).find((found) => found !== undefined)
      if (!command) throw new TypeError(`No stream has a command "${type}"`)
      if (command.send === 'durable') return outbox.add(type, data)
      // The table has forgotten which data belongs to which command; the signature above has not.
      return states.set(type, command.param(data as never), data)
    },
    getStatus: board.get,
    subscribe: board.subscribe,
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
      for (const detach of detachAll) detach()
      topics.dispose()
      board.dispose()
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
