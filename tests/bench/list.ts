/** What a new item at the top of a list of 10,000 costs. */
import { InfiniteQueryObserver, notifyManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { produce } from 'immer'
import { livePages, liveQuery } from 'pitchey-live/core'
import { startEngine } from './engine.js'
import { expectItems, feed, LENGTH, makePosts, PAGE, pageFrom, snapshot, type Item, type List } from './feed.js'
import { cpuOf, takeTurns, turn, type Contender } from './rounds.js'
import { against, type Table } from './table.js'

const EVENTS = 1_000
/** For whoever takes as long for these as others for all. */
const FEWER = 60
const PER_FRAME = 20
const ROUNDS = 2

export async function listRows(table: Table): Promise<void> {
  table.heading(`List of ${LENGTH}: an item at the top an event, ${PER_FRAME} a frame; CPU time, best of ${ROUNDS}`)
  const spread = byHand('setQueryData, spread', (list, item) => ({ ...list, items: [item, ...list.items] }))
  const immer = byHand(
    'setQueryData, immer unshift',
    produce((list: List, item: Item) => void list.items.unshift(item)),
  )
  const cost = await takeTurns([whole, pages, spread, immer], ROUNDS)
  for (const contender of [spread, immer]) {
    const name = `list of ${LENGTH}: ${contender.name}, ${FEWER} events`
    table.row({ name, value: cost(contender).value, unit: 'µs/event' })
  }
  for (const contender of [whole, pages]) {
    const name = `list of ${LENGTH}: ${contender.name}`
    table.row(against(cost(spread), name, cost(contender).value, 'µs/event'))
  }
}

function deliver(frames: readonly string[], take: (frame: string) => void, paint: () => void): Promise<number> {
  return cpuOf(async () => {
    for (let i = 0; i < frames.length; i += PER_FRAME) {
      for (const frame of frames.slice(i, i + PER_FRAME)) take(frame)
      paint()
      await turn()
    }
  })
}

/** With the defaults of a cache, structural sharing among them. */
function byHand(name: string, prepend: (list: List, item: Item) => List): Contender {
  return {
    name,
    events: FEWER,
    run: async () => {
      const client = new QueryClient()
      client.setQueryData(['feed'], snapshot())
      const observer = new QueryObserver<List>(client, { queryKey: ['feed'], staleTime: Number.POSITIVE_INFINITY })
      let shown: List | undefined
      const stop = observer.subscribe(notifyManager.batchCalls(({ data }) => void (shown = data)))
      const take = (frame: string) => {
        // Frames are of our own making.
        const { item } = (JSON.parse(frame) as { readonly data: { readonly item: Item } }).data
        client.setQueryData<List>(['feed'], (list) => (list ? prepend(list, item) : list))
      }
      const spent = await deliver(makePosts(FEWER), take, () => undefined)
      expectItems(name, FEWER, shown?.items)
      stop()
      client.clear()
      return spent
    },
  }
}

interface View {
  readonly items: () => readonly Item[] | undefined
  readonly stop: () => void
}

const whole = withEngine('pitchey-live, one list, concat', snapshot, (client) => {
  const observer = new QueryObserver(client, liveQuery(feed, 1))
  let shown: List | undefined
  const stop = observer.subscribe(notifyManager.batchCalls(({ data }) => void (shown = data)))
  return { items: () => shown?.items, stop }
})

const pages = withEngine(
  `pitchey-live, infinite pages of ${PAGE}`,
  () => pageFrom(0),
  async (client) => {
    const options = livePages(feed, 1)
    await client.prefetchInfiniteQuery({ ...options, pages: LENGTH / PAGE })
    const observer = new InfiniteQueryObserver(client, options)
    let shown = observer.getCurrentResult().data
    const stop = observer.subscribe(notifyManager.batchCalls(({ data }) => void (shown = data)))
    return { items: () => shown?.pages.flatMap(({ items }) => items), stop }
  },
)

function withEngine(name: string, head: () => object, look: (client: QueryClient) => View | Promise<View>): Contender {
  const position = { epoch: 'e', offset: 0 }
  return {
    name,
    events: EVENTS,
    run: async () => {
      const client = new QueryClient()
      const engine = startEngine(client, [feed], {
        snapshot: () => Promise.resolve({ data: head(), position }),
        page: (_, { cursor }) => Promise.resolve({ data: pageFrom(Number(cursor)), position }),
      })
      const view = await look(client)
      await engine.ready(1)
      while (view.items()?.length !== LENGTH) await turn(1)
      const spent = await deliver(makePosts(EVENTS), engine.take, engine.paint)
      expectItems(name, EVENTS, view.items())
      view.stop()
      engine.stop()
      client.clear()
      return spent
    },
  }
}
