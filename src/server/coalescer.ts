import { parseTopic, type ParsedTopic } from '../protocol/topic.js'
import type { Clock } from './clock.js'
import { textAt, type Database } from './database/database.js'
import type { Publish, Writing } from './log/publish.js'
import type { StreamTable } from './streams/serverStream.js'

/** Publishes topics whose domain rows ran ahead: at once, then at most every `GAP_MS`. */
export interface Coalescer {
  /** These topics were marked dirty by a committed transaction. */
  touch(topics: readonly string[]): void
  /** Takes up what an earlier run of the server left marked. */
  resume(): Promise<void>
  stop(): void
}

/** Under 5 events in any second, and the last value well within one. */
const GAP_MS = 260
const RETRY_MS = 1_000

interface Parts {
  readonly table: StreamTable
  readonly database: Database
  readonly publish: Publish
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

export function createCoalescer({ table, database, publish, clock, onError }: Parts): Coalescer {
  /** Topics that may not publish yet; `again`: there is something to publish then. */
  const resting = new Map<string, { again: boolean; cancel: () => void }>()
  let stopped = false

  function touch(topic: string): void {
    if (stopped) return
    const rest = resting.get(topic)
    if (rest) rest.again = true
    else run(topic)
  }

  function run(topic: string): void {
    const rest = { again: false, cancel: (): void => undefined }
    resting.set(topic, rest)
    // A touch before the transaction begins is about rows that it will see.
    bringUpToDate(topic, () => {
      rest.again = false
    })
      .then(() => GAP_MS)
      .catch((error: unknown) => {
        rest.again = true
        onError(error)
        return RETRY_MS
      })
      .then((pause) => {
        if (stopped) return
        rest.cancel = clock.after(pause, () => {
          resting.delete(topic)
          if (rest.again) run(topic)
        })
      })
      .catch(onError)
  }

  async function bringUpToDate(name: string, onBegin: () => void): Promise<void> {
    const parsed = parseTopic(table.definitions, name)
    const aggregate = parsed && table.byName.get(parsed.stream.name)?.aggregate
    if (!parsed || !aggregate) throw new Error(`${name} cannot be coalesced`)
    await publish((writing) => {
      onBegin()
      return aggregateOnce(parsed, aggregate, writing)
    })
  }

  return {
    touch: (topics) => topics.forEach(touch),
    async resume() {
      const rows = await database.read((tx) => tx.query('SELECT topic FROM rt_dirty ORDER BY topic'))
      for (const row of rows) touch(textAt(row, 'topic'))
    },
    stop() {
      stopped = true
      for (const { cancel } of resting.values()) cancel()
    },
  }
}

type Aggregate = NonNullable<StreamTable['all'][number]['aggregate']>

/** The lock first, then the mark, then the rows: what is committed after we looked leaves a new mark. */
async function aggregateOnce(parsed: ParsedTopic, aggregate: Aggregate, writing: Writing): Promise<void> {
  const [topic] = await writing.lock([parsed])
  if (!topic) throw new Error('Locking one topic gave none')
  await writing.query('DELETE FROM rt_dirty WHERE topic = $1', [topic.name])
  const event = await aggregate(writing, topic, parsed.param)
  if (event) writing.append(topic, event.type, event.data)
}
