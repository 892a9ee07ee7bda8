import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { freePort, openDemo, type Demo } from '../support/demo.js'
import { startFaultProxy, type FaultProxy } from '../support/faultProxy.js'
import { PITCH, screenOf } from '../support/screen.js'
import { SECRET, tokenFor } from '../support/testServer.js'

const RECONNECT = { timeout: 40_000 }
const ANA = { userId: 1, username: 'Ana', role: 'creator' } as const

/** Pages come through the proxy, and only pages that do are let in. */
let demo: Demo
let proxy: FaultProxy
let url: string
beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  // Playwright turns the back/forward cache off, which every browser has.
  demo = await openDemo({ ALLOWED_ORIGINS: url, JWT_SECRET: SECRET }, ['--disable-back-forward-cache'])
  proxy = await startFaultProxy(demo.port, port)
})
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(async () => {
  await demo?.close()
  await proxy?.close()
})

/** A page of Ana's, and the sockets that it has opened and that are open. */
async function visit(prepare: (page: Page) => Promise<unknown> = async () => undefined, at = url) {
  const { page } = await (await demo.arrive()).open('/healthz')
  closing.push(() => page.close())
  const dialled: string[] = []
  const open = new Set<object>()
  page.on('websocket', (socket) => {
    dialled.push(socket.url())
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await prepare(page)
  await page.goto(`${at}/app?as=ana`)
  return { page, ana: screenOf(page), dials: () => dialled.length, open: () => open.size }
}
const answerLogin = (page: Page, token: () => Promise<string>) =>
  page.route('**/api/auth/demo', async (route) => route.fulfill({ json: { token: await token() } }))
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

// First, because it counts the server's connections, and links that died are counted for a while.
it('the page goes to the back/forward cache and comes back: no socket meanwhile, one again at once', async () => {
  const { page, ana, dials } = await visit()
  await expect.poll(() => ana.connection.textContent()).toBe('Connected')
  const { viewCount: before } = (await demo.snapshot('ana', 'pitch:2')) as { viewCount: number }
  await expect.poll(() => ana.viewsInList(PITCH[2])).toBe(before)
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => document.body.setAttribute('data-persisted', String(persisted)))
  })
  await page.goto(`${url}/healthz`)
  const metrics = async () => (await (await fetch(`${demo.url}/metrics`)).text()).match(/^rt_connections (\d+)$/m)?.[1]
  const bens = await (await demo.arrive()).open(`${url}/app?as=ben`)
  await screenOf(bens.page).pitchLink(PITCH[2]).click()
  await expect.poll(() => demo.snapshot('ben', 'pitch:2')).toMatchObject({ viewCount: before + 1 })
  await bens.page.close()
  await expect.poll(metrics, RECONNECT).toBe('0')

  // It runs again from where it was: there is no load to wait for.
  await page.goBack({ waitUntil: 'commit' })
  expect(await page.locator('body').getAttribute('data-persisted')).toBe('true')
  await expect.poll(() => ana.connection.textContent()).toBe('Connected')
  await expect.poll(() => ana.viewsInList(PITCH[2])).toBe(before + 1)
  expect([dials(), await metrics()]).toEqual([2, '1'])
})

it('the link dies without a word and the network says that it is back: noticed within 5 s, and mended', async () => {
  const { page, ana, dials } = await visit()
  await expect.poll(() => ana.connection.textContent()).toBe('Connected')
  proxy.strike(() => ({ do: 'silence', from: 'server', afterBytes: 0 }))
  const from = Date.now()
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  // It may be mended before anybody could read that it was broken.
  await expect.poll(dials, { interval: 50 }).toBe(2)
  expect(Date.now() - from).toBeLessThanOrEqual(5_500)
  await expect.poll(() => ana.connection.textContent(), RECONNECT).toBe('Connected')
})

it('the link dies without a word: it is noticed within 40 s, with nobody telling', async () => {
  const { ana, dials } = await visit()
  await expect.poll(() => ana.connection.textContent()).toBe('Connected')
  proxy.strike(() => ({ do: 'silence', from: 'server', afterBytes: 0 }))
  const from = Date.now()
  await expect.poll(dials, { timeout: 60_000, interval: 50 }).toBe(2)
  expect(Date.now() - from).toBeLessThanOrEqual(40_000)
  await expect.poll(() => ana.connection.textContent(), RECONNECT).toBe('Connected')
})

it('the server takes no token: one more is tried, then it stops and says why, until somebody says so', async () => {
  const { page, ana, dials } = await visit((page) => answerLogin(page, async () => 'no.token.atall'))
  await expect.poll(() => ana.connection.textContent()).toBe('Halted: unauthorized')
  await rest(5_000)
  expect(dials()).toBe(2)
  await page.unroute('**/api/auth/demo')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => ana.connection.textContent()).toBe('Connected')
})

it('the upgrade is refused: the page polls, and dials ever more seldom', async () => {
  const { ana, dials } = await visit(undefined, demo.url)
  await expect.poll(() => ana.connection.textContent(), RECONNECT).toBe('Polling')
  await rest(15_000)
  expect(dials()).toBeGreaterThan(1)
  expect(dials()).toBeLessThan(12)
  expect(await ana.viewsInList(PITCH[1])).toBeGreaterThan(0)
})

it('tokens end while one is connected: they are renewed on the one socket, which stays', async () => {
  let logins = 0
  const { ana, dials, open } = await visit((page) =>
    answerLogin(page, async () => {
      logins += 1
      // Asked for again when half of it is left, which is as often as a token is changed at all.
      return tokenFor(ANA, Date.now() + 20_000)
    }),
  )
  await expect.poll(() => ana.connection.textContent()).toBe('Connected')
  await rest(35_000)
  expect([await ana.connection.textContent(), dials(), open()]).toEqual(['Connected', 1, 1])
  expect(logins).toBeGreaterThan(2)
  expect(logins).toBeLessThan(12)
})
