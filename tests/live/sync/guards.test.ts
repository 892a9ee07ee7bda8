/** One test for each guard of the sync that random interleavings reach too rarely to vouch for it. */
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { liveQuery } from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { counter } from '../../support/counterStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

const { queryKey } = liveQuery(counter, 1)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Live at offset 1 of epoch e, showing 100. */
async function openPage() {
  const page = scriptPage([counter])
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 1, recovered: null, events: [] }))
  const observer = new QueryObserver(page.client, liveQuery(counter, 1))
  const seen: (number | undefined)[] = []
  const leave = observer.subscribe(({ data }) => seen.push(data?.total))
  await page.settle()
  page.snapshot({ total: 100 }, 1)
  await page.settle(300)
  return {
    ...page,
    seen,
    leave,
    refetch: async () => {
      void observer.refetch()
      await page.settle()
    },
    event: (offset: number, n = 1, epoch = 'e') =>
      page.say({ type: 'added', topic: 'counter:1', epoch, offset, data: { n } }),
    shown: () => observer.getCurrentResult().data?.total,
    questions: () => page.sent('subscribe').map(({ data }) => (data as { topics: object[] }).topics),
  }
}

it('a snapshot that lacks what arrived during its fetch gets it, so that it mends what was written by hand', async () => {
  const page = await openPage()
  page.client.setQueryData(queryKey, { total: 1_000 })
  await page.refetch()
  page.event(2)
  await page.settle(300)
  page.snapshot({ total: 100 }, 1)
  await page.settle(300)
  expect(page.shown()).toBe(101)
  page.close()
})

it('an answer to a question that was asked anew since then is not believed', async () => {
  const page = await openPage()
  page.answerSubscribe(null)
  page.event(3)
  await page.settle(300)
  page.say({ type: 'reset', data: { topics: ['counter:1'], reason: 'epoch' } })
  await page.settle(300)
  const [, first, second] = page.sent('subscribe')
  const answer = { topic: 'counter:1', recovered: null, events: [] }
  page.say({ type: 'subscribed', id: first?.id, data: { topics: [{ ...answer, epoch: 'e', offset: 3 }] } })
  page.say({ type: 'subscribed', id: second?.id, data: { topics: [{ ...answer, epoch: 'f', offset: 0 }] } })
  await page.settle(1_000)
  page.snapshot({ total: 7 }, 0, 'f')
  await page.settle(300)
  page.event(1, 1, 'f')
  await page.settle(300)
  expect(page.shown()).toBe(8)
  expect(page.sent('subscribe')).toHaveLength(3)
  page.close()
})

it('while the link is down a new epoch is shown as soon as REST tells of it', async () => {
  const page = await openPage()
  page.live.disconnect()
  await page.settle(6_000)
  page.snapshot({ total: 7 }, 0, 'f')
  await page.settle(300)
  expect(page.shown()).toBe(7)
  page.close()
})

it('a reset is answered by a new snapshot, although the epoch is the same', async () => {
  const page = await openPage()
  page.say({ type: 'reset', data: { topics: '*', reason: 'permission' } })
  await page.settle(300)
  expect(page.asked.map(({ topic }) => topic)).toEqual(['counter:1'])
  page.close()
})

it('a snapshot of another epoch than the stream is not shown; the server is asked which one counts', async () => {
  const page = await openPage()
  await page.refetch()
  const before = page.questions().length
  page.snapshot({ total: 7 }, 9, 'f')
  await page.settle(300)
  expect(page.seen).not.toContain(7)
  expect(page.questions().length).toBeGreaterThan(before)
  page.close()
})

it('an event of another epoch is not applied, however well its offset fits', async () => {
  const page = await openPage()
  page.event(2, 50, 'f')
  await page.settle(300)
  expect(page.shown()).toBe(100)
  expect(page.questions()).toHaveLength(2)
  page.close()
})

