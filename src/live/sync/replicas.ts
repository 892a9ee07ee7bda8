import type { Query, QueryClient } from '@tanstack/react-query'
import { LIVE, watchCache } from './cache.js'
import { carryPosition, dropPosition, heedHydration } from './hydration.js'
import { adopt, NONE, type Replica } from './replica.js'
import { shapeOf } from './shape.js'
import type { Topic } from './topic.js'
import type { Topics } from './topics.js'

/** The live queries of every attached cache, each tied to its topic. */
export interface Replicas {
  /** @param onSeen told each live query of this client once, before anything else happens to it */
  readonly attach: (client: QueryClient, onSeen: (query: Query) => void) => () => void
  readonly of: (query: Query) => Replica | undefined
  readonly list: () => Iterable<Replica>
}

export interface ReplicasOptions {
  readonly topics: Topics
  /** Whose data it is, where its positions hold for others than this engine. */
  readonly userKey: () => string | null
  readonly onChange: () => void
  /** Data came past us. */
  readonly onForeign: (replica: Replica) => void
  /** A fetch has ended, either way; the topic may let go of what it kept for it. */
  readonly onFetched: (topic: Topic) => void
}

export function createReplicas({ topics, userKey, onChange, onForeign, onFetched }: ReplicasOptions): Replicas {
  const replicas = new Map<Query, Replica>()

  const known = (query: Query): Replica | undefined => {
    const replica = replicas.get(query)
    if (replica) return replica
    const topic = topics.find(topicName(query))
    if (!topic) return undefined
    const created: Replica = {
      query,
      topic,
      shape: shapeOf(query.queryKey),
      parts: [],
      shown: undefined,
      overlaid: topic.layers,
      absorbed: NONE,
      lost: false,
      edited: false,
      failed: false,
      active: false,
    }
    adopt(created, false)
    topic.replicas.add(created)
    replicas.set(query, created)
    carryPosition(created, userKey)
    // It brought its data along, from another cache: a topic that is live already is further on.
    if (created.shown !== undefined) onForeign(created)
    return created
  }
  const observe = (query: Query) => {
    const replica = known(query)
    if (!replica) return
    const active = query.isActive()
    if (active === replica.active) return
    replica.active = active
    topics.observed(replica.topic)
    onChange()
  }
  const remove = (query: Query) => {
    const replica = replicas.get(query)
    if (!replica) return
    replicas.delete(query)
    dropPosition(query)
    replica.active = false
    replica.topic.replicas.delete(replica)
    topics.observed(replica.topic)
    onChange()
  }

  const adoptForeign = (query: Query, manual: boolean) => {
    const replica = known(query)
    if (!replica || query.state.data === replica.shown) return
    adopt(replica, manual)
    onForeign(replica)
  }

  return {
    of: known,
    list: () => replicas.values(),
    attach: (client, onSeen) => {
      heedHydration(client)
      const unwatch = watchCache(client, {
        onObserved: (query) => {
          onSeen(query)
          observe(query)
        },
        onRemoved: remove,
        onForeign: adoptForeign,
        onFetched: (query) => {
          const replica = known(query)
          if (!replica) return
          replica.failed = query.state.status === 'error'
          // A promise that was hydrated brings what no engine here has asked for.
          if (query.state.data !== replica.shown) adoptForeign(query, false)
          onFetched(replica.topic)
        },
      })
      return () => {
        unwatch()
        for (const query of client.getQueryCache().findAll({ queryKey: [LIVE] })) remove(query)
      }
    },
  }
}

const topicName = ({ queryKey: [, stream, param] }: Query): string => `${String(stream)}:${String(param)}`
