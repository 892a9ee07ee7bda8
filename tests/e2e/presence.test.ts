import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { screenOf } from '../support/screen.js'

const GRACE = { timeout: 25_000 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

/** A browser of that person's own, connected. */
async function come(name: 'ana' | 'ben' | 'cara', path = '') {
  const person = await demo.arrive()
  const open = async () => {
    const visit = await person.open(`/app?as=${name}${path}`)
    await expect.poll(() => screenOf(visit.page).connection.textContent(), GRACE).toBe('Connected')
    return visit
  }
  return { ...(await open()), open, context: person.context }
}

/** Who is online, as this page says. */
const online = async (page: Page): Promise<readonly string[]> => {
  const list = page.getByRole('list', { name: /^Online users/ })
  return (await list.getByRole('listitem').locator('bdi:not([aria-hidden] bdi)').allTextContents()).filter(
    (text) => text.length > 2,
  )
}
/** Every change of the list from now on. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    const look = () => {
      const text = document.querySelector('[aria-label^="Online users"]')?.getAttribute('aria-label') ?? ''
      if (text !== seen.at(-1)) seen.push(text)
    }
    look()
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
const seenOn = (page: Page) => page.evaluate(() => (window as unknown as { seen: string[] }).seen)

it('three people see one another; who closes one of two tabs stays online', async () => {
  const [ana, ben, cara] = [await come('ana'), await come('ben'), await come('cara')]
  for (const { page } of [ana, ben, cara])
    await expect.poll(async () => (await online(page)).toSorted()).toEqual(['Ana', 'Ben', 'Cara'])
  expect((await online(ben.page))[0]).toBe('Ben')
  const second = await ben.open()
  await watch(ana.page)
  await second.page.close()
  // Longer than the grace of whoever has gone.
  await cara.page.close()
  await expect.poll(() => online(ana.page), GRACE).toEqual(['Ana', 'Ben'])
  expect(await seenOn(ana.page)).toEqual(['Online users (3)', 'Online users (2)'])
  await Promise.all([ana, ben].map(({ context }) => context.close()))
})

it('a reload is no absence; whose browser is gone is offline after a grace', async () => {
  const [ana, ben] = [await come('ana'), await come('ben')]
  await expect.poll(() => online(ana.page)).toContain('Ben')
  await watch(ana.page)
  await ben.page.reload()
  await expect.poll(() => screenOf(ben.page).connection.textContent(), GRACE).toBe('Connected')
  expect((await seenOn(ana.page)).at(-1)).toBe('Online users (2)')
  await ben.context.close()
  const since = performance.now()
  await expect.poll(() => online(ana.page), GRACE).toEqual(['Ana'])
  expect(performance.now() - since).toBeGreaterThan(7_000)
  expect(await seenOn(ana.page)).toEqual(['Online users (2)', 'Online users (1)'])
  await ana.context.close()
})

it('who types for half a minute is shown as typing all along, and not for long once the browser is killed', async () => {
  const [ana, ben] = [await come('ana', '&pitch=2'), await come('ben', '&pitch=2')]
  const shown = () => ana.page.locator('.pl-typing [data-pl-part="text"]').allTextContents()
  await screenOf(ben.page).commentField.focus()
  await screenOf(ben.page).commentField.press('x')
  await expect.poll(shown).toEqual(['Ben is typing…'])
  await ana.page.evaluate(() => {
    const gaps: string[] = []
    Object.assign(window, { seen: gaps })
    const look = () => {
      if (!document.querySelector('[data-typing="true"]')) gaps.push('nobody')
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  const until = performance.now() + 30_000
  while (performance.now() < until) await screenOf(ben.page).commentField.pressSequentially('word ', { delay: 150 })
  expect(await seenOn(ana.page)).toEqual([])
  expect(await shown()).toEqual(['Ben is typing…'])
  // Its page has no time to say anything.
  const devtools = await ben.context.newCDPSession(ben.page)
  devtools.send('Page.crash').catch(() => undefined)
  const since = performance.now()
  await expect.poll(shown, GRACE).toEqual([])
  expect(performance.now() - since).toBeLessThan(10_000)
  await ana.context.close()
})

it('what is sent ends the typing at once, and one’s own typing is shown in none of one’s own tabs', async () => {
  const [ana, ben] = [await come('ana', '&pitch=3'), await come('ben', '&pitch=3')]
  const bens = await ben.open()
  const shown = (page: Page) => page.locator('.pl-typing [data-pl-part="text"]').allTextContents()
  const { commentField } = screenOf(ben.page)
  await commentField.pressSequentially('A fine pitch')
  await expect.poll(() => shown(ana.page)).toEqual(['Ben is typing…'])
  expect(await shown(bens.page)).toEqual([])
  await commentField.press('Enter')
  const since = performance.now()
  await expect.poll(() => shown(ana.page)).toEqual([])
  expect(performance.now() - since).toBeLessThan(2_500)
  await expect.poll(() => screenOf(ana.page).comments()).toEqual(['A fine pitch'])
  for (const { errors } of [ana, ben, bens]) expect(errors).toEqual([])
})
