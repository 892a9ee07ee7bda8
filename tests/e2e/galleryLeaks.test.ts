import type { CDPSession, Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { openGallery, unsettled } from '../support/galleryPage.js'
import { noteTimers } from '../support/runningTimers.js'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

const ROUNDS = 50
/** Whatever is made once and kept: code that is compiled, formatters, what a browser remembers of a page’s fields. */
const WARM = 15

it('fifty visits to every component in every state leave no node, listener or timer, and no growing heap', async () => {
  const { page, close } = await openGallery(demo)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await countTimers(page)
  for (let round = 0; round < WARM; round += 1) await visit(page)
  const before = await measure(page, session)
  for (let round = 0; round < ROUNDS; round += 1) await visit(page)
  const after = await measure(page, session)
  expect(after.nodes - before.nodes).toBeLessThanOrEqual(0)
  expect(after.listeners - before.listeners).toBeLessThanOrEqual(0)
  expect(after.timers).toBeLessThanOrEqual(before.timers)
  expect(after.heap / before.heap).toBeLessThan(1.15)
  await close()
})

interface Counting {
  runningTimers: Set<unknown>
}

/** Timers that run, of those that are set from now on. */
const countTimers = (page: Page) => page.evaluate(`(${String(noteTimers)})((window.runningTimers = new Set()))`)

/** Away from the gallery, and back to it; what is left out is the page itself. */
async function visit(page: Page): Promise<void> {
  await go(page, '/nowhere')
  await go(page, '/widgets')
  await expect.poll(() => unsettled(page), { interval: 20 }).toEqual([])
}

const go = (page: Page, path: string) =>
  page.evaluate((path) => {
    history.replaceState(null, '', path)
    window.dispatchEvent(new PopStateEvent('popstate'))
    return new Promise((painted) => requestAnimationFrame(painted))
  }, path)

/** What there is while nobody is in the gallery. */
async function measure(page: Page, session: CDPSession) {
  await go(page, '/nowhere')
  await page.locator('[data-pl-part=announcer]').waitFor({ state: 'detached' })
  const timers = () => page.evaluate(() => (window as unknown as Counting).runningTimers.size)
  // An engine lets go of its socket a moment after its last reader.
  let last = Number.POSITIVE_INFINITY
  const isSettled = async () => {
    const before = last
    last = await timers()
    return last === before
  }
  await expect.poll(isSettled, { interval: 1_500, timeout: 20_000 }).toBe(true)
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return {
    nodes: value('Nodes'),
    listeners: value('JSEventListeners'),
    heap: value('JSHeapUsedSize'),
    timers: await timers(),
  }
}
