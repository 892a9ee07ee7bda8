import { isCurrent, isResumable, type Replica } from './replica.js'
import type { Topic } from './topic.js'
import { backoff, RESYNC } from '../backoff.js'
import type { Cancel, Clock } from '../clock.js'

/** Brings queries in line that do not reach the stream. The first remedy comes at once; when it does not help, ever later. */
export interface Resync {
  readonly begin: (topic: Topic) => void
  readonly cancel: (topic: Topic) => void
  readonly dispose: () => void
}

export interface ResyncOptions {
  readonly clock: Clock
  readonly random: () => number
  /** Is there a link, and anybody who looks? */
  readonly isWanted: (topic: Topic) => boolean
  readonly ask: (topic: Topic) => void
  readonly refetch: (replica: Replica) => void
}

export function createResync({ clock, random, isWanted, ask, refetch }: ResyncOptions): Resync {
  const waiting = new Map<Topic, Cancel>()
  /** What only a snapshot can mend is fetched; whatever else does not fit, the server's answer brings in line. */
  const mend = (topic: Topic) => {
    if (topic.standing.is !== 'live') return ask(topic)
    const late = behind(topic)
    const lost = late.filter(needsSnapshot)
    lost.forEach(refetch)
    if (lost.length === 0 || late.some((replica) => replica.active && !needsSnapshot(replica))) ask(topic)
  }
  return {
    begin: (topic) => {
      if (waiting.has(topic)) return
      const ms = topic.resyncs === 0 ? 0 : backoff(topic.resyncs - 1, RESYNC, random)
      topic.resyncs += 1
      waiting.set(
        topic,
        clock.after(ms, () => {
          waiting.delete(topic)
          if (isWanted(topic)) mend(topic)
        }),
      )
    },
    cancel: (topic) => {
      waiting.get(topic)?.()
      waiting.delete(topic)
    },
    dispose: () => {
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
    },
  }
}

/** The topic's queries that do not show what it brought. */
export const behind = (topic: Topic): readonly Replica[] =>
  [...topic.replicas].filter((replica) => !isCurrent(replica) && hasSettled(replica))

/** It has data, or gave up on getting any. */
const hasSettled = ({ query: { state } }: Replica): boolean => state.data !== undefined || state.status === 'error'

const needsSnapshot = (replica: Replica): boolean => !isResumable(replica)
