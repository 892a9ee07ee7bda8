import { QueryObserver } from '@tanstack/react-query'
import { defineStream, liveQuery, type Backend } from 'pitchey-live/core'
import * as v from 'valibot'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { scriptPage } from '../../support/scriptedPage.js'

/** Somebody else's backend: it counts nothing, says no welcome, and names things its own way. */
const foreign: Partial<Backend> = {
  positions: false,
  wire: {
    ready: 'open',
    heartbeat: false,
    encode: ({ type, data }) => (type === 'subscribe' ? JSON.stringify({ join: data }) : null),
    decode: (frame) => {
      const { room, price } = JSON.parse(frame) as { room?: string; price?: number }
      return room === undefined ? [] : [{ type: 'priced', topic: `ticker:${room}`, data: { price } }]
    },
  },
}

const ticker = defineStream({
  name: 'ticker',
  param: v.string(),
  data: v.object({ prices: v.array(v.number()) }),
  initial: () => ({ prices: [] }),
  access: () => true,
  kind: { retention: { events: 0, maxAgeMs: 0 } },
  events: {
    priced: {
      schema: v.object({ price: v.number() }),
      reduce: ({ prices }, { price }) => ({ prices: [...prices, price] }),
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

async function openPage() {
  const page = scriptPage([ticker], foreign)
  const observer = new QueryObserver(page.client, liveQuery(ticker, 'ACME'))
  observer.subscribe(() => undefined)
  await page.settle()
  return { ...page, shown: () => observer.getCurrentResult().data?.prices, refetch: () => void observer.refetch() }
}

it('keeps what arrived during a fetch, on top of its result', async () => {
  const page = await openPage()
  page.snapshot({ prices: [1] }, null)
  await page.settle()
  page.snapshot({ prices: [1] }, null) // what was asked before the socket stood is asked again
  await page.settle(300)
  page.refetch()
  await page.settle()
  page.say({ room: 'ACME', price: 3 })
  await page.settle(300)
  expect(page.shown()).toEqual([1, 3])
  page.snapshot({ prices: [1, 2] }, null)
  await page.settle(300)
  expect(page.shown()).toEqual([1, 2, 3])
  page.close()
})

it('fetches anew after every reconnect, and stays quiet in between', async () => {
  const page = await openPage()
  page.snapshot({ prices: [1] }, null)
  await page.settle()
  page.snapshot({ prices: [1] }, null)
  await page.settle(300_000)
  expect(page.asked).toEqual([])
  expect(page.live.getStatus().connection.state).toBe('connected')
  page.cut()
  await page.settle(2_500)
  expect(page.asked).toHaveLength(1)
  page.snapshot({ prices: [1, 2, 3] }, null)
  await page.settle(300)
  page.say({ room: 'ACME', price: 4 })
  await page.settle(300)
  expect(page.shown()).toEqual([1, 2, 3, 4])
  page.close()
})
