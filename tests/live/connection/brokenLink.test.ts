import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../../src/server/clock.js'
import { startFaultProxy, type FaultProxy } from '../../support/faultProxy.js'
import { openProxiedPage, type ProxiedPage } from '../../support/proxiedPage.js'
import { startTestServer, type TestServer } from '../../support/testServer.js'

/** Both ends live ten times as fast, so that nobody has to wait for half a minute. */
const SPEED = 10
const began = Date.now()
const fastClock: typeof systemClock = {
  now: () => began + (Date.now() - began) * SPEED,
  after: (ms, task) => systemClock.after(ms / SPEED, task),
}
const PATIENTLY = { timeout: 20_000, interval: 20 }
const ANA = { userId: 1, username: 'Ana', role: 'creator' } as const

let server: TestServer
let proxy: FaultProxy
let page: ProxiedPage
beforeAll(async () => {
  server = await startTestServer({}, fastClock)
  proxy = await startFaultProxy(server.port)
})
afterAll(async () => {
  await proxy.close()
  await server.stop()
})
beforeEach(async () => {
  proxy.calm()
  page = await openProxiedPage({ server, proxy, user: ANA, pitches: [1], random: Math.random, speed: SPEED })
  await back()
})
afterEach(() => page.close())

/** Once it is connected and shows what the server has; otherwise what it lacks. */
const back = async () => {
  const found = async () => ({
    connected: page.isConnected(),
    sockets: page.openSockets(),
    wrong: page.wrong,
    shown: page.shown(),
    truth: await page.truth(),
  })
  const isBack = async () => {
    const now = await found()
    if (now.connected && JSON.stringify(now.shown) === JSON.stringify(now.truth)) return
    throw new Error('not yet')
  }
  await vi.waitFor(isBack, PATIENTLY).catch(() => undefined)
  const { shown, truth, ...rest } = await found()
  return { ...rest, inStep: JSON.stringify(shown) === JSON.stringify(truth) }
}
const WELL = { connected: true, sockets: 1, wrong: [], inStep: true }
/** Milliseconds on the page's clock until it knows. */
function untilDown(strike: () => void): Promise<number> {
  const from = Date.now()
  return new Promise((resolve) => {
    const stop = page.live.subscribe(() => {
      if (page.isConnected()) return
      stop()
      resolve((Date.now() - from) * SPEED)
    })
    strike()
  })
}

it.each(['client', 'server'] as const)('a link on which the %s falls silent is left within 40 s', async (from) => {
  const ms = await untilDown(() => proxy.strike(() => ({ do: 'silence', from, afterBytes: 0 })))
  expect(ms).toBeLessThanOrEqual(41_000)
  expect(await back()).toEqual(WELL)
})

it.each(['reset', 'cut'] as const)('a link that is %s is left at once', async (how) => {
  const ms = await untilDown(() => proxy.strike(() => ({ do: how, from: 'server', afterBytes: 0 })))
  expect(ms).toBeLessThanOrEqual(5_000)
  expect(await back()).toEqual(WELL)
})

it('a link that dies in the handshake is given up, and another tried', async () => {
  proxy.forecast(() => ({ do: 'silence', from: 'server', afterBytes: 40 }))
  await untilDown(() => proxy.strike(() => ({ do: 'reset', from: 'server', afterBytes: 0 })))
  await vi.waitFor(() => expect(page.live.getStatus().connection.attempt).toBeGreaterThanOrEqual(3), PATIENTLY)
  proxy.calm()
  expect(await back()).toEqual(WELL)
})

it('a slow link is kept, and said to be slow', async () => {
  proxy.strike(() => ({ do: 'delay', ms: 150 }))
  const { since } = page.live.getStatus().connection
  await vi.waitFor(() => expect(page.live.getStatus().quality).toBe('poor'), PATIENTLY)
  expect(page.live.getStatus().connection).toMatchObject({ state: 'connected', since })
  expect(await back()).toEqual(WELL)
})
