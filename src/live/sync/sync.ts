import type { Query, QueryClient } from '@tanstack/react-query'
import { createClients } from './clients.js'
import { endHydration } from './hydration.js'
import { createInbox } from './inbox.js'
import { createInvalidator } from './invalidator.js'
import { createLayers, type Layers } from './layers.js'
import { isFinal, offer, type Source } from './liveQuery.js'
import { createPoller } from './poller.js'
import { createOwned, type Owned } from './owned.js'
import { isCaughtUp, isCurrent, isResumable, type Replica } from './replica.js'
import { createReplicas } from './replicas.js'
import { createSnapshots, type Memory } from './snapshots.js'
import type { Topic } from './topic.js'
import { createTopics, type Topics, type TopicsOptions } from './topics.js'
import { SnapshotError, type Backend } from '../backend.js'
import type { Clock } from '../clock.js'
import { isPage, type Environment } from '../environment.js'
import type { Sessions } from '../connection/sessions.js'
import type { Report } from '../reports/report.js'
import type { AnyStream } from '../../protocol/stream.js'

/** Keeps the live queries of any number of clients live: by the stream while there is a link, by polling while there is none. */
export interface Sync extends Pick<Owned, 'onSwitch' | 'onRenew'> {
  /** What the server says of topics. */
  readonly topics: Pick<Topics, 'list' | 'onSubscribed' | 'onReset' | 'onEvent' | 'onError'>
  readonly expect: Layers['expect']
  /** Keeps this client's live queries live. */
  readonly attach: (client: QueryClient) => () => void
  readonly linkUp: () => void
  readonly linkDown: () => void
  /** The connection or the page stands differently: is there something to poll for? */
  readonly update: () => void
  /** Somebody looks at the page again. */
  readonly wake: () => void
  readonly dispose: () => void
}

export interface SyncOptions {
  readonly streams: ReadonlyMap<string, AnyStream>
  readonly backend: Backend
  readonly sessions: Sessions
  readonly clock: Clock
  readonly random: () => number
  readonly newId: () => string
  readonly environment: Environment
  readonly report: Report
  readonly batch: (run: () => void) => void
  /** What the last visit left, and where this one is kept; `null`: nothing is. */
  readonly memory: (Memory & { readonly forget: (topic: Topic) => void }) | null
  readonly send: TopicsOptions['send']
  readonly isLive: () => boolean
  /** Something was answered since the link was made. @param all everything that was asked for */
  readonly onProgress: (all: boolean) => void
  /** REST stands in for the stream, or does not, whether or not that is news. */
  readonly onPolling: (active: boolean) => void
  /** REST answered, or did not. */
  readonly onPolled: (reached: boolean) => void
}

export function createSync(options: SyncOptions): Sync {
  const { backend, sessions, clock, environment, report, memory, isLive, onProgress, onPolling, onPolled } = options
  const counts = backend.positions !== false
  const isStreamed = (replica: Replica) => isLive() && isCurrent(replica)
  /** Would a poll tell anything? */
  const isStale = (replica: Replica) => !isFinal(replica.query.state.error) && (!isStreamed(replica) || isOwed(replica))

  const topics = createTopics({
    ...options,
    positions: counts,
    onArrived: (topic) => inbox.add(topic),
    onMissed: (topic) => invalidator.onMissed(topic),
    onStanding: () => {
      poller.update()
      progress()
    },
    refetch: ({ query, active }) => {
      if (active) void refetch(query)
      else query.invalidate()
    },
  })
  const layers = createLayers({ topics, report, onArrived: (topic) => inbox.add(topic) })
  const inbox = createInbox({
    ...options,
    onBroken: (topic) => {
      for (const replica of topic.replicas) replica.lost = true
      topics.resync(topic)
    },
    onShown: (replica) => memory?.touch(replica),
    onTold: (topic, events) => invalidator.onEvents(topic, events),
    onBrokenLayer: layers.onBroken,
  })
  const invalidator = createInvalidator({ clock, report, clients: () => clients.list() })
  const replicas = createReplicas({
    topics,
    // Without a server that counts, positions are this engine's own.
    userKey: () => (counts ? (sessions.current()?.userKey ?? null) : null),
    onChange: () => poller.update(),
    onForeign: (replica) => {
      const { topic } = replica
      // What stands nowhere, or in the past, is brought in line with the stream.
      inbox.add(topic)
      if (isLive() && topic.standing.is === 'live' && !isCurrent(replica)) topics.resync(topic)
    },
    onFetched: (topic) => {
      if ([...topic.replicas].some(({ query }) => isForbidden(query.state.error))) memory?.forget(topic)
      inbox.add(topic)
      poller.update()
    },
  })
  const poller = createPoller({
    ...options,
    stale: () => {
      const stale = [...replicas.list()].filter((replica) => replica.active && isStale(replica))
      if (stale.length === 0 || sessions.current() === null) onPolling(false)
      return stale
    },
    paused: () => !environment.visible() || sessions.current() === null,
    // The poller's own pace is the retry: a query that tried thrice each time would ask a troubled server thrice as often.
    fetch: ({ query }) => {
      onPolling(true)
      return query.fetch({ ...query.options, retry: false }, { cancelRefetch: false })
    },
    isFinal,
  })
  const snapshots = createSnapshots({ ...options, replicas, topics, layers, onAnswer: onPolled })
  const source: Source = {
    fetch: snapshots.fetch,
    fetchPage: snapshots.fetchPage,
    get: snapshots.get,
    write: snapshots.write,
    vouches: (query) => {
      const replica = replicas.of(query)
      if (!isLive() || !replica) return false
      // Where somebody looks, a position is enough: it is resumed from, and fetched for only when that fails.
      return isStreamed(replica) || (isResumable(replica) && query.isActive())
    },
    isCaughtUp: (query) => {
      const replica = replicas.of(query)
      return isLive() && replica !== undefined && isCaughtUp(replica)
    },
    attach: (client) => void clients.attach(client),
  }
  const owned = createOwned({ replicas, userKey: () => sessions.current()?.userKey ?? null, refetch })
  const clients = createClients({ clock, replicas, source, onSeen: owned.check })
  // On a server there are many at once, each of another user.
  const withdraw = isPage() ? offer(source) : () => undefined
  /** After a welcome: has everything been answered that was asked for? */
  const progress = () => onProgress(![...topics.list()].some(({ standing }) => standing.is === 'asked'))

  return {
    topics,
    expect: layers.expect,
    attach: clients.attach,
    linkUp: () => {
      topics.linkUp()
      poller.update()
      progress()
    },
    linkDown: () => {
      for (const { query } of replicas.list()) endHydration(query)
      topics.linkDown()
      poller.update()
    },
    update: poller.update,
    wake: poller.wake,
    onSwitch: (session, before) => {
      owned.onSwitch(session, before)
      poller.update()
    },
    onRenew: owned.onRenew,
    dispose: () => {
      withdraw()
      // First, because it gives the others something to do.
      clients.dispose()
      snapshots.dispose()
      inbox.dispose()
      poller.dispose()
      invalidator.dispose()
      topics.dispose()
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

/** Not, or no more, for whoever is signed in. */
const isForbidden = (error: unknown): boolean =>
  error instanceof SnapshotError && (error.status === 403 || error.status === 404)
