import { dequal } from 'dequal/lite'
import type { Query, QueryCacheNotifyEvent, QueryClient } from '@tanstack/react-query'
import type { Replica } from './replica.js'

/** First element of every live query's key. */
export const LIVE = 'live'

/** What decides about data that comes to a live query through a fetch. */
export interface Arrival {
  /** What the query shows once `next`, of which this is a part, is committed. */
  readonly complete: (next: unknown) => unknown
}

/** Snapshots on their way into a cache. */
const arrivals = new WeakMap<object, Arrival>()

/** The value being written by `write`, which is final as it is. */
let writing: unknown

/**
 * `structuralSharing` of every live query. query-core calls it inside `setData`, before anybody is told: the one moment
 * at which a snapshot can be completed by the events it lacks. It is called for results of `select`, too.
 */
export function atCommit(previous: unknown, next: unknown): unknown {
  if (next === writing) return next
  const arrival = arrivalIn(next)
  if (arrival) return arrival.complete(next)
  return dequal(previous, next) ? previous : next
}

/** Marks a snapshot, so that `arrival` decides what its commit shows. */
export const announce = (data: object, arrival: Arrival): void => void arrivals.set(data, arrival)

/** Only one commit is an arrival: the same object may come back later, from `select` or by hand. */
export const arrived = (data: object): void => void arrivals.delete(data)

/** The arrival that a value holds: itself, or a page of it. */
function arrivalIn(value: unknown): Arrival | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const itself = arrivals.get(value)
  if (itself || !('pages' in value) || !Array.isArray(value.pages)) return itself
  for (const page of value.pages as readonly unknown[]) {
    const arrival = typeof page === 'object' && page !== null ? arrivals.get(page) : undefined
    if (arrival) return arrival
  }
  return undefined
}

/** Writes what the stream brought. An invalidated query stays invalidated: an event does not answer that. */
export function write({ query }: Replica, data: unknown, now: number): void {
  const { isInvalidated } = query.state
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
    // Who still looks at a query that was removed looks at nothing.
    if (event.type !== 'removed' && cache.get(query.queryHash) !== query) return
    switch (event.type) {
      case 'observerAdded':
      case 'observerRemoved':
      case 'observerOptionsUpdated':
        return events.onObserved(query)
      case 'removed':
        return events.onRemoved(query)
      case 'updated':
        if (event.action.type === 'success' && event.action.manual !== true) {
          const bypassed = arrivalIn(query.state.data)
          if (bypassed) {
            complain(query)
            query.setData(bypassed.complete(query.state.data), { manual: true })
          }
          return events.onFetched(query)
        }
        if (event.action.type === 'error') return events.onFetched(query)
        if (event.action.type !== 'success' && event.action.type !== 'setState') return undefined
        return events.onForeign(query, event.action.type === 'success')
      case 'added':
        return events.onObserved(query)
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
