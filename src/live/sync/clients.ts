import type { Query, QueryClient } from '@tanstack/react-query'
import { bind, unbind, vouchFor, type Source } from './liveQuery.js'
import type { Replicas } from './replicas.js'
import type { Cancel, Clock } from '../clock.js'
import { createHold, type Hold } from '../hold.js'

/** The query clients whose live queries are kept live, each for as long as anybody wants it. */
export interface Clients {
  readonly list: () => Iterable<QueryClient>
  readonly attach: (client: QueryClient) => () => void
  readonly dispose: () => void
}

export interface ClientsOptions {
  readonly clock: Pick<Clock, 'after'>
  readonly replicas: Replicas
  readonly source: Source
  /** A live query of one of them was seen first. */
  readonly onSeen: (query: Query) => void
}

export function createClients({ clock, replicas, source, onSeen }: ClientsOptions): Clients {
  const clients = new Map<QueryClient, Hold>()
  const detachAll = new Set<() => void>()
  const holdOf = (client: QueryClient) => {
    let detach = () => {}
    let cancelDetach: Cancel | null = null
    return createHold({
      onFirst: () => {
        if (cancelDetach) {
          cancelDetach()
          cancelDetach = null
          return
        }
        bind(client, source)
        const unwatchCache = replicas.attach(client, (query) => {
          vouchFor(query, source)
          onSeen(query)
        })
        detach = () => {
          cancelDetach?.()
          clients.delete(client)
          detachAll.delete(detach)
          unbind(client, source)
          unwatchCache()
        }
        detachAll.add(detach)
      },
      // StrictMode lets go and takes again in one go: what is being fetched would come back to a query that nobody knows.
      onLast: () => (cancelDetach = clock.after(0, () => detach())),
    })
  }
  return {
    list: () => clients.keys(),
    attach: (client) => {
      const hold = clients.get(client) ?? holdOf(client)
      clients.set(client, hold)
      return hold.take()
    },
    dispose: () => {
      for (const detach of detachAll) detach()
    },
  }
}
