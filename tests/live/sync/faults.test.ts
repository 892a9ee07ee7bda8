import { QueryObserver } from '@tanstack/react-query'
import { defineStream, liveQuery } from 'pitchey-live/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { added, counting } from '../../support/counterStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

/** What `invalidates` was asked about. */
const told: (number | null)[] = []

const counter = defineStream({
  ...counting,
  events: {
    added: {
      ...added,
      reduce: (total, event) => {
        if (event.n === 13) throw new Error('unlucky')
        return added.reduce(total, event)
      },
      invalidates: (param, event) => {
        told.push(event?.n ?? null)
        return [['report', param]]
      },
    },
  },
  commands: {},
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function openPage(offset = 0) {
  const page = scriptPage([counter])
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset, recovered: null, events: [] }))
  const observers = [1, 2].map((param) => new QueryObserver(page.client, liveQuery(counter, param)))
  for (const observer of observers) observer.subscribe(() => undefined)
  await page.settle()
  page.snapshot({ total: 100 }, offset)
  page.snapshot({ total: 200 }, offset)
  await page.settle()
  const event = (param: number, at: number, data: unknown, type = 'added') =>
    page.say({ type, topic: `counter:${param}`, epoch: 'e', offset: at, data })
  const shown = () => observers.map((observer) => observer.getCurrentResult().data?.total)
  return { ...page, event, shown, observers }
}

describe.each([
  ['a reducer that throws', { n: 13 }, 'added'],
  ['an event of the wrong shape', { n: 'x' }, 'added'],
  ['an event that nobody knows', {}, 'constructor'],
])('%s', (_, data, type) => {
  it('is reported once, its query fetched anew, and the stream goes on beside it and after it', async () => {
    const page = await openPage()
    page.event(1, 1, data, type)
    page.event(2, 1, { n: 1 })
    await page.settle(300)
    expect(page.shown()).toEqual([100, 201])
    expect(page.faults.filter(({ code }) => code === 'event_failed')).toHaveLength(1)
    expect(page.asked.map(({ topic }) => topic)).toEqual(['counter:1'])
    page.snapshot({ total: 113 }, 1)
    await page.settle(300)
    page.event(1, 2, { n: 1 })
    await page.settle(300)
    expect(page.shown()).toEqual([114, 201])
    expect(page.asked).toEqual([])
    page.close()
  })
})

it('a forbidden topic is reported once, and its query says why', async () => {
  const page = scriptPage([counter])
  page.answerSubscribe((topic) => ({ topic, error: { code: 'forbidden', message: 'Not yours' } }))
  const observer = new QueryObserver(page.client, { ...liveQuery(counter, 1), retry: false })
  observer.subscribe(() => undefined)
  await page.settle()
  page.refuse(403)
  await page.settle(120_000)
  expect(observer.getCurrentResult()).toMatchObject({ status: 'error', error: { status: 403 } })
  expect(page.faults.filter(({ code }) => code === 'forbidden')).toHaveLength(1)
  expect(page.asked).toEqual([])
  page.close()
})

describe('queries that an event makes out of date', () => {
  it('are refetched together, at most once a second, and again when events were missed', async () => {
    const page = await openPage()
    let reports = 0
    const report = new QueryObserver(page.client, {
      queryKey: ['report', 1],
      queryFn: () => (reports += 1),
      staleTime: Infinity,
    })
    report.subscribe(() => undefined)
    await page.settle()
    for (let at = 1; at <= 20; at += 1) page.event(1, at, { n: 1 })
    await page.settle(100)
    expect(reports).toBe(2)
    page.event(1, 21, { n: 1 })
    await page.settle(100)
    expect(reports).toBe(2)
    await page.settle(1_000)
    expect(reports).toBe(3)
    await page.settle(2_000)
    page.answerSubscribe((topic) => ({ topic, epoch: 'f', offset: 0, recovered: false, reason: 'epoch', events: [] }))
    page.cut()
    await page.settle(5_000)
    expect(reports).toBe(4)
    page.close()
  })

  it('are asked for once more when their first fetch began before the event', async () => {
    const page = await openPage()
    const answers: ((value: string) => void)[] = []
    const report = new QueryObserver(page.client, {
      queryKey: ['report', 1],
      queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
      staleTime: Infinity,
    })
    report.subscribe(() => undefined)
    page.event(1, 1, { n: 1 })
    await page.settle(100)
    answers[0]?.('read before')
    await page.settle(100)
    answers[1]?.('read after')
    await page.settle(100)
    expect(report.getCurrentResult().data).toBe('read after')
    page.close()
  })
})

