/** What one cache hands to another, of a rendered page or of the next visit, goes on from where it stands. */
import { dehydrate, hydrate, InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { createLive, defineStream, liveQuery, livePages, SnapshotError, type Backend } from 'pitchey-live/core'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { heedHydration } from '../../../src/live/sync/hydration.js'
import { scriptPage } from '../../support/scriptedPage.js'

const Counter = v.object({ total: v.number() })
const Page = v.object({ totals: v.array(v.number()), nextCursor: v.nullable(v.string()) })
const added = { schema: v.object({ n: v.number() }) }
const definition = {
  param: v.number(),
  data: Counter,
  initial: () => ({ total: 0 }),
  access: () => true,
}
const counter = defineStream({
  ...definition,
  name: 'counter',
  kind: { retention: { events: 100, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: { added: { ...added, reduce: ({ total }, { n }) => ({ total: total + n }) } },
  commands: {
    add: {
      schema: v.object({ n: v.number() }),
      send: 'durable',
      param: () => 1,
      optimistic: ({ total }, { n }) => ({ total: total + n }),
    },
  },
  pages: {
    schema: Page,
    events: { added: (page, { n }) => ({ ...page, totals: page.totals.map((total) => total + n) }) },
  },
})
const crowd = defineStream({
  ...definition,
  name: 'crowd',
  kind: 'ephemeral',
  events: { added: { ...added, reduce: ({ total }, { n }) => ({ total: total + n }) } },
  commands: {},
})
const streams = [counter, crowd]
const { queryKey } = liveQuery(counter, 1)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pages: { close: () => void }[] = []
afterEach(() => {
  for (const page of pages.splice(0)) page.close()
})

/** What a server sends along with a page that shows 100, read at offset 4 of epoch e for user u. */
async function renderOnServer({
  fill = (client) => client.prefetchQuery(liveQuery(counter, 1)),
  userKey = 'u',
  backend = {},
}: {
  fill?: (client: QueryClient) => Promise<unknown>
  userKey?: string
  backend?: Partial<Backend>
} = {}) {
  const client = new QueryClient()
  const live = createLive({
    streams,
    backend: {
      socketUrl: () => 'ws://nobody',
      getSession: () => Promise.resolve({ token: 't', userKey }),
      snapshot: () => Promise.resolve({ data: { total: 100 }, position: { epoch: 'e', offset: 4 } }),
      ...backend,
    },
  })
  live.attach(client)
  await fill(client)
  const state = sent(client)
  live.dispose()
  client.clear()
  return state
}

/** As it arrives: through JSON. */
const sent = (client: QueryClient) => JSON.parse(JSON.stringify(dehydrate(client))) as ReturnType<typeof dehydrate>

/** A page whose server goes on from offset 4, with what happened since if it is asked from there. */
function openPage({ more = {}, client = new QueryClient() }: { more?: Partial<Backend>; client?: QueryClient } = {}) {
  const page = scriptPage(streams, more, { client })
  page.answerSubscribe((topic, { epoch, offset }) => {
    if (topic === 'crowd:1')
      return { topic, epoch: null, offset: null, recovered: null, events: [], state: { total: 9 } }
    if (epoch !== 'e' || offset !== 4) return { topic, epoch: 'e', offset: 6, recovered: null, events: [] }
    const events = [5, 6].map((offset) => ({ type: 'added', data: { n: 1 }, offset }))
    return { topic, epoch, offset: 6, recovered: true, events }
  })
  pages.push(page)
  const seen: (number | undefined)[] = []
  return {
    ...page,
    seen,
    observe: (stream: typeof counter | typeof crowd = counter) => {
      const observer = new QueryObserver(page.client, liveQuery(stream, 1))
      seen.push(observer.getCurrentResult().data?.total)
      observer.subscribe(({ data }) => seen.push(data?.total))
    },
    questions: () => page.sent('subscribe').flatMap(({ data }) => (data as { topics: object[] }).topics),
  }
}

describe('a page that a server rendered', () => {
  it('shows what the server read at once, asks the stream for what came since, and REST for nothing', async () => {
    const page = openPage()
    hydrate(page.client, await renderOnServer())
    page.observe()
    await page.settle(60_000)
    expect(page.seen[0]).toBe(100)
    expect(page.seen.at(-1)).toBe(102)
    expect(page.questions()).toEqual([{ topic: 'counter:1', epoch: 'e', offset: 4 }])
    expect(page.asked).toEqual([])
    page.say({ type: 'added', topic: 'counter:1', epoch: 'e', offset: 7, data: { n: 1 } })
    await page.settle(300)
    expect(page.seen.at(-1)).toBe(103)
  })

  it('goes on just the same when the cache was hydrated before the engine knew of it', async () => {
    const client = new QueryClient()
    hydrate(client, await renderOnServer())
    const page = openPage({ client })
    page.observe()
    await page.settle(60_000)
    expect(page.seen.at(-1)).toBe(102)
    expect(page.asked).toEqual([])
  })

  it('goes on just the same when components looked first, as React has it', async () => {
    const client = new QueryClient()
    heedHydration(client)
    hydrate(client, await renderOnServer())
    const observer = new QueryObserver(client, liveQuery(counter, 1))
    observer.subscribe(() => undefined)
    expect(observer.getCurrentResult().fetchStatus).toBe('idle')
    const page = openPage({ client })
    await page.settle(60_000)
    expect(observer.getCurrentResult().data).toEqual({ total: 102 })
    expect(page.asked).toEqual([])
  })

  it('goes on just the same when its topic is live already, for another cache', async () => {
    const page = openPage()
    page.observe()
    await page.settle()
    page.snapshot({ total: 102 }, 6)
    await page.settle(300)
    const client = new QueryClient()
    page.live.attach(client)
    hydrate(client, await renderOnServer())
    const observer = new QueryObserver(client, liveQuery(counter, 1))
    observer.subscribe(() => undefined)
    await page.settle(300)
    expect(observer.getCurrentResult().data).toEqual({ total: 102 })
    expect(page.questions().at(-1)).toEqual({ topic: 'counter:1', epoch: 'e', offset: 4 })
    expect([page.seen.at(-1), page.asked]).toEqual([102, []])
  })

  it('fetches once when the stream cannot go on from there', async () => {
    const page = openPage()
    page.answerSubscribe((topic) => ({ topic, epoch: 'f', offset: 2, recovered: false, reason: 'epoch', events: [] }))
    hydrate(page.client, await renderOnServer())
    page.observe()
    await page.settle(300)
    expect(page.asked).toHaveLength(1)
    page.snapshot({ total: 7 }, 2, 'f')
    await page.settle(60_000)
    expect(page.seen.at(-1)).toBe(7)
    expect(page.asked).toEqual([])
  })

  it('polls when the stream does not come', async () => {
    const page = openPage({ more: { socketUrl: () => 'ws://scripted/ws' } })
    page.live.disconnect()
    hydrate(page.client, await renderOnServer())
    page.observe()
    await page.settle(2_000)
    expect(page.asked).toEqual([])
    await page.settle(2_000)
    expect(page.asked).toHaveLength(1)
    page.snapshot({ total: 105 }, 9)
    await page.settle(300)
    expect(page.seen.at(-1)).toBe(105)
  })

  it('counts as stale again once the stream was there and went', async () => {
    const page = openPage()
    page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 4, recovered: true, events: [] }))
    hydrate(page.client, await renderOnServer())
    page.observe()
    await page.settle(300)
    expect(page.asked).toEqual([])
    page.live.disconnect()
    page.observe()
    await page.settle(1)
    expect(page.asked).toHaveLength(1)
  })

  it('keeps the position of each page of an infinite query', async () => {
    let offset = 2
    const page = vi.fn<() => Promise<{ data: unknown; position: { epoch: string; offset: number } }>>(() =>
      Promise.resolve({
        data: { totals: [offset], nextCursor: 'next' },
        position: { epoch: 'e', offset: (offset += 1) },
      }),
    )
    const fill = (client: QueryClient) => client.prefetchInfiniteQuery({ ...livePages(counter, 1, 'c'), pages: 2 })
    const state = await renderOnServer({ fill, backend: { page } })
    expect(state.queries[0]?.meta?.['live']).toMatchObject({
      positions: [
        { epoch: 'e', offset: 3 },
        { epoch: 'e', offset: 4 },
      ],
    })
    const there = openPage()
    there.answerSubscribe((topic, { epoch, offset }) => {
      const events = [4, 5].map((offset) => ({ type: 'added', data: { n: 10 }, offset }))
      return { topic, epoch, offset: 5, recovered: offset === 3, events }
    })
    hydrate(there.client, state)
    const observer = new InfiniteQueryObserver(there.client, livePages(counter, 1, 'c'))
    observer.subscribe(() => undefined)
    await there.settle(300)
    expect(there.questions()).toEqual([{ topic: 'counter:1', epoch: 'e', offset: 3 }])
    expect(observer.getCurrentResult().data?.pages.map(({ totals }) => totals)).toEqual([[22], [13]])
  })

  it('shows an ephemeral topic as the server saw it, until the stream says how it is', async () => {
    const page = openPage()
    hydrate(page.client, await renderOnServer({ fill: (client) => client.prefetchQuery(liveQuery(crowd, 1)) }))
    page.observe(crowd)
    await page.settle(300)
    expect([page.seen[0], page.seen.at(-1)]).toEqual([100, 9])
    expect(page.asked).toEqual([])
  })

  it('waits for a query that the server was still fetching, and brings it in line with the stream', async () => {
    const page = openPage()
    let resolve: ((data: object) => void) | undefined
    const promise = new Promise<object>((done) => (resolve = done))
    const server = new QueryClient({ defaultOptions: { dehydrate: { shouldDehydrateQuery: () => true } } })
    void server.prefetchQuery({ queryKey, queryFn: () => promise })
    hydrate(page.client, dehydrate(server))
    page.observe()
    await page.settle(300)
    expect(page.asked).toEqual([])
    resolve?.({ total: 100 })
    await page.settle(300)
    expect(page.asked).toHaveLength(1)
    page.snapshot({ total: 102 }, 6)
    await page.settle(300)
    expect(page.seen.at(-1)).toBe(102)
    page.say({ type: 'added', topic: 'counter:1', epoch: 'e', offset: 7, data: { n: 1 } })
    await page.settle(300)
    expect(page.seen.at(-1)).toBe(103)
  })

  it('shows nothing of it any more once it is known that another user is here than the server rendered it for', async () => {
    const state = await renderOnServer({ userKey: 'somebody else' })
    const page = openPage()
    hydrate(page.client, state)
    page.observe()
    expect(page.seen).toEqual([100])
    await page.settle(60)
    expect(page.seen.at(-1)).toBeUndefined()
    page.snapshot({ total: 3 }, 6)
    await page.settle(300)
    expect(page.seen.at(-1)).toBe(3)
  })

  it('shows nothing of it either when it comes while another user is known already', async () => {
    const page = openPage()
    await page.settle()
    hydrate(page.client, await renderOnServer({ userKey: 'somebody else' }))
    page.observe()
    await page.settle()
    expect(page.seen.slice(1)).not.toContain(100)
    expect(page.asked).toHaveLength(1)
  })

  it('does not tell who it was rendered for', async () => {
    const secret = 'a token that cannot be read'
    expect(JSON.stringify(await renderOnServer({ userKey: secret }))).not.toContain(secret)
  })

  it('fetches what comes over a query that is there already', async () => {
    const page = openPage()
    page.observe()
    await page.settle()
    page.snapshot({ total: 101 }, 5)
    await page.settle(300)
    await page.settle(1_000)
    hydrate(page.client, await renderOnServer())
    await page.settle(300)
    expect(page.asked).toHaveLength(1)
    page.snapshot({ total: 102 }, 6)
    await page.settle(300)
    expect(page.seen.at(-1)).toBe(102)
  })

  it.each([
    ['nothing', () => undefined],
    ['another kind of thing', () => ({ live: 'e:4' })],
    ['a position that is none', (live: object) => ({ live: { ...live, positions: [{ epoch: 4, offset: 'e' }] } })],
    ['another number of positions', (live: object) => ({ live: { ...live, positions: [] } })],
  ])('fetches when its meta says %s', async (_, spoil) => {
    const page = openPage()
    const state = await renderOnServer()
    const meta = spoil(state.queries[0]?.meta?.['live'] as object)
    hydrate(page.client, {
      queries: state.queries.map(({ queryKey, queryHash, state, dehydratedAt }) =>
        Object.assign({ queryKey, queryHash, state, dehydratedAt }, meta && { meta }),
      ),
    })
    page.live.disconnect()
    page.observe()
    await page.settle(60)
    expect(page.asked).toHaveLength(1)
  })
})

