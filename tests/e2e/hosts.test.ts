import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { unsettled } from '../support/galleryPage.js'
import { buildHosts, type Hosts } from '../support/hosts.js'

/** Every component in every state, in pages that differ in nothing but what else is styled there. */
let demo: Demo
let hosts: Hosts
let bare: Portrait
const BARE = 'no Tailwind'

beforeAll(async () => {
  ;[demo, hosts] = await Promise.all([openDemo(), buildHosts()])
  bare = await portray(await visit(BARE))
})
afterAll(() => demo?.close())

const others = [
  'Tailwind 3, imported after ours',
  'Tailwind 3, imported before ours',
  'Tailwind 4, imported after ours',
  'Tailwind 4, imported before ours',
  'Tailwind 4, imported after ours in its layer',
]

it.each(others)('every component looks as without a host’s reset, to the pixel: %s', async (name) => {
  const page = await visit(name)
  const here = await portray(page)
  expect(here.parts.length).toBeGreaterThan(500)
  expect(changes(bare.parts, here.parts)).toEqual([])
  expect(here.pictures.map((picture, n) => bare.pictures[n]?.equals(picture))).toEqual(bare.pictures.map(() => true))
  await page.context().close()
})

it.each(['Tailwind 3, imported after ours', 'Tailwind 4, imported after ours in its layer'])(
  'a host’s utility class wins over our look: %s',
  async (name) => {
    const page = await visit(name)
    const metrics = page.locator('.pl-metrics').first()
    // As `className` does.
    await metrics.evaluate((element) => element.classList.add('bg-red-500', 'rounded-none', 'mt-4'))
    const { backgroundColor, borderRadius, marginTop } = await metrics.evaluate((element) => {
      const { backgroundColor, borderRadius, marginTop } = getComputedStyle(element)
      return { backgroundColor, borderRadius, marginTop }
    })
    expect(backgroundColor).toMatch(/^rgb\(239, 68, 68\)|^oklch\(0\.637/)
    expect([borderRadius, marginTop]).toEqual(['0px', '16px'])
    await page.context().close()
  },
)

async function visit(name: string): Promise<Page> {
  const { context } = await demo.arrive({ viewport: { width: 600, height: 900 }, reducedMotion: 'reduce' })
  await context.route('**/host.css', (route) => route.fulfill({ contentType: 'text/css', body: hosts[name] ?? '' }))
  const page = await context.newPage()
  await page.clock.setFixedTime(new Date('2026-05-20T12:00:00.000Z'))
  await page.goto('/hosts.html')
  await vi.waitFor(async () => expect(await unsettled(page, true)).toEqual([]), { timeout: 30_000, interval: 200 })
  return page
}

/** What a page looks like. */
interface Portrait {
  /** All cards in one, then each list that something in them opens. */
  readonly pictures: readonly Buffer[]
  /** Where each element is, of what size, and how it is written: pictures say that something is different, and not what. */
  readonly parts: readonly string[]
}

async function portray(page: Page): Promise<Portrait> {
  const parts = await partsIn(page)
  const pictures = [await page.screenshot({ animations: 'disabled', fullPage: true })]
  for (const bell of await page.getByRole('button', { name: /^Notifications/ }).all()) {
    await bell.press('Enter')
    const dialog = page.getByRole('dialog')
    pictures.push(await dialog.screenshot({ animations: 'disabled' }))
    parts.push(...(await partsIn(page)))
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  for (const [card, opener, opened] of [
    ['PresenceStatusSelector Live', '.pl-combo-button', '.pl-combo-list'],
    ['OnlineUsersList A pile of many', '.pl-stack-more', '.pl-stack-panel'],
  ] as const) {
    const within = page.locator(`[data-card="${card}"]`)
    await within.locator(opener).press('Enter')
    const list = within.locator(opened)
    await list.waitFor()
    pictures.push(await list.screenshot({ animations: 'disabled' }))
    parts.push(...(await partsIn(page)))
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
  }
  for (const badge of await page.locator('.pl-upload-button').all()) {
    await badge.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    pictures.push(await dialog.screenshot({ animations: 'disabled' }))
    parts.push(...(await partsIn(page)))
    // Asks first, where more than half is there.
    for (const cancel of await dialog.getByRole('button', { name: 'Cancel Seven Kinds of Rain' }).all()) {
      await cancel.press('Enter')
      await dialog.getByRole('button', { name: 'Keep Seven Kinds of Rain' }).waitFor()
      pictures.push(await dialog.screenshot({ animations: 'disabled' }))
      parts.push(...(await partsIn(page)))
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  // The page's own button is as high as its host makes it, and a page scrolls to the middle of what gets the focus: toasts,
  // which are where the window is, would be a pixel elsewhere.
  await page.evaluate(() => scrollTo(0, 0))
  // A toast is in no card.
  await page.getByRole('button', { name: 'Send' }).press('Enter')
  await page.getByRole('button', { name: 'Delete' }).press('Enter')
  const toasts = page.locator('.pl-toasts')
  await toasts.getByRole('button', { name: 'Undo' }).waitFor()
  pictures.push(await toasts.screenshot({ animations: 'disabled' }))
  parts.push(...(await partsIn(page)))
  return { pictures, parts }
}

const partsIn = (page: Page) =>
  page.locator('[class^="pl-"]').evaluateAll((elements) => {
    // Whatever was pressed was scrolled to, by a pixel more or less.
    scrollTo(0, 0)
    return elements.map((element) => {
      const { left, top, width, height } = element.getBoundingClientRect()
      const { font, color, backgroundColor, borderWidth } = getComputedStyle(element)
      const card = element.closest('[data-card]')?.getAttribute('data-card')
      const box = [left + scrollX, top + scrollY, width, height].map((px) => px.toFixed(1)).join(' ')
      return `${card}: .${element.getAttribute('class')} ${box} | ${font} | ${color} on ${backgroundColor} | ${borderWidth}`
    })
  })

/** The first part of each class that is another. */
function changes(before: readonly string[], after: readonly string[]): readonly string[] {
  const changed = before.flatMap((part, n) => (part === after[n] ? [] : [`${part} → ${after[n]}`]))
  const byClass = new Map(changed.toReversed().map((change) => [/: (\.\S+)/.exec(change)?.[1], change]))
  return [...byClass.values()].slice(-12)
}
