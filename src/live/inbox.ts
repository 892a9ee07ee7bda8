import { write } from './cache.js'
import type { Cancel, Clock } from './clock.js'
import { fold } from './fold.js'
import type { Layer } from './layer.js'
import { advance, type Replica } from './replica.js'
import type { Report } from './report.js'
import { settleLayers, trim, type Topic } from './topic.js'

/** What arrived, shown once a frame: each query written once, React committing once, however many events there were. */
export interface Inbox {
  readonly add: (topic: Topic) => void
  readonly dispose: () => void
}

export interface InboxOptions {
  readonly clock: Clock
  /** The host's `notifyManager.batch`: another copy of query-core would notify once per query. */
  readonly batch: (run: () => void) => void
  readonly report: Report
  /** An event could not be applied; what the topic's queries show is no longer known to be right. */
  readonly onBroken: (topic: Topic) => void
  readonly onShown: (replica: Replica) => void
  readonly onBrokenLayer: (topic: Topic, layer: Layer, error: unknown) => void
}

export function createInbox({ clock, batch, report, onBroken, onBrokenLayer, onShown }: InboxOptions): Inbox {
  const changed = new Set<Topic>()
  let cancelFrame: Cancel | null = null

  const apply = (topic: Topic) => {
    try {
      show(topic, {
        onBroken: (layer, error) => onBrokenLayer(topic, layer, error),
        onNext: (replica, data) => {
          // The same data may stand further on.
          if (data !== replica.query.state.data) write(replica, data, clock.now())
          onShown(replica)
        },
      })
    } catch (error) {
      report({
        code: 'event_failed',
        message: error instanceof Error ? error.message : String(error),
        topic: topic.name,
      })
      onBroken(topic)
    }
  }
  const flush = () => {
    cancelFrame = null
    const topics = [...changed]
    changed.clear()
    batch(() => topics.forEach(apply))
  }
  return {
    add: (topic) => {
      changed.add(topic)
      cancelFrame ??= clock.frame(flush)
    },
    dispose: () => {
      cancelFrame?.()
      cancelFrame = null
      changed.clear()
    },
  }
}

interface Showing {
  readonly onBroken: (layer: Layer, error: unknown) => void
  readonly onNext: (replica: Replica, data: unknown) => void
}

/** Brings every query of a topic up to what arrived. @throws FoldError */
function show(topic: Topic, { onBroken, onNext }: Showing): void {
  const { standing } = topic
  if (standing.is === 'streaming') {
    const arrived = standing.arrived
    standing.arrived = []
    standing.state = fold(topic.stream, standing.state, arrived)
  }
  for (const replica of topic.replicas) {
    // No entry is ever made by an event: a query without data waits for its own fetch.
    const next = advance(replica, onBroken)
    if (next) onNext(replica, next.data)
  }
  settleLayers(topic)
  if (standing.is === 'live') trim(topic, standing.journal)
}