describe('a cache says where a query stands', () => {
  /** Live at offset 6, showing 100. */
  async function openLive() {
    const page = openPage()
    page.observe()
    await page.settle()
    page.snapshot({ total: 100 }, 6)
    await page.settle(300)
    return { ...page, told: () => sent(page.client).queries[0]?.meta?.['live'] }
  }
  const at = (offset: number) => ({ user: expect.any(String) as string, positions: [{ epoch: 'e', offset }] })

  it('as it is, not as it was fetched', async () => {
    const page = await openLive()
    expect(page.told()).toEqual(at(6))
    page.say({ type: 'added', topic: 'counter:1', epoch: 'e', offset: 7, data: { n: 1 } })
    expect(page.told()).toEqual(at(6))
    await page.settle(300)
    expect(page.told()).toEqual(at(7))
  })

  it('so that the next visit goes on from there', async () => {
    const page = openPage()
    hydrate(page.client, await renderOnServer())
    page.observe()
    await page.settle(300)
    const next = openPage()
    next.answerSubscribe((topic, { epoch, offset }) => ({ topic, epoch, offset, recovered: true, events: [] }))
    hydrate(next.client, sent(page.client))
    next.observe()
    await next.settle(300)
    expect(next.questions()).toEqual([{ topic: 'counter:1', epoch: 'e', offset: 6 }])
    expect([next.seen, next.asked]).toEqual([[102], []])
  })

  it('but not of what was written by hand', async () => {
    const page = await openLive()
    page.client.setQueryData(queryKey, { total: 1 })
    expect(page.told()).toBeUndefined()
  })

  it('not even to who hears of that before the engine does', async () => {
    const client = new QueryClient()
    const told: unknown[] = []
    client.getQueryCache().subscribe(({ type }) => {
      if (type === 'updated') told.push(sent(client).queries.map(({ state, meta }) => [state.data, meta?.['live']]))
    })
    const page = openPage({ client })
    page.observe()
    await page.settle()
    page.snapshot({ total: 100 }, 6)
    await page.settle(300)
    expect(told.at(-1)).toEqual([[{ total: 100 }, at(6)]])
    client.setQueryData(queryKey, { total: 1 })
    expect(told.at(-1)).toEqual([[{ total: 1 }, undefined]])
  })

  it('nor of what a command is expected to do', async () => {
    const page = await openLive()
    page.live.send('add', { n: 1 })
    await page.settle(300)
    expect(page.seen.at(-1)).toBe(101)
    expect(page.told()).toBeUndefined()
  })

  it('nor what was hydrated long ago', async () => {
    const page = openPage()
    hydrate(page.client, await renderOnServer())
    page.client.setQueryData(queryKey, { total: 1 })
    page.live.attach(page.client)
    expect(sent(page.client).queries[0]?.meta?.['live']).toBeUndefined()
  })

  it('nor where the server counts nothing, and positions are the page’s own', async () => {
    const page = openPage({ more: { positions: false } })
    page.observe()
    await page.settle()
    page.snapshot({ total: 100 }, null)
    await page.settle(300)
    page.snapshot({ total: 100 }, null)
    await page.settle(300)
    expect(page.seen.at(-1)).toBe(100)
    expect(sent(page.client).queries[0]?.meta).toBeUndefined()
  })

  it('beside the meta that observers bring', async () => {
    const page = await openLive()
    const observer = new QueryObserver(page.client, { ...liveQuery(counter, 1), meta: { refreshInterval: 1_000 } })
    observer.subscribe(() => undefined)
    expect(sent(page.client).queries[0]?.meta).toEqual({ refreshInterval: 1_000, live: at(6) })
  })
})

