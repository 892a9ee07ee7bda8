import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo, type Visit } from '../support/demo.js'
import { screenOf } from '../support/screen.js'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

/** When the person last pressed something in this tab, and when each name of the bell came up (ms since 1970). */
interface Seen {
  pressedAt: number
  readonly names: { readonly name: string; readonly at: number }[]
}
declare global {
  interface Window {
    seen: Seen
  }
}

async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { pressedAt: 0, names: [] }
    window.seen = seen
    addEventListener('pointerdown', () => (seen.pressedAt = Date.now()), true)
    const bell = document.querySelector('.pl-bell')
    if (!bell) throw new Error('There is no bell')
    new MutationObserver(() => seen.names.push({ name: bell.ariaLabel ?? '', at: Date.now() })).observe(bell, {
      attributeFilter: ['aria-label'],
    })
  })
}

const titles = (page: Page): Promise<readonly string[]> =>
  page.locator('.pl-notification').evaluateAll((rows) => rows.map((row) => row.textContent ?? ''))
const unreadTitles = (page: Page): Promise<readonly string[]> =>
  page.locator('.pl-notification[data-unread] .pl-notification-main').allTextContents()

it('what is read, unread, cleared and taken back in one tab is so in the other within half a second', async () => {
  const profile = await demo.arrive()
  const [here, there]: readonly [Visit, Visit] = [await profile.open('/app?as=ana'), await profile.open('/app?as=ana')]
  for (const { page } of [here, there]) {
    await expect.poll(() => screenOf(page).unread()).toBe(3)
    await screenOf(page).bell.click()
    await watch(page)
  }
  const delays: number[] = []
  const agree = async (press: () => Promise<void>, unread: number) => {
    await press()
    await expect.poll(() => screenOf(there.page).unread()).toBe(unread)
    await expect.poll(() => screenOf(here.page).unread()).toBe(unread)
    expect(await unreadTitles(there.page)).toEqual(await unreadTitles(here.page))
    const { pressedAt } = await here.page.evaluate(() => window.seen)
    const last = await there.page.evaluate(() => window.seen.names.at(-1))
    delays.push((last?.at ?? Infinity) - pressedAt)
  }
  const press = (name: RegExp | string) => () => here.page.getByRole('button', { name }).first().click()

  for (let round = 0; round < 5; round += 1) {
    await agree(press(/^Mark as read/), 2)
    await agree(press(/^Mark as unread/), 3)
  }
  const before = await titles(here.page)
  await agree(press('Clear all'), 0)
  await expect.poll(() => titles(there.page)).toEqual([])
  await agree(press('Undo'), 3)
  await expect.poll(() => titles(there.page)).toHaveLength(before.length)
  await agree(press('Mark all as read'), 0)

  const median = delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)] ?? Infinity
  console.info(`From the press in one tab to the other tab: median ${median} ms of ${delays.join(', ')}`)
  expect(median).toBeLessThanOrEqual(500)
  expect([...here.errors, ...there.errors]).toEqual([])
})
