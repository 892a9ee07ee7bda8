import type { Position } from '../../protocol/stream.js'
import type { ParsedTopic } from '../../protocol/topic.js'
import type { Clock } from '../clock.js'
import type { Database, Transaction } from '../database/database.js'
import { fold, lockInOrder, store, type HeldTopic, type LockedTopic, type PublishedEvent } from './heldTopic.js'

/** What a transaction did that others want to hear of. Losing it costs time, not data: the log has everything. */
export interface Hint {
  readonly events: readonly PublishedEvent[]
  /** Topics whose domain rows changed and whose event is still to be made. */
  readonly dirty: readonly string[]
}

/** A transaction that may speak on topics. */
export interface Writing extends Transaction {
  readonly now: number
  /**
   * Takes the topics' locks, in sorted order; once per transaction, or two writers could wait for each other.
   * What an event says in total (counts, lists) must be read after this, or it misses what came just before.
   */
  lock(topics: readonly ParsedTopic[]): Promise<readonly LockedTopic[]>
  append(topic: LockedTopic, type: string, data: unknown): Position
  /** Leaves word, in this transaction, that the topic's aggregate is to be published. */
  markDirty(topic: string): Promise<void>
}

/** Runs one transaction: domain rows, locks, aggregates, events, fold; on commit the hint goes out, later than the ack. */
export type Publish = <T>(work: (writing: Writing) => Promise<T>) => Promise<T>

interface Parts {
  readonly database: Database
  readonly epoch: string
  readonly clock: Clock
  /** `committedAt`: of `performance.now()`. */
  readonly onCommitted: (hint: Hint, committedAt: number) => void
  readonly onPublishTime: (seconds: number) => void
}

/** The only way into the log. */
export function createPublish({ database, epoch, clock, onCommitted, onPublishTime }: Parts): Publish {
  return async (work) => {
    const started = performance.now()
    const events: PublishedEvent[] = []
    const dirty: string[] = []
    const result = await database.write(async (tx) => {
      const held = new Map<LockedTopic, HeldTopic>()
      let locked = false
      const result = await work({
        query: tx.query,
        now: clock.now(),
        async lock(topics) {
          if (locked) throw new Error('A transaction takes its topic locks once')
          locked = true
          const taken = await lockInOrder(tx, topics)
          for (const topic of taken) held.set(topic.handle, topic)
          return taken.map(({ handle }) => handle)
        },
        append(handle, type, data) {
          const topic = held.get(handle)
          if (!topic) throw new Error(`${handle.name} is not locked by this transaction`)
          const event = fold(topic, type, data)
          events.push(event)
          return { epoch, offset: event.offset }
        },
        async markDirty(topic) {
          // A write even when the mark is there, so that whoever is deleting it must wait for our rows.
          await tx.query(
            'INSERT INTO rt_dirty (topic, marks) VALUES ($1, 1) ON CONFLICT (topic) DO UPDATE SET marks = rt_dirty.marks + 1',
            [topic],
          )
          dirty.push(topic)
        },
      })
      for (const topic of held.values()) if (topic.added.length > 0) await store(tx, topic, clock.now())
      return result
    })
    const committedAt = performance.now()
    onPublishTime((committedAt - started) / 1000)
    // After the ack: whoever awaits this transaction answers in a microtask, the hint takes the next turn.
    if (events.length > 0 || dirty.length > 0) setImmediate(() => onCommitted({ events, dirty }, committedAt))
    return result
  }
}
