/** One test for each way in which a query is filled, or put back, besides being fetched by its observer. */
import { QueryObserver } from '@tanstack/react-query'
import { defineStream, liveQuery, livePages } from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { added, counting, Total } from '../../support/counterStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

const counter = defineStream({
  ...counting,
  events: { added },
  commands: {},
  pages: { schema: Total, events: { added: added.reduce } },
})
/** Every event holds the whole total; a page counts the events. */
const gauge = defineStream({
  ...counting,
  name: 'gauge',
  events: { set: { schema: Total, reduce: (_, set) => set, replaces: true } },
  commands: {},
  pages: { schema: Total, events: { set: ({ total }) => ({ total: total + 1 }) } },
})
const { queryKey } = liveQuery(counter, 1)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Live at offset 1 of epoch e, showing 100. */
async function openPage() {
  const page = scriptPage([counter, gauge])
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 1, recovered: null, events: [] }))
  const observer = new QueryObserver(page.client, liveQuery(counter, 1))
  const leave = observer.subscribe(() => undefined)
  await page.settle()
  page.snapshot({ total: 100 }, 1)
  await page.settle(300)
  return {
    ...page,
    observer,
    leave,
    event: async (offset: number, n = 1) => {
      page.say({ type: 'added', topic: 'counter:1', epoch: 'e', offset, data: { n } })
      await page.settle(300)
    },
    shown: () => page.client.getQueryData(queryKey)?.total,
  }
}

it('a rollback by hand erases no event', async () => {
  const page = await openPage()
  const before = page.client.getQueryData(queryKey)
  page.client.setQueryData(queryKey, { total: 1_000 })
  await page.event(2)
  expect(page.shown()).toBe(1_001)
  page.client.setQueryData(queryKey, before)
  await page.settle(300)
  expect(page.shown()).toBe(101)
  await page.event(3)
  expect(page.shown()).toBe(102)
  expect(page.asked, 'nothing had to be fetched for it').toEqual([])
  page.close()
})

it('what was kept for long, and is put back, is brought in line by the server', async () => {
  const page = await openPage()
  const before = page.client.getQueryData(queryKey)
  page.client.setQueryData(queryKey, { total: 1_000 })
  void page.observer.refetch()
  await page.settle()
  page.snapshot({ total: 100 }, 1)
  await page.event(2)
  await page.event(3)
  page.answerSubscribe((topic, { offset }) => ({
    topic,
    epoch: 'e',
    offset: 3,
    recovered: true,
    events: [2, 3].filter((at) => at > (offset ?? 0)).map((at) => ({ type: 'added', data: { n: 1 }, offset: at })),
  }))
  page.client.setQueryData(queryKey, before)
  await page.settle(300)
  expect(page.shown()).toBe(102)
  expect(page.sent('subscribe').at(-1)?.data).toEqual({ topics: [{ topic: 'counter:1', epoch: 'e', offset: 1 }] })
  page.close()
})

it('a refetch that is cancelled puts back what was there when it began, with the events since', async () => {
  const page = await openPage()
  void page.observer.refetch()
  await page.settle()
  await page.client.cancelQueries({ queryKey })
  await page.event(2)
  expect(page.shown()).toBe(101)
  void page.observer.refetch()
  await page.settle()
  await page.event(3)
  await page.client.cancelQueries({ queryKey })
  await page.settle(300)
  expect(page.shown()).toBe(102)
  page.close()
})

it('an answer that nothing has changed lacks nothing that came since it was asked for', async () => {
  const page = await openPage()
  void page.client.invalidateQueries({ queryKey })
  await page.settle()
  await page.event(2)
  // A second fetch takes the first one's place, while the query fetches all along.
  void page.client.invalidateQueries({ queryKey })
  await page.settle()
  await page.event(3)
  expect(page.asked.map(({ known }) => known)).toMatchObject([{ offset: 1 }, { offset: 2 }])
  page.asked.pop()?.answer({ unchanged: true })
  await page.settle(300)
  expect(page.shown()).toBe(102)
  page.close()
})