it('each event is asked once what it makes out of date, also while a fetch has it kept', async () => {
  const page = await openPage()
  void page.observers[0]?.refetch()
  await page.settle()
  told.length = 0
  for (const n of [1, 2, 3]) {
    page.event(1, n, { n })
    await page.settle(100)
  }
  expect(told).toEqual([1, 2, 3])
  page.close()
})

describe('what somebody else does to a live query', () => {
  it('by hand is built upon, until the next snapshot', async () => {
    const page = await openPage()
    page.client.setQueryData(liveQuery(counter, 1).queryKey, { total: 1_000 })
    page.event(1, 1, { n: 1 })
    await page.settle(300)
    expect(page.shown()[0]).toBe(1_001)
    void page.observers[0]?.refetch()
    await page.settle()
    expect(page.asked[0]?.known).toBeNull()
    page.snapshot({ total: 101 }, 1)
    await page.settle(300)
    expect(page.shown()[0]).toBe(101)
    page.close()
  })

  it('by cancelling a refetch loses no event', async () => {
    const page = await openPage()
    void page.observers[0]?.refetch()
    await page.settle()
    page.event(1, 1, { n: 1 })
    await page.settle(300)
    await page.client.cancelQueries({ queryKey: liveQuery(counter, 1).queryKey })
    page.event(1, 2, { n: 1 })
    await page.settle(300)
    expect(page.shown()[0]).toBe(102)
    page.close()
  })

  it('by disabling it ends its subscription, and no event makes an entry', async () => {
    const page = await openPage()
    page.observers[0]?.setOptions({ ...liveQuery(counter, 1), enabled: false })
    await page.settle(6_000)
    expect(page.sent('unsubscribe').at(-1)?.data).toEqual({ topics: ['counter:1'] })
    page.say({ type: 'added', topic: 'counter:7', epoch: 'e', offset: 1, data: { n: 1 } })
    await page.settle(300)
    expect(page.client.getQueryData(['live', 'counter', 7])).toBeUndefined()
    page.close()
  })

  it('by overriding structuralSharing is told so, and still ends up right', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const page = scriptPage([counter])
    page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 0, recovered: null, events: [] }))
    const observer = new QueryObserver(page.client, { ...liveQuery(counter, 1), structuralSharing: false })
    observer.subscribe(() => undefined)
    await page.settle()
    page.say({ type: 'added', topic: 'counter:1', epoch: 'e', offset: 1, data: { n: 1 } })
    await page.settle()
    page.snapshot({ total: 100 }, 0)
    await page.settle(300)
    expect(observer.getCurrentResult().data).toEqual({ total: 101 })
    expect(complaint).toHaveBeenCalledWith(expect.stringContaining('structuralSharing'))
    complaint.mockRestore()
    page.close()
  })
})

it('an event does not make an invalidated query look fresh', async () => {
  const page = await openPage()
  await page.client.invalidateQueries({ queryKey: liveQuery(counter, 1).queryKey, refetchType: 'none' })
  page.event(1, 1, { n: 1 })
  await page.settle(300)
  expect(page.shown()[0]).toBe(101)
  expect(page.client.getQueryState(liveQuery(counter, 1).queryKey)?.isInvalidated).toBe(true)
  page.close()
})
