import { notifyManager, QueryObserver, type QueryClient } from '@tanstack/react-query'
import { KEYS, queryKeyOf } from './streams.js'

export interface Observers {
  /** What each key's observer was told last. */
  readonly shown: ReadonlyMap<number, unknown>
  readonly stop: () => void
}

/** One observer a key, listening as `useQuery` does: once per batch of notifications. */
export function observeAll(client: QueryClient): Observers {
  const shown = new Map<number, unknown>()
  const stops = Array.from({ length: KEYS }, (_, key) => {
    const observer = new QueryObserver(client, { queryKey: queryKeyOf(key), staleTime: Number.POSITIVE_INFINITY })
    return observer.subscribe(notifyManager.batchCalls(({ data }) => void shown.set(key, data)))
  })
  return { shown, stop: () => stops.forEach((stop) => stop()) }
}
