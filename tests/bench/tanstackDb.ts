import { createCollection, eq } from '@tanstack/db'
import { expectShown, read } from './frames.js'
import { deliver, type Frames } from './delivery.js'
import { initial, KEYS, keyOf, topicName } from './streams.js'
import type { Contender } from './rounds.js'

interface Row {
  readonly topic: string
}

/** TanStack DB as its guide to collections of one's own has it: a frame's events in one transaction of `sync`. */
export function tanstackDb(work: Frames, subscribers: 'a subscriber a row' | 'one subscriber'): Contender {
  const name = `TanStack DB, ${subscribers}`
  return {
    name,
    events: work.frames.length,
    run: async () => {
      let begin: () => void = () => undefined
      let update: (row: Row) => void = () => undefined
      let commit: () => unknown = () => undefined
      const collection = createCollection<Row, string>({
        getKey: ({ topic }) => topic,
        startSync: true,
        sync: {
          rowUpdateMode: 'partial',
          sync: (actions) => {
            begin = actions.begin
            update = (value) => actions.write({ type: 'update', value })
            commit = actions.commit
            begin()
            for (let key = 0; key < KEYS; key += 1)
              actions.write({ type: 'insert', value: { topic: topicName(key), ...initial(key) } })
            commit()
            actions.markReady()
          },
        },
      })
      const shown = new Map<number, object>()
      const listen = (changes: readonly { readonly key: string; readonly value: object }[]) => {
        for (const { key, value } of changes) shown.set(keyOf(key), value)
      }
      const subscriptions =
        subscribers === 'one subscriber'
          ? [collection.subscribeChanges(listen)]
          : Array.from({ length: KEYS }, (_, key) =>
              collection.subscribeChanges(listen, { where: (row) => eq(row.topic, topicName(key)) }),
            )
      let open = false
      const take = (frame: string) => {
        const { topic, data } = read(frame)
        if (!open) begin()
        open = true
        update({ topic, ...data })
      }
      const paint = () => {
        if (open) commit()
        open = false
      }
      const spent = await deliver(work, take, paint)
      expectShown(name, work.frames, new Map([...shown].map(([key, row]) => [key, ownFields(row)])))
      for (const subscription of subscriptions) subscription.unsubscribe()
      await collection.cleanup()
      return spent
    },
  }
}

/** Without what a collection adds to its rows, and the key that we gave them. */
const ownFields = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'topic' && !field.startsWith('$')))