it('a position that the server will not resume from costs one snapshot and no second question', async () => {
  const page = await openPage()
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 9, recovered: false, reason: 'trimmed', events: [] }))
  page.cut()
  await page.settle(2_300)
  expect(page.questions().at(-1)).toEqual([{ topic: 'counter:1', epoch: 'e', offset: 1 }])
  expect(page.asked).toHaveLength(1)
  page.snapshot({ total: 108 }, 9)
  await page.settle(60_000)
  expect(page.shown()).toBe(108)
  expect(page.questions()).toHaveLength(2)
  expect(page.asked).toEqual([])
  page.close()
})

it('two caches that stand apart resume from the one that is further behind', async () => {
  const page = await openPage()
  const second = new QueryClient()
  page.live.attach(second)
  const observer = new QueryObserver(second, liveQuery(counter, 1))
  observer.subscribe(() => undefined)
  await page.settle()
  page.cut()
  page.snapshot({ total: 104 }, 5)
  page.answerSubscribe((topic) => {
    const events = [2, 3, 4, 5].map((offset) => ({ type: 'added', data: { n: 1 }, offset }))
    return { topic, epoch: 'e', offset: 5, recovered: true, events }
  })
  await page.settle(2_300)
  expect(page.questions().at(-1)).toEqual([{ topic: 'counter:1', epoch: 'e', offset: 1 }])
  expect([page.shown(), observer.getCurrentResult().data?.total]).toEqual([104, 104])
  page.close()
  second.clear()
})

it('a snapshot that is older than the subscription is brought forward by the server', async () => {
  const page = scriptPage([counter])
  page.answerSubscribe((topic, { offset }) => {
    if (offset === undefined) return { topic, epoch: 'e', offset: 5, recovered: null, events: [] }
    const events = [4, 5].map((at) => ({ type: 'added', data: { n: 1 }, offset: at }))
    return { topic, epoch: 'e', offset: 5, recovered: true, events }
  })
  const observer = new QueryObserver(page.client, liveQuery(counter, 1))
  observer.subscribe(() => undefined)
  await page.settle()
  page.snapshot({ total: 103 }, 3)
  await page.settle(300)
  expect(observer.getCurrentResult().data?.total).toBe(105)
  expect(page.asked).toEqual([])
  page.close()
})

it('a query that was removed is forgotten: who comes back starts without its position', async () => {
  const page = await openPage()
  page.leave()
  page.client.removeQueries({ queryKey })
  const observer = new QueryObserver(page.client, liveQuery(counter, 1))
  observer.subscribe(() => undefined)
  await page.settle()
  page.cut()
  await page.settle(2_300)
  expect(page.questions().at(-1)).toEqual([{ topic: 'counter:1' }])
  page.close()
})

it('after dispose nothing is asked, written or waited for, whoever still looks', async () => {
  const page = await openPage()
  page.cut()
  await page.settle(300)
  page.live.dispose()
  page.event(2)
  await page.settle(600_000)
  expect(page.shown()).toBe(100)
  expect(page.asked).toEqual([])
  page.leave()
  page.client.clear()
  expect(vi.getTimerCount()).toBe(0)
})

it('a storm of events during a slow first fetch is bounded, and ends in the right value', async () => {
  const page = scriptPage([counter])
  const STORM = 5_000
  page.answerSubscribe((topic, { offset }) => {
    if (offset === undefined) return { topic, epoch: 'e', offset: 0, recovered: null, events: [] }
    const events = Array.from({ length: STORM - Number(offset) }, (_, n) => ({
      type: 'added',
      data: { n: 1 },
      offset: Number(offset) + n + 1,
    }))
    return { topic, epoch: 'e', offset: STORM, recovered: true, events }
  })
  const observer = new QueryObserver(page.client, liveQuery(counter, 1))
  observer.subscribe(() => undefined)
  await page.settle()
  for (let offset = 1; offset <= STORM; offset += 1) {
    page.say({ type: 'added', topic: 'counter:1', epoch: 'e', offset, data: { n: 1 } })
    if (offset % 500 === 0) await page.settle(300)
  }
  page.snapshot({ total: 10 }, 10)
  await page.settle(300)
  expect(observer.getCurrentResult().data?.total).toBe(STORM)
  // What the bounded journal let go was asked for again.
  expect(page.sent('subscribe')).toHaveLength(2)
  page.close()
})

