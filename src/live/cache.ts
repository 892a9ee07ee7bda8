import { dequal } from 'dequal/lite'
import type { Query, QueryCacheNotifyEvent, QueryClient } from '@tanstack/react-query'
import type { Arriving, Replica } from './replica.js'

/** First element of every live query's key. */
export const LIVE = 'live'

/** Snapshots on their way into a cache, each with what makes it fit to be seen. */
const arriving = new WeakMap<object, () => unknown>()

/** The value being written by `write`, which is final as it is. */
let writing: unknown

/**
 * `structuralSharing` of every live query. query-core calls it inside `setData`, before anybody is told: the one moment
 * at which a snapshot can be completed by the events it lacks. It is called for results of `select`, too.
 */
export function atCommit(previous: unknown, next: unknown): unknown {
  if (next === writing) return next
  const complete = isObject(next) ? arriving.get(next) : undefined
  if (complete) return complete()
  return dequal(previous, next) ? previous : next
}

/** Marks a snapshot, so that `complete` decides what its commit shows. Only once: the same object may return later. */
export function announce({ data }: Arriving, complete: () => unknown): void {
  if (!isObject(data)) return
  arriving.set(data, () => {
    arriving.delete(data)
    return complete()
  })
}

/** Writes what the stream brought. An invalidated query stays invalidated: an event does not answer that. */
export function write(replica: Replica, data: unknown, now: number): void {
  const { query } = replica
  const { isInvalidated } = query.state
  replica.shown = data
  writing = data
  try {
    query.setData(data, { manual: true, updatedAt: now })
  } finally {
    writing = undefined
  }
  if (isInvalidated) query.invalidate()
}

export interface CacheEvents {
  /** A live query appeared, or is observed differently. */
  readonly onObserved: (query: Query) => void
  readonly onRemoved: (query: Query) => void
  /** Data came past us. `manual`: set by hand, on top of what was there; otherwise hydrated, restored, reset, reverted. */
  readonly onForeign: (query: Query, manual: boolean) => void
  /** A fetch has ended, either way. */
  readonly onFetched: (query: Query) => void
}

/** Watches a client's live queries. Returns how to stop. */
export function watchCache(client: QueryClient, events: CacheEvents): () => void {
  const cache = client.getQueryCache()
  // For observers that bring no options of their own; an explicit `structuralSharing` still wins, see `onFetched`.
  client.setQueryDefaults([LIVE], { structuralSharing: atCommit })
  const tell = (event: QueryCacheNotifyEvent) => {
    const { query } = event
    if (writing !== undefined || query.queryKey[0] !== LIVE) return
    switch (event.type) {
      case 'observerAdded':
      case 'observerRemoved':
      case 'observerOptionsUpdated':
        return events.onObserved(query)
      case 'removed':
        return events.onRemoved(query)
      case 'updated':
        if (event.action.type === 'success' && event.action.manual !== true) {
          const bypassed = isObject(query.state.data) ? arriving.get(query.state.data) : undefined
          if (bypassed) {
            complain(query)
            query.setData(bypassed(), { manual: true })
          }
          return events.onFetched(query)
        }
        if (event.action.type === 'error') return events.onFetched(query)
        if (event.action.type !== 'success' && event.action.type !== 'setState') return undefined
        return events.onForeign(query, event.action.type === 'success')
      case 'added':
      case 'observerResultsUpdated':
        return undefined
      default:
        return event satisfies never
    }
  }
  const unsubscribe = cache.subscribe(tell)
  for (const query of cache.findAll({ queryKey: [LIVE] })) events.onObserved(query)
  return unsubscribe
}

function complain(query: Query): void {
  console.error(
    `pitchey-live: the query ${JSON.stringify(query.queryKey)} overrides structuralSharing, so its listeners see snapshots ` +
      'before the events that belong on top of them. Remove the option.',
  )
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
