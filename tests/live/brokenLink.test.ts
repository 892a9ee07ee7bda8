import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/server/clock.js'
import { startFaultProxy, type FaultProxy } from '../support/faultProxy.js'
import { openProxiedPage, type ProxiedPage } from '../support/proxiedPage.js'
import { startTestServer, type TestServer } from '../support/testServer.js'

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
  await isBack()
})
afterEach(() => page.close())

const isBack = async () => {
  await vi.waitFor(() => expect(page.isConnected()).toBe(true), PATIENTLY)
  await vi.waitFor(async () => expect(page.shown()).toEqual(await page.truth()), PATIENTLY)
  expect([page.openSockets(), page.wrong]).toEqual([1, []])
}
/** On the page's clock. */
const untilDown = async () => {
  const from = Date.now()
  await vi.waitFor(() => expect(page.isConnected()).toBe(false), PATIENTLY)
  return (Date.now() - from) * SPEED
}

it.each(['client', 'server'] as const)('a link on which the %s falls silent is left within 40 s', async (from) => {
  proxy.strike(() => ({ do: 'silence', from, afterBytes: 0 }))
  expect(await untilDown()).toBeLessThanOrEqual(41_000)
  await isBack()
})

it.each(['reset', 'cut'] as const)('a link that is %s is left at once', async (how) => {
  proxy.strike(() => ({ do: how, from: 'server', afterBytes: 0 }))
  expect(await untilDown()).toBeLessThanOrEqual(5_000)
  await isBack()
})

it('a link that dies in the handshake is given up, and another tried', async () => {
  proxy.forecast(() => ({ do: 'silence', from: 'server', afterBytes: 40 }))
  proxy.strike(() => ({ do: 'reset', from: 'server', afterBytes: 0 }))
  await untilDown()
  await vi.waitFor(() => expect(page.live.getStatus().connection.attempt).toBeGreaterThanOrEqual(3), PATIENTLY)
  proxy.calm()
  await isBack()
})

it('a slow link is kept, and said to be slow', async () => {
  proxy.strike(() => ({ do: 'delay', ms: 150 }))
  const { since } = page.live.getStatus().connection
  await vi.waitFor(() => expect(page.live.getStatus().quality).toBe('poor'), PATIENTLY)
  expect(page.live.getStatus().connection).toMatchObject({ state: 'connected', since })
  await isBack()
})
