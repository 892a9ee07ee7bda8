import type { Query, QueryClient } from '@tanstack/react-query'
import { SnapshotError, type Backend, type Session } from './backend.js'
import { createBudget } from './outbox/budget.js'
import { createChronicle } from './status/chronicle.js'
import { systemClock, type Clock } from './clock.js'
import type { Command, Sent } from './outbox/command.js'
import { isPage, pageEnvironment, type Environment } from './environment.js'
import { createHold, type Hold } from './hold.js'
import { hostCallback } from './reports/hostCallback.js'
import { endHydration, isOfAnother } from './sync/hydration.js'
import { createInvalidator } from './sync/invalidator.js'
import { createInbox } from './sync/inbox.js'
import type { Layer } from './sync/layer.js'
import type { LiveEvent } from './status/liveEvent.js'
import { bind, isFinal, offer, unbind, vouchFor, type Source } from './sync/liveQuery.js'
import { uplinkOf } from './outbox/uplink.js'
import { createOutbox } from './outbox/outbox.js'
import { openDisk } from './outbox/disk.js'
import { createPoller } from './sync/poller.js'
import { isCurrent, isResumable, type Replica } from './sync/replica.js'
import { createRecords, type Remember } from './records/records.js'
import { createReplicas } from './sync/replicas.js'
import { createReport, type Report } from './reports/report.js'
import { createSessions } from './connection/sessions.js'
import { createSnapshots } from './sync/snapshots.js'
import { createSocket } from './connection/socket.js'
import { createStates } from './outbox/states.js'
import type { LiveStatus } from './status/status.js'
import { createStatusBoard } from './status/board.js'
import { pageTabs, type Tabs } from './outbox/tabs.js'
import type { Store } from './records/store.js'
import { createTopics } from './sync/topics.js'
import type { WebSocketClass } from './connection/transport.js'
import { CLOSE } from '../protocol/closeCodes.js'
import type { Ack, Subscribed } from '../protocol/control.js'
import type { Envelope } from '../protocol/envelope.js'
import type { ErrorBody } from '../protocol/errorCodes.js'
import type { AnyStream, CommandsOf, Param } from '../protocol/stream.js'
import { topicOf } from '../protocol/topic.js'

export interface LiveOptions<S extends AnyStream> {
  readonly streams: readonly S[]
  readonly backend: Backend
  /** `notifyManager.batch` of the TanStack Query that the host uses: one notification per frame instead of one per query. */
  readonly batch?: (run: () => void) => void
  /** Faults that no caller is waiting to be told: each once, and again, with a count, once a minute at most. */
  readonly onError?: Report
  /** What happens that is no fault. */
  readonly onEvent?: (event: LiveEvent) => void
  /** Every message but the connection's own (`welcome`, `ping`, `auth` …), for a log. May hold whatever users write. */
  readonly onMessage?: (passed: PassedMessage) => void
  /** What live queries hold is kept for the next visit. By default nothing is. */
  readonly remember?: Remember
  /**
   * Where commands that wait outlive the page: a store that nothing else writes to. By default they are lost with it.
   * `tabs`: how the user's tabs take turns; by default by what the browser offers.
   */
  readonly outbox?: { readonly store: Store; readonly tabs?: Tabs }
  readonly clock?: Clock
  readonly random?: () => number
  readonly newId?: () => string
  readonly environment?: Environment
  readonly WebSocket?: WebSocketClass
}

/** A message on its way. */
export interface PassedMessage {
  readonly way: 'in' | 'out'
  readonly message: Envelope
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
  /**
   * A durable command is kept until the server has answered, and delivered once, also after a reload where there is an
   * `outbox`. It is its user's: when somebody else signs in, `acked` rejects with `cancelled`, and it waits in the store
   * until its user is back, up to 24 h after it was made.
   * @throws OutboxFullError
   */
  readonly send: <T extends keyof Commands & string>(type: T, data: Commands[T]) => Sent
  readonly getStatus: () => LiveStatus
  readonly subscribe: (listener: () => void) => () => void
  /** Dials now, also after `disconnect()` or a halt. */
  readonly connect: () => void
  /** Until `connect()`. What waits to be sent is kept. */
  readonly disconnect: () => void
  readonly dispose: () => void
}

/** StrictMode and route changes release and acquire again in one go; only who stays away closes the socket. */
const RELEASE_MS = 1_000