it('a frame writes a query once, however many events it brought', async () => {
  const page = await openPage()
  const from = page.seen.length
  for (let offset = 2; offset <= 400; offset += 1) page.event(offset)
  await page.settle(300)
  expect(page.seen.slice(from)).toEqual([499])
  page.close()
})

it('a snapshot from the past does not make what was written by hand look like the server’s', async () => {
  const page = await openPage()
  page.event(2)
  await page.settle(300)
  page.client.setQueryData(queryKey, { total: 1_000 })
  await page.refetch()
  page.snapshot({ total: 100 }, 1)
  await page.settle(300)
  expect(page.shown()).toBe(1_000)
  await page.refetch()
  expect(page.asked.at(-1)?.known, 'nothing to be called unchanged').toBeNull()
  page.snapshot({ total: 101 }, 2)
  await page.settle(300)
  expect(page.shown()).toBe(101)
  page.close()
})

it('an answer that calls itself complete and is not costs a snapshot, never an event', async () => {
  const page = await openPage()
  page.answerSubscribe((topic) => ({
    topic,
    epoch: 'e',
    offset: 4,
    recovered: true,
    events: [{ type: 'added', data: { n: 1 }, offset: 4 }],
  }))
  page.event(3) // a hole
  await page.settle(2_000)
  expect(page.shown()).toBe(100)
  page.snapshot({ total: 103 }, 4)
  await page.settle(300)
  expect(page.shown()).toBe(103)
  page.close()
})

it('a place from which the server could not go on is not asked about again, while its snapshot is on its way', async () => {
  const page = await openPage()
  page.answerSubscribe((topic) => ({ topic, epoch: 'new', offset: 5, recovered: false, reason: 'epoch', events: [] }))
  page.cut()
  await page.settle(2_300)
  expect(page.questions().at(-1)).toEqual([{ topic: 'counter:1', epoch: 'e', offset: 1 }])
  page.cut()
  await page.settle(5_000)
  expect(page.questions().at(-1)).toEqual([{ topic: 'counter:1' }])
  page.close()
})

it('a topic that was refused for good is not asked for again', async () => {
  const page = scriptPage([counter])
  page.answerSubscribe((topic) => ({ topic, error: { code: 'forbidden', message: 'No' } }))
  new QueryObserver(page.client, liveQuery(counter, 1)).subscribe(() => undefined)
  await page.settle(120_000)
  expect(page.sent('subscribe')).toHaveLength(1)
  page.close()
})

it('who looks away for a moment stays subscribed', async () => {
  const page = await openPage()
  page.leave()
  await page.settle(4_000)
  expect(page.sent('unsubscribe')).toEqual([])
  page.event(2)
  await page.settle(2_000)
  expect(page.client.getQueryData(queryKey)).toEqual({ total: 101 })
  expect(page.sent('unsubscribe').map(({ data }) => data)).toEqual([{ topics: ['counter:1'] }])
  page.close()
})

it('a refetch that fails beside a live stream is still owed, and tried again until it succeeds', async () => {
  const page = await openPage()
  void page.client.invalidateQueries({ queryKey })
  await page.settle()
  page.refuse(503)
  await page.settle(300)
  page.event(2)
  for (let seconds = 0; seconds < 60 && page.asked.length === 0; seconds += 1) await page.settle(1_000)
  expect(page.asked).toHaveLength(1)
  page.snapshot({ total: 101 }, 2)
  await page.settle(300)
  expect(page.client.getQueryState(queryKey)?.isInvalidated).toBe(false)
  await page.settle(120_000)
  expect(page.asked).toEqual([])
  page.close()
})
