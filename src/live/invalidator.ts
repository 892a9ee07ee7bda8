import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import type { Cancel, Clock } from './clock.js'
import type { Report } from './report.js'
import type { Topic } from './topic.js'
import type { Envelope } from '../protocol/envelope.js'
import { parse } from '../protocol/schema.js'

/** Refetches the queries that events make out of date: together, and no key more often than once a second. */
export interface Invalidator {
  readonly onEvent: (topic: Topic, event: Envelope) => void
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
  const resting = new Map<string, Cancel>()
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
    cancelFlush = null
    for (const [hash, key] of due) {
      if (resting.has(hash)) continue
      due.delete(hash)
      for (const client of clients()) invalidate(client, key)
      const wake = () => {
        resting.delete(hash)
        if (due.has(hash)) cancelFlush ??= clock.after(0, flush)
      }
      resting.set(hash, clock.after(THROTTLE_MS, wake))
    }
  }

  return {
    onEvent: ({ stream, name, param }, { type, data }) => {
      const event = Object.hasOwn(stream.events, type) ? stream.events[type] : undefined
      if (!event?.invalidates) return
      const parsed = parse(event.schema, data)
      // The stream's own schema vouches for it; a bad one is told when it is applied.
      const { invalidates } = event
      if (parsed.ok) attempt(name, () => add(invalidates(param, parsed.value as never)))
    },
    onMissed: ({ stream, name, param }) => {
      for (const { invalidates } of Object.values(stream.events)) {
        if (invalidates) attempt(name, () => add(invalidates(param, null as never)))
      }
    },
    dispose: () => {
      cancelFlush?.()
      for (const cancel of resting.values()) cancel()
      resting.clear()
      due.clear()
    },
  }
}

function invalidate(client: QueryClient, queryKey: QueryKey): void {
  // A first fetch that runs already may have begun before the event, and nothing can cancel it: it is asked for again.
  const early = client.getQueryCache().findAll({ queryKey, predicate: isFirstFetch })
  for (const query of early) {
    const again = () => void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    query.promise?.then(again, again)
  }
  void client.invalidateQueries({ queryKey })
}

const isFirstFetch = ({ state }: Query): boolean => state.data === undefined && state.fetchStatus !== 'idle'
