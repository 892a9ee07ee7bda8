import { QueryObserver } from '@tanstack/react-query'
import { httpBackend, liveQuery, SnapshotError } from 'pitchey-live/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Environment } from '../../../src/live/environment.js'
import { counter } from '../../support/counterStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A page whose link has just gone: it shows 100, at offset 1. Chance is always in the middle. */
async function openPage({ refreshInterval }: { refreshInterval?: number } = {}) {
  let visible = true
  let look = () => {}
  const environment: Environment = {
    online: () => true,
    visible: () => visible,
    watch: (changed) => {
      const before = look
      look = () => {
        before()
        changed()
      }
      return () => undefined
    },
  }
  const page = scriptPage([counter], {}, { environment })
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 1, recovered: null, events: [] }))
  const observer = new QueryObserver(page.client, {
    ...liveQuery(counter, 1),
    ...(refreshInterval ? { meta: { refreshInterval } } : {}),
  })
  const leave = observer.subscribe(() => undefined)
  await page.settle()
  page.snapshot({ total: 100 }, 1)
  await page.settle(300)
  page.live.disconnect()
  const started = Date.now()
  return {
    ...page,
    leave,
    shown: () => observer.getCurrentResult().data?.total,
    setVisible: (next: boolean) => {
      visible = next
      look()
    },
    /** Waits for the next request; how many seconds after the link went it came. */
    next: async (within = 200_000) => {
      for (let waited = 0; waited < within && page.asked.length === 0; waited += 100) await page.settle(100)
      return page.asked.length === 0 ? null : Math.round((Date.now() - started) / 1_000)
    },
  }
}

it('begins a moment after the link went, and goes on every 15 s', async () => {
  const page = await openPage()
  const times: (number | null)[] = []
  for (let total = 101; total <= 103; total += 1) {
    times.push(await page.next())
    page.snapshot({ total }, total - 99)
    await page.settle(300)
    expect(page.shown()).toBe(total)
  }
  expect(times).toEqual([3, 18, 33])
  page.close()
})

it('asks as often as the shortest refreshInterval says', async () => {
  const page = await openPage({ refreshInterval: 4_000 })
  await page.next()
  page.snapshot({ total: 101 }, 2)
  await page.settle(300)
  expect(await page.next()).toBe(7)
  page.close()
})

it('says what it knows, and an unchanged answer changes nothing', async () => {
  const page = await openPage()
  await page.next()
  expect(page.asked[0]?.known).toEqual({ epoch: 'e', offset: 1 })
  page.asked.shift()?.answer({ unchanged: true })
  await page.settle(300)
  expect(page.shown()).toBe(100)
  expect(page.live.getStatus().polledAt).not.toBeNull()
  page.close()
})

it('does not ask while nobody looks, and asks at once when somebody looks again', async () => {
  const page = await openPage()
  page.setVisible(false)
  expect(await page.next()).toBeNull()
  page.setVisible(true)
  await page.settle(0)
  expect(page.asked).toHaveLength(1)
  page.close()
})

it('stops within one tick of being live again', async () => {
  const page = await openPage()
  await page.next()
  page.snapshot({ total: 100 }, 1)
  await page.settle(300)
  page.live.connect()
  await page.settle(300)
  expect(page.live.getStatus().connection.state).toBe('connected')
  expect(await page.next()).toBeNull()
  page.close()
})

it('stops when nobody looks at the query any more', async () => {
  const page = await openPage()
  page.leave()
  expect(await page.next()).toBeNull()
  page.close()
})

it.each([401, 403, 404])('stops on %i', async (status) => {
  const page = await openPage()
  await page.next()
  page.refuse(status)
  // A token that is refused is replaced once.
  if (status === 401) {
    await page.settle(300)
    page.refuse(status)
  }
  await page.settle(300)
  expect(await page.next(600_000)).toBeNull()
  expect(page.shown()).toBe(100)
  page.close()
})

it('asks ever less often while the server is in trouble, once a minute at the least, and recovers', async () => {
  const page = await openPage()
  const times: number[] = []
  for (let tries = 0; tries < 7; tries += 1) {
    times.push((await page.next()) ?? Number.NaN)
    page.refuse(503)
    await page.settle(300)
  }
  const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0))
  expect(gaps.every((gap, n) => gap >= (gaps[n - 1] ?? 0) - 1)).toBe(true)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(61)
  expect(page.live.getStatus().polledAt).toBeNull()
  await page.next()
  page.snapshot({ total: 101 }, 2)
  await page.settle(300)
  expect(page.shown()).toBe(101)
  page.close()
})

describe('the backend over HTTP', () => {
  const answering = (status: number, body: string, type: string) =>
    httpBackend({
      apiUrl: () => 'https://api.example.test',
      wsUrl: () => 'wss://api.example.test/ws',
      getSession: () => Promise.resolve(null),
      fetch: () => Promise.resolve(new Response(body, { status, headers: { 'content-type': type } })),
    })
  const ask = {
    session: { token: 't', userKey: 'u' },
    known: null,
    signal: new AbortController().signal,
  }

  it('never hands an HTML page to a JSON parser', async () => {
    for (const status of [200, 404, 502]) {
      const error: unknown = await answering(status, '<html>', 'text/html')
        .snapshot('counter:1', ask)
        .catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(SnapshotError)
      expect(error).toMatchObject({ status, code: 'not_json' })
    }
  })

  it('takes an answer that breaks off for no answer, to a question and to a command alike', async () => {
    const broken = answering(200, '{"data": {', 'application/json')
    const message = { type: 'add', data: {}, id: 'c1' }
    for (const asked of [broken.snapshot('counter:1', ask), broken.command?.(message, ask)]) {
      const error: unknown = await Promise.resolve(asked).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(SnapshotError)
      expect(error).toMatchObject({ status: 0, code: 'unreachable' })
    }
  })

  it('passes on the server’s own code and words', async () => {
    const body = JSON.stringify({ error: { code: 'forbidden', message: 'Not yours' } })
    await expect(answering(403, body, 'application/json').snapshot('counter:1', ask)).rejects.toMatchObject({
      status: 403,
      code: 'forbidden',
      message: 'Not yours',
    })
  })
})
