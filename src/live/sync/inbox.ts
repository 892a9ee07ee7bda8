import { write } from './cache.js'
import { fold, type Unfolded } from './fold.js'
import { eventsAfter } from './journal.js'
import type { Layer } from './layer.js'
import { advance, type Replica } from './replica.js'
import { forgetApplied, settleLayers, type Topic } from './topic.js'
import type { Cancel, Clock } from '../clock.js'
import type { Report } from '../reports/report.js'

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
  /** What the topic brought, for who goes by its events and not by its data. */
  readonly onTold: (topic: Topic, events: readonly Unfolded[]) => void
  readonly onBrokenLayer: (topic: Topic, layer: Layer, error: unknown) => void
}

export function createInbox(options: InboxOptions): Inbox {
  const { clock, batch, report, onBroken, onBrokenLayer, onShown, onTold } = options
  const changed = new Set<Topic>()
  let cancelFrame: Cancel | null = null

  const show = (topic: Topic, now: number) => {
    const { standing, stream } = topic
    if (standing.is === 'streaming') {
      const { arrived } = standing
      standing.arrived = []
      standing.state = fold(stream, standing.state, arrived)
      if (topic.tells) onTold(topic, arrived)
    }
    for (const replica of topic.replicas) {
      // No entry is ever made by an event: a query without data waits for its own fetch.
      const next = advance(replica, (layer, error) => onBrokenLayer(topic, layer, error))
      if (next === undefined) continue
      // The same data may stand further on.
      if (next !== replica.query.state.data) write(replica, next, now)
      onShown(replica)
    }
    settleLayers(topic)
    if (standing.is !== 'live') return
    const { journal } = standing
    if (topic.tells) onTold(topic, eventsAfter(journal, journal.told))
    journal.told = journal.head
    forgetApplied(topic, journal)
  }
  const flush = () => {
    cancelFrame = null
    const topics = [...changed]
    changed.clear()
    const now = clock.now()
    batch(() => {
      for (const topic of topics) {
        try {
          show(topic, now)
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error)
          report({ code: 'event_failed', message, topic: topic.name })
          onBroken(topic)
        }
      }
    })
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
