import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { PITCH, screenOf, type Screen } from '../support/screen.js'

const RECONNECT = { timeout: 40_000 }
const pages = fileURLToPath(new URL('../../dist/e2e/demo', import.meta.url))

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

/** Pages and scripts from elsewhere, as from a content delivery network: they are there when the backend is not. */
const servePages = (page: Page) =>
  page.context().route(/\/(?:app.*|assets\/.*|favicon.*)?$/, (route) =>
    route.fulfill({
      path: `${pages}${/^\/assets\/.*/.exec(new URL(route.request().url()).pathname)?.[0] ?? '/index.html'}`,
    }),
  )

const look = async (screen: Screen) => ({
  count: await screen.viewsInList(PITCH[1]),
  metric: await screen.metric('Pitch views'),
  unread: await screen.unread(),
})

/** How many topics the browser has kept, whoever's they are. A topic's key names it. */
const kept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    // To open it before the application does would make another one of it.
    if (!(await indexedDB.databases()).some(({ name }) => name === 'pitchey-live')) return 0
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error))
      })
    const database = await result(indexedDB.open('pitchey-live'))
    const keys = await result(database.transaction('kept').objectStore('kept').getAllKeys())
    database.close()
    return keys.filter((key) => JSON.stringify(key).includes(':')).length
  })

/** Ana's screen, once all that it shows is kept: five pitches, the metrics and the notifications. */
async function openAna() {
  // Chromium asks before a page that came from elsewhere speaks with this machine.
  const profile = await demo.arrive({ permissions: ['local-network-access'] })
  const visit = await profile.open('/app?as=ana')
  const screen = screenOf(visit.page)
  await expect.poll(() => screen.connection.textContent()).toBe('Connected')
  await expect.poll(() => kept(visit.page), { timeout: 20_000 }).toBe(7)
  return { profile, visit, screen }
}

/** Of topics that have a log; what has none is kept by nobody, and asked for each time. */
const snapshots = (requests: readonly string[]) =>
  requests.filter((request) => request.includes('/api/snapshots') && !/uploads|presence|typing/.test(request))

it('Ana comes back later: what she saw is there at once, and only what she missed is fetched', async () => {
  const { profile, visit, screen } = await openAna()
  const before = await look(screen)
  await visit.page.close()

  const ben = screenOf((await (await demo.arrive()).open('/app?as=ben')).page)
  await ben.pitchLink(PITCH[1]).click()
  const after = { count: before.count + 1, metric: before.metric + 1, unread: before.unread + 1 }
  await expect.poll(() => ben.viewsOnPage()).toBe(after.count)

  const later = await profile.open('/app?as=ana')
  const again = screenOf(later.page)
  await expect.poll(() => again.connection.textContent()).toBe('Connected')
  await expect.poll(() => look(again)).toEqual(after)
  expect(snapshots(later.requests)).toEqual([])
  expect(later.errors).toEqual([])
})

it('the server is down when Ana reloads: what she saw is there, said not to be live, until it is live again', async () => {
  const { visit, screen } = await openAna()
  const { page } = visit
  const before = await look(screen)
  await servePages(page)
  await demo.killServer()
  await page.reload()
  await expect.poll(() => look(screen)).toEqual(before)
  await expect.poll(() => screen.connection.textContent()).toBe('Reconnecting')
  await expect.poll(() => page.locator('[data-state="offline"]').count(), RECONNECT).toBeGreaterThan(5)
  expect(await page.locator('[data-state="live"]').count()).toBe(0)

  await demo.startServer()
  await expect.poll(() => screen.connection.textContent(), RECONNECT).toBe('Connected')
  await expect.poll(() => page.locator('[data-state="offline"]').count()).toBe(0)
  expect(await look(screen)).toEqual(before)
})

it('in the same browser, Cara is shown nothing of Ana’s', async () => {
  const { profile, visit, screen } = await openAna()
  await expect.poll(() => screen.unread()).toBeGreaterThan(0)
  await visit.page.context().route('**/api/snapshots/**', (route) => route.abort())
  const caras = await profile.open('/app?as=cara')
  const cara = screenOf(caras.page)
  await expect.poll(() => cara.connection.textContent()).toBe('Connected')
  await expect.poll(() => snapshots(caras.requests).length).toBeGreaterThan(6)
  expect(await look(cara)).toEqual({ count: 0, metric: 0, unread: 0 })
  // Two people side by side, as in the demo: hers is still there for Ana.
  await visit.page.reload()
  await expect.poll(() => screen.unread()).toBeGreaterThan(0)
})