/** The engine: one socket, whose events keep ordinary queries live. */
export function createLive<const S extends AnyStream>(options: LiveOptions<S>): Live<CommandTable<S>> {
  const { backend, clock = systemClock, random = Math.random, environment = pageEnvironment } = options
  const { batch = (run) => run(), newId = () => crypto.randomUUID() } = options
  const report = createReport({ clock, onError: options.onError, token: () => sessions.current()?.token })
  // Not a function when nobody listens: every event passes here.
  const pass = options.onMessage && hostCallback('onMessage', options.onMessage)
  const streams = new Map<string, AnyStream>(options.streams.map((stream) => [stream.name, stream]))
  const clients = new Map<QueryClient, Hold>()
  const detachAll = new Set<() => void>()

  const isLive = () => socket.isUp()
  const isStreamed = (replica: Replica) => isLive() && isCurrent(replica)
  /** Would a poll tell anything? */
  const isStale = (replica: Replica) => !isFinal(replica.query.state.error) && (!isStreamed(replica) || isOwed(replica))

  const board = createStatusBoard({
    clock,
    look: () => ({
      connection: socket.connection(),
      online: environment.online(),
      queue: outbox.status(),
      latency: socket.latency(),
      quality: socket.quality(),
    }),
  })
  const chronicle = createChronicle(board.get().connection, options.onEvent)
  board.subscribe(() => chronicle.connection(board.get().connection))
  const sessions = createSessions({
    backend,
    clock,
    random,
    report,
    onSwitch: (session, before) => switchUser(session, before),
    onNobody: () => records?.onNobody(),
    onRenew: () => {
      socket.onRenew()
      renew()
    },
  })
  // Without a server that counts, a position means nothing on another day.
  const records =
    options.remember && backend.positions !== false
      ? createRecords({ ...options.remember, clock, report, userKey: () => sessions.current()?.userKey ?? null })
      : null
  const socket = createSocket({
    backend,
    sessions,
    clock,
    random,
    newId,
    environment,
    report,
    ...(options.WebSocket ? { WebSocket: options.WebSocket } : {}),
    onUp: () => {
      topics.linkUp()
      states.linkUp()
      outbox.link('up')
      poller.update()
      tellRecovery()
    },
    onDown: (code) => {
      for (const { query } of replicas.list()) endHydration(query)
      topics.linkDown()
      states.linkDown()
      if (code === CLOSE.tooBig) outbox.onTooLarge()
      outbox.link(uplinkOf(socket.connection()))
      poller.update()
    },
    onMessage: (message) => read(message),
    onChange: () => {
      if (!isLive()) outbox.link(uplinkOf(socket.connection()))
      poller.update()
      board.update()
    },
  })
  const send: typeof socket.send = (message) => {
    pass?.({ way: 'out', message })
    socket.send(message)
  }
  const budget = createBudget({ clock, random, onSpend: (spent) => outbox.onSpend(spent) })
  const outbox = createOutbox({
    clock,
    random,
    newId,
    report,
    sessions,
    budget,
    disk: options.outbox ? openDisk({ store: options.outbox.store, clock, report }) : null,
    tabs: options.outbox?.tabs ?? (isPage() ? pageTabs : { lock: null, open: null }),
    overSocket: send,
    overRest: backend.command,
    frameOf: (message) => (backend.wire ? backend.wire.encode(message) : JSON.stringify(message)),
    onRestored: (command) => expectAgain(command),
    onChange: board.update,
  })
  const states = createStates({ clock, budget, send, isLive })
  const topics = createTopics({
    streams,
    clock,
    random,
    positions: backend.positions !== false,
    report,
    newId,
    send,
    onArrived: (topic) => inbox.add(topic),
    onMissed: (topic) => invalidator.onMissed(topic),
    onStanding: () => {
      poller.update()
      tellRecovery()
    },
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
      for (const replica of topic.replicas) replica.lost = true
      topics.resync(topic)
    },
    onShown: (replica) => records?.touch(replica),
    onTold: (topic, events) => invalidator.onEvents(topic, events),
    onBrokenLayer: (topic, layer, error) => topics.onBroken(topic, layer, error),
  })
  const invalidator = createInvalidator({ clock, report, clients: () => clients.keys() })
  const replicas = createReplicas({
    topics,
    // Without a server that counts, positions are this engine's own.
    userKey: () => (backend.positions === false ? null : (sessions.current()?.userKey ?? null)),
    onChange: () => poller.update(),
    onForeign: (replica) => {
      const { topic } = replica
      // What stands nowhere, or in the past, is brought in line with the stream.
      inbox.add(topic)
      if (isLive() && topic.standing.is === 'live' && !isCurrent(replica)) topics.resync(topic)
    },
    onFetched: (topic) => {
      if ([...topic.replicas].some(({ query }) => isForbidden(query.state.error))) records?.forget(topic)
      inbox.add(topic)
      poller.update()
    },
  })
  const poller = createPoller({
    clock,
    random,
    stale: () => {
      const stale = [...replicas.list()].filter((replica) => replica.active && isStale(replica))
      if (stale.length === 0 || sessions.current() === null) chronicle.polling(false)
      return stale
    },
    paused: () => !environment.visible() || sessions.current() === null,
    // The poller's own pace is the retry: a query that tried thrice each time would ask a troubled server thrice as often.
    fetch: ({ query }) => {
      chronicle.polling(true)
      return query.fetch({ ...query.options, retry: false }, { cancelRefetch: false })
    },
    isFinal,
  })
  const snapshots = createSnapshots({
    backend,
    sessions,
    clock,
    replicas,
    topics,
    report,
    memory: records,
    onAnswer: board.onPolled,
  })
  const source: Source = {
    fetch: snapshots.fetch,
    fetchPage: snapshots.fetchPage,
    get: snapshots.get,
    vouches: (query) => {
      const replica = replicas.of(query)
      if (!isLive() || !replica) return false
      // Where somebody looks, a position is enough: it is resumed from, and fetched for only when that fails.
      return isStreamed(replica) || (isResumable(replica) && query.isActive())
    },
    attach: (client) => void attach(client),
  }
  // On a server there are many at once, each of another user.
  const withdraw = isPage() ? offer(source) : () => undefined
  /** After a welcome: has everything been answered that was asked for? */
  const tellRecovery = () => {
    const isAsking = [...topics.list()].some(({ standing }) => standing.is === 'asked')
    socket.tell({ event: isAsking ? 'progressed' : 'recovered' })
  }
  const unwatch = environment.watch(() => {
    if (environment.visible()) return poller.wake()
    // It may be the last that is heard of this page.
    records?.flush()
    return poller.update()
  })

  /** Nothing of one user's is shown or sent under another. */
  const switchUser = (session: Session | null, before: Session | null) => {
    chronicle.user(session, before)
    if (session) records?.onSwitch(session.userKey, before?.userKey ?? null)
    // First the link goes, and with it whatever was on its way. The first session of all is the one being dialled for.
    if (before || !session || socket.connection().state === 'idle') socket.tell({ event: 'identity' })
    outbox.setUser(session?.userKey ?? null)
    if (before) forgetUser()
    else for (const { query } of replicas.list()) dropOfAnother(query)
    if (session) for (const { query, active } of replicas.list()) if (active && lacksData(query)) void refetch(query)
    poller.update()
    board.onSwitch()
  }
  const forgetUser = () => {
    states.clear()
    for (const { query } of replicas.list()) query.reset()
  }
  /** A new token of the same user: what the old one was refused may work now. */
  const renew = () => {
    if (socket.connection().state === 'halted') socket.tell({ event: 'start' })
    retryRefused()
  }
  const retryRefused = () => {
    for (const { query, active } of replicas.list()) if (active && isFinal(query.state.error)) void refetch(query)
  }

  /** The server that rendered the page may have done so for whoever was here before. */
  const dropOfAnother = (query: Query) => {
    const session = sessions.current()
    if (!session || !isOfAnother(query, session.userKey)) return
    query.reset()
    if (query.isActive()) void refetch(query)
  }

  const read = (message: Envelope) => {
    const { type, data, id = '' } = message
    pass?.({ way: 'in', message })
    if (message.topic !== undefined) return topics.onEvent(message)
    // The server's own messages, of the shapes in PROTOCOL.md; events are checked by their stream's schemas.
    if (type === 'subscribed') {
      const answers = (data as { topics: readonly Subscribed[] }).topics
      topics.onSubscribed(id, answers)
      return chronicle.subscribed(answers)
    }
    if (type === 'reset') {
      const { topics: names, reason } = data as { topics: readonly string[] | '*'; reason?: string }
      topics.onReset(names)
      return chronicle.reset(names === '*' ? [...topics.list()].map(({ name }) => name) : names, reason)
    }
    if (type === 'ack') return outbox.onAck(id, data as Ack)
    if (type !== 'error') return report({ code: 'unknown_message', message: `The server sent "${type}"` })
    const error = data as ErrorBody
    // A command's own error is told to whoever sent it.
    if (outbox.onError(id, error) || topics.onError(id, error.code)) return undefined
    // Of desired state, which has no id.
    if (error.code === 'rate_limited') budget.slowDown(error.retryAfterMs ?? 0)
    return report({ code: error.code, message: error.message })
  }

  /** Shows what a command will do, until the server says what it did. */
  const expect = (stream: AnyStream, param: Param, layer: Layer, acked: Promise<Ack>) => {
    const foreseen = stream.commands[layer.type]?.optimistic ?? stream.pages?.commands?.[layer.type]
    const topic = foreseen && topics.find(topicOf(stream, param))
    if (!topic) return
    topics.addLayer(topic, layer)
    acked.then(
      ({ epoch, offset }) =>
        topics.ackLayer(topic, layer.id, epoch !== undefined && offset !== undefined ? { epoch, offset } : null),
      () => topics.dropLayer(topic, layer.id),
    )
  }

  /** What an earlier visit sent is still expected. */
  const expectAgain = ({ id, type, data, acked }: Command) => {
    const stream = options.streams.find(({ commands }) => Object.hasOwn(commands, type))
    const command = stream?.commands[type]
    if (!stream || !command) return
    try {
      // An earlier version of the page may have meant something else by it: the server decides, we only foresee.
      expect(stream, command.param(data as never), { id, type, input: data, ackedAt: null }, acked)
    } catch (error) {
      report({ code: 'layer_failed', message: `${type}: ${String(error)}` })
    }
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
        const unwatchCache = replicas.attach(client, (query) => {
          vouchFor(query, source)
          dropOfAnother(query)
        })
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
  let cancelRelease = () => {}
  const page = createHold({
    onFirst: () => {
      cancelRelease()
      const { state } = socket.connection()
      if (state === 'idle' || state === 'dormant') socket.tell({ event: 'start' })
    },
    onLast: () => {
      cancelRelease = clock.after(RELEASE_MS, () => socket.tell({ event: 'stop' }))
    },
  })

  return {
    acquire: page.take,
    attach,
    send: (type, data) => {
      const stream = options.streams.find(({ commands }) => Object.hasOwn(commands, type))
      const command = stream?.commands[type]
      if (!stream || !command) throw new TypeError(`No stream has a command "${type}"`)
      // The table has forgotten which data belongs to which command; the signature above has not.
      const param = command.param(data as never)
      if (command.send === 'state') return states.set(type, param, data, command.ends?.(data as never) ?? false)
      const { taken, ...sent } = outbox.add(type, data, topicOf(stream, param))
      chronicle.command(type, sent)
      if (taken) expect(stream, param, { id: sent.id, type, input: data, ackedAt: null }, sent.acked)
      return sent
    },
    getStatus: board.get,
    subscribe: board.subscribe,
    connect: () => socket.tell({ event: 'start' }), // which asks who is signed in
    disconnect: () => socket.tell({ event: 'stop' }),
    dispose: () => {
      withdraw()
      cancelRelease()
      socket.dispose()
      sessions.dispose()
      unwatch()
      // First, because it gives the others something to do.
      for (const detach of detachAll) detach()
      snapshots.dispose()
      inbox.dispose()
      poller.dispose()
      invalidator.dispose()
      records?.dispose()
      states.clear()
      outbox.dispose()
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

/** Was it reset, or refused while nobody was signed in? */
const lacksData = ({ state }: Query): boolean => state.data === undefined && state.fetchStatus === 'idle'

/** Somebody asked for a fetch that has not succeeded yet. */
const isOwed = ({ query, failed }: Replica): boolean => failed && query.state.isInvalidated

/** Not, or no more, for whoever is signed in. */
const isForbidden = (error: unknown): boolean =>
  error instanceof SnapshotError && (error.status === 403 || error.status === 404)