describe('an engine that lives for one request', () => {
  it('leaves no timer, with or without an answer', async () => {
    await renderOnServer()
    expect(vi.getTimerCount()).toBe(0)
    const unreachable = () => Promise.reject(new SnapshotError(0, 'unreachable', 'No'))
    const fill = (client: QueryClient) => client.prefetchQuery({ ...liveQuery(counter, 1), retry: false })
    expect((await renderOnServer({ fill, backend: { snapshot: unreachable } })).queries).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks no longer for what nobody waits for any more', async () => {
    const gone = vi.fn<() => void>()
    const snapshot: Backend['snapshot'] = (_, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          gone()
          reject(new SnapshotError(0, 'unreachable', 'Aborted'))
        })
      })
    const fill = async (client: QueryClient) => {
      void client.prefetchQuery(liveQuery(counter, 1))
      await vi.advanceTimersByTimeAsync(10)
    }
    await renderOnServer({ fill, backend: { snapshot } })
    expect(gone).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('serves the caches it was attached to, and no other request’s', async () => {
    const live = createLive({
      streams,
      backend: {
        socketUrl: () => 'ws://nobody',
        getSession: () => Promise.resolve({ token: 't', userKey: 'u' }),
        snapshot: () => Promise.resolve({ data: { total: 100 }, position: null }),
      },
    })
    const stranger = new QueryClient()
    await expect(stranger.fetchQuery(liveQuery(counter, 1))).rejects.toThrow('No live connection')
    live.dispose()
  })
})
