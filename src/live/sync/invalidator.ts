import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { dataOf, type Unfolded } from './fold.js'
import type { Topic } from './topic.js'
import type { Cancel, Clock } from '../clock.js'
import type { Report } from '../reports/report.js'

/** Refetches the queries that events make out of date: together, and no key more often than once a second. */
export interface Invalidator {
  readonly onEvents: (topic: Topic, events: readonly Unfolded[]) => void
  /** Events were missed, and nobody knows which. */
  readonly onMissed: (topic: Topic) => void
  readonly dispose: () => void
}

export interface InvalidatorOptions {
  readonly clock: Clock
  readonly report: Report
  readonly clients: () => Iterable<QueryClient>
}

const THROTTLE_MS = 1_000

export function createInvalidator({ clock, report, clients }: InvalidatorOptions): Invalidator {
  const due = new Map<string, QueryKey>()
  /** When each key may be refetched again. */
  const resting = new Map<string, number>()
  let cancelFlush: Cancel | null = null

  const add = (keys: readonly QueryKey[]) => {
    if (keys.length === 0) return
    for (const key of keys) due.set(JSON.stringify(key), key)
    cancelFlush ??= clock.after(0, flush)
  }
  /** A host's function: what it throws must not stop the frame that it came in. */
  const attempt = (topic: string, work: () => void) => {
    try {
      work()
    } catch (error) {
      report({ code: 'invalidation_failed', message: String(error), topic })
    }
  }
  const flush = () => {
    const now = clock.now()
    for (const [hash, until] of resting) if (until <= now) resting.delete(hash)
    const keys: QueryKey[] = []
    for (const [hash, key] of due) {
      if (resting.has(hash)) continue
      keys.push(key)
      due.delete(hash)
      resting.set(hash, now + THROTTLE_MS)
    }
    if (keys.length > 0) for (const client of clients()) invalidate(client, keys)
    const next = Math.min(...[...due.keys()].map((hash) => resting.get(hash) ?? now))
    cancelFlush = due.size > 0 ? clock.after(next - now, flush) : null
  }

  return {
    onEvents: ({ stream, name, param }, events) => {
      for (const event of events) {
        const { invalidates } = stream.events[event.type] ?? {}
        // The stream's own schema vouches for the data; the table has forgotten its type.
        if (invalidates) attempt(name, () => add(invalidates(param, dataOf(stream, event) as never)))
      }
    },
    onMissed: ({ stream, name, param }) => {
      for (const { invalidates } of Object.values(stream.events)) {
        if (invalidates) attempt(name, () => add(invalidates(param, null as never)))
      }
    },
    dispose: () => {
      cancelFlush?.()
      resting.clear()
      due.clear()
    },
  }
}

/** However many keys are due, the cache is gone through once: each may be one of a thousand. */
function invalidate(client: QueryClient, keys: readonly QueryKey[]): void {
  const heads = new Set(keys.map(([head]) => head))
  const hit = new Set<Query>()
  for (const query of client.getQueryCache().getAll()) {
    if (heads.has(query.queryKey[0]) && keys.some((key) => begins(query.queryKey, key))) hit.add(query)
  }
  if (hit.size === 0) return
  // A first fetch that runs already may have begun before the event, and nothing can cancel it: it is asked for again.
  for (const query of hit) {
    if (!isFirstFetch(query)) continue
    const again = () => void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    query.promise?.then(again, again)
  }
  void client.invalidateQueries({ predicate: (query) => hit.has(query) })
}

/** As TanStack Query matches keys: what is said must be so, more may follow. */
const begins = (value: unknown, said: unknown): boolean =>
  value === said ||
  (isRecord(value) && isRecord(said) && Object.keys(said).every((key) => begins(value[key], said[key])))

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isFirstFetch = ({ state }: Query): boolean => state.data === undefined && state.fetchStatus !== 'idle'