it('data of one query that is put into another stands where it stood', async () => {
  const page = await openPage()
  const pages = livePages(counter, 1)
  page.client.setQueryData(pages.queryKey, {
    pages: [page.client.getQueryData(queryKey) ?? { total: 0 }],
    pageParams: [pages.initialPageParam],
  })
  await page.event(2)
  expect(page.client.getQueryData(pages.queryKey)?.pages).toEqual([{ total: 101 }])
  page.close()
})

it('pages are given every event, also of those that replace the whole', async () => {
  const page = await openPage()
  const pages = livePages(gauge, 1)
  const observer = new QueryObserver(page.client, liveQuery(gauge, 1))
  observer.subscribe(() => undefined)
  await page.settle()
  page.snapshot({ total: 0 }, 1)
  await page.settle(300)
  page.client.setQueryData(pages.queryKey, {
    pages: [page.client.getQueryData(liveQuery(gauge, 1).queryKey) ?? { total: 0 }],
    pageParams: [pages.initialPageParam],
  })
  for (const [offset, total] of [
    [2, 70],
    [3, 80],
  ] as const) {
    page.say({ type: 'set', topic: 'gauge:1', epoch: 'e', offset, data: { total } })
  }
  await page.settle(300)
  expect(page.client.getQueryData(pages.queryKey)?.pages).toEqual([{ total: 2 }])
  expect(observer.getCurrentResult().data).toEqual({ total: 80 })
  page.close()
})

it('fetchQuery asks again for what nobody looks at any more, however well it was known', async () => {
  const page = await openPage()
  page.leave()
  await page.settle(10_000)
  const fetched = page.client.fetchQuery(liveQuery(counter, 1))
  await page.settle()
  page.snapshot({ total: 500 }, 9)
  await expect(fetched).resolves.toEqual({ total: 500 })
  page.close()
})

it('a first observer of what is known resumes instead of fetching', async () => {
  const page = await openPage()
  page.leave()
  await page.settle(10_000)
  page.answerSubscribe((topic) => ({
    topic,
    epoch: 'e',
    offset: 2,
    recovered: true,
    events: [{ type: 'added', data: { n: 5 }, offset: 2 }],
  }))
  page.observer.subscribe(() => undefined)
  await page.settle(300)
  expect(page.shown()).toBe(105)
  expect(page.asked).toEqual([])
  page.close()
})

it('a backend that never answers, and cares for no signal, is given up after 15 s and asked again', async () => {
  const page = scriptPage([counter])
  page.answerSubscribe(() => null)
  const observer = new QueryObserver(page.client, liveQuery(counter, 1))
  observer.subscribe(() => undefined)
  await page.settle(16_000)
  expect(observer.getCurrentResult().error?.message).toBe('No answer within 15 s')
  await page.settle(60_000)
  expect(page.asked.length).toBeGreaterThan(1)
  page.close()
})

it('what `select` makes of the data is never made of a snapshot without its events', async () => {
  const page = await openPage()
  const seen: unknown[] = []
  // The same object, a part of it, and something else: each is offered for sharing as the data itself is.
  const selects: ((data: { total: number }) => unknown)[] = [(data) => data, ({ total }) => total, () => ({ total: 0 })]
  for (const select of selects) {
    new QueryObserver(page.client, { ...liveQuery(counter, 1), select }).subscribe(({ data }) => seen.push(data))
  }
  void page.observer.refetch()
  await page.settle()
  await page.event(2)
  seen.length = 0
  page.snapshot({ total: 100 }, 1) // from a replica that lags
  await page.event(3)
  expect(seen.filter((value) => JSON.stringify(value)?.includes('100'))).toEqual([])
  expect(seen).toContainEqual({ total: 102 })
  expect(seen).toContain(102)
  expect(page.shown()).toBe(102)
  page.close()
})

it('an observer that brings none of our options sees what the others see', async () => {
  const page = await openPage()
  const plain = new QueryObserver(page.client, { queryKey, staleTime: Number.POSITIVE_INFINITY })
  const seen: unknown[] = []
  plain.subscribe(({ data }) => seen.push(data))
  void page.observer.refetch()
  await page.settle()
  await page.event(2)
  seen.length = 0
  page.snapshot({ total: 100 }, 1)
  await page.settle(300)
  expect(plain.getCurrentResult().data).toEqual({ total: 101 })
  expect(seen).not.toContainEqual({ total: 100 })
  page.close()
})
