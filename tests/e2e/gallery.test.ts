import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { cardIn, openGallery, unsettled, type GalleryPage } from '../support/galleryPage.js'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

const widths = [320, 1280]
const looks = ['light', 'dark'].flatMap((theme) => ['en', 'ar'].map((language) => ({ theme, language })))

describe.each(widths)('on a screen of %d px', (width) => {
  let gallery: GalleryPage
  beforeAll(async () => {
    gallery = await openGallery(demo, '', { viewport: { width, height: 900 } })
  })
  afterAll(() => gallery?.close())

  it.each(looks)(
    'no rule of accessibility is broken, and nothing is wider than it: $theme, $language',
    async (look) => {
      const { page } = gallery
      await turn(page, look)
      expect(await violations(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
      expect(await namelessMotion(page)).toEqual([])
    },
  )

  it.each(['en', 'de', 'ar'])('with text of twice the size nothing is wider than it: %s', async (language) => {
    const { page } = gallery
    await turn(page, { text: '200', language })
    expect(await overflow(page)).toBe(0)
  })

  it('the console has nothing to say, and a strict policy nothing to forbid', () => {
    expect(gallery.grumbles).toEqual([])
  })
})

it('on the narrowest screen names are cut, and never what they do, in each language', async () => {
  const { page, close } = await openGallery(demo, '', { viewport: { width: 320, height: 900 } })
  for (const language of ['en', 'de', 'ar']) {
    await turn(page, { language })
    const told = await page.locator('.pl-typing:has(.pl-typing-verb)').evaluateAll((indicators) =>
      indicators.map((indicator) => {
        const [box, verb] = [indicator, ...indicator.querySelectorAll('.pl-typing-verb')].map((part) =>
          part.getBoundingClientRect(),
        )
        const names = indicator.querySelector('.pl-typing-names')
        return {
          isWhole: box && verb && verb.width > 20 && verb.left >= box.left - 1 && verb.right <= box.right + 1,
          isCut: names && names.scrollWidth > names.clientWidth,
        }
      }),
    )
    expect(told.length, language).toBeGreaterThan(3)
    expect(
      told.filter(({ isWhole }) => !isWhole),
      language,
    ).toEqual([])
    expect(told.filter(({ isCut }) => isCut).length, language).toBeGreaterThan(0)
  }
  await close()
})

it('an open list breaks no rule of accessibility in any state', async () => {
  const { page, close } = await openGallery(demo, '?theme=dark&language=ar', { viewport: { width: 1280, height: 900 } })
  for (const title of ['Loading', 'Empty', 'Error', 'Offline', 'Live']) {
    await cardIn(page, 'NotificationDropdown', title).getByRole('button').first().click()
    expect(await violations(page, '[role=dialog], dialog'), title).toEqual([])
    await page.keyboard.press('Escape')
  }
  await close()
})

it.each(looks)(
  'the open choice of a status, an open pile and its search break no rule: $theme, $language',
  async (look) => {
    const { page, close } = await openGallery(demo, `?${new URLSearchParams(look).toString()}`)
    const broken = (component: string, title: string) => violations(page, `[data-card="${component} ${title}"]`)

    const selector = cardIn(page, 'PresenceStatusSelector', 'With an activity')
    await selector.getByRole('combobox').first().press('ArrowDown')
    await selector.getByRole('option').first().waitFor()
    expect(await broken('PresenceStatusSelector', 'With an activity')).toEqual([])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const clearAfter = selector.getByRole('combobox').nth(1)
    await clearAfter.selectOption({ index: 2 })
    await expect.poll(() => clearAfter.locator('option').count()).toBe(5)
    expect(await broken('PresenceStatusSelector', 'With an activity')).toEqual([])

    const pile = cardIn(page, 'OnlineUsersList', 'A pile of many')
    await pile.getByRole('button').click()
    expect(await broken('OnlineUsersList', 'A pile of many')).toEqual([])
    await pile.getByRole('searchbox').fill('nobody of that name')
    await pile.getByRole('list').nth(1).waitFor({ state: 'detached' })
    expect(await broken('OnlineUsersList', 'A pile of many')).toEqual([])

    const many = cardIn(page, 'OnlineUsersList', 'Three hundred')
    await many.getByRole('button').click()
    await many.locator('[data-long=true]').waitFor()
    expect(await broken('OnlineUsersList', 'Three hundred')).toEqual([])
    await close()
  },
)

it.each(['light', 'dark'])(
  'what a badge of uploads opens, and its questions, break no rule of accessibility in Arabic: %s',
  async (theme) => {
    const search = `?theme=${theme}&language=ar`
    const { page, close } = await openGallery(demo, search, { viewport: { width: 1280, height: 900 } })
    for (const title of ['Offline', 'Live', 'Failed']) {
      const card = cardIn(page, 'UploadProgressBadge', title)
      await card.getByRole('button').first().click()
      await card.getByRole('dialog').waitFor()
      expect(await card.getByRole('dialog').evaluate((dialog) => getComputedStyle(dialog).direction)).toBe('rtl')
      expect(await violations(page, 'dialog'), title).toEqual([])
      if (title === 'Live') {
        // The look book is at 64 %.
        await card.getByRole('listitem').filter({ hasText: 'look book' }).locator('[data-pl-part=cancel]').click()
        await card.locator('[data-pl-part=cancelAll]').click()
        expect(await card.getByRole('group').locator('[data-pl-part=keep]').count()).toBe(2)
        expect(await violations(page, 'dialog'), 'questions').toEqual([])
        await page.keyboard.press('Escape')
      }
      await page.keyboard.press('Escape')
      await card.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await close()
  },
)

it('where colours are forced, what is told by colour is told by borders and shapes', async () => {
  const { page, close } = await openGallery(demo, '', { forcedColors: 'active' })
  const bell = cardIn(page, 'NotificationDropdown', 'Live').locator('.pl-badge')
  expect(await bell.evaluate((badge) => getComputedStyle(badge).borderTopStyle)).toBe('solid')
  await expect.poll(() => unsettled(page, true)).toEqual([])
  const dots = await Promise.all(
    ['Live', 'Offline', 'Polling'].map((title) =>
      cardIn(page, 'LiveMetrics', title).locator('.pl-status-dot').screenshot({ animations: 'disabled' }),
    ),
  )
  expect(new Set(dots.map((dot) => dot.toString('base64'))).size).toBe(3)
  const skeleton = cardIn(page, 'LiveMetrics', 'Loading').locator('.pl-skeleton').first()
  expect(await skeleton.evaluate((line) => getComputedStyle(line).borderTopStyle)).toBe('solid')
  await close()
})

it('each state came about by itself: Retry mends it, a connection comes back, and what plays moves', async () => {
  const { page, close } = await openGallery(demo)
  const failed = cardIn(page, 'LiveMetrics', 'Error')
  await failed.getByRole('button', { name: /^Retry/ }).click()
  await failed.getByText('1,204', { exact: true }).waitFor()

  const lost = cardIn(page, 'LiveMetrics', 'Offline')
  expect(await lost.textContent()).toContain('1,204')
  await page
    .getByRole('article', { name: 'LiveMetrics Offline' })
    .getByRole('button', { name: 'Connect again' })
    .click()
  await expect.poll(() => lost.locator('[data-state]').getAttribute('data-state')).toBe('live')

  const views = cardIn(page, 'LiveViewCounter', 'Live').getByRole('img')
  const before = await views.getAttribute('aria-label')
  await page
    .getByRole('group', { name: 'Events, one a second' })
    .getByRole('radio', { name: 'On' })
    .check({ force: true })
  await expect.poll(() => views.getAttribute('aria-label')).not.toBe(before)
  await close()
})

it('the switches are worked by the keyboard, and the address says how they stand', async () => {
  const { page, close } = await openGallery(demo)
  await page.getByRole('group', { name: 'Language' }).getByRole('radio', { name: 'English' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: 'System' }).focus()
  await page.keyboard.press('ArrowLeft')
  const address = new URL(page.url()).search
  expect(address).toBe('?theme=dark&language=ar')
  await close()

  const other = await openGallery(demo, address)
  await other.page.getByText('مشاهدات العروض').first().waitFor()
  expect(await other.page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark')
  await other.close()
})

it('the code that is copied is the code that is shown, and names the component beside it', async () => {
  const { page, close } = await openGallery(demo, '', { permissions: ['clipboard-read', 'clipboard-write'] })
  const button = page.getByRole('button', { name: 'Copy the code of LiveMetrics, Metrics' })
  await button.click()
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' })
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toMatch(
    /^import \{ LiveMetrics \} from 'pitchey-live'\n\nfunction Metrics\(\) \{\n {2}return <LiveMetrics/,
  )
  const shown = await button.locator('xpath=preceding-sibling::pre').textContent()
  expect(copied.trimEnd()).toBe(shown)
  await close()
})

/** As somebody who comes back to another address of it; colours may take a moment. */
const turn = (page: Page, switches: Readonly<Record<string, string>>) =>
  page.evaluate(async (search) => {
    history.replaceState(null, '', `?${search}`)
    window.dispatchEvent(new PopStateEvent('popstate'))
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))
    const turning = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.all(turning.map(({ finished }) => finished))
  }, new URLSearchParams(switches).toString())

/** Each with the element that breaks it. A rule that stumbled over one has found nothing, and says so where nobody looks. */
async function violations(page: Page, within = 'html'): Promise<string[]> {
  const found = await new AxeBuilder({ page }).include(within).withTags(RULES).analyze()
  const stumbled = found.incomplete.flatMap(({ id, nodes }) =>
    nodes.flatMap(({ html, none }) =>
      none.some((check) => check.id === 'error-occurred') ? [`${id} failed: ${html}`] : [],
    ),
  )
  return [...stumbled, ...found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))]
}
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const overflow = (page: Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth))

/** What moves and is neither named nor hidden from those who would have to ask what it is. */
const namelessMotion = (page: Page) =>
  page.evaluate(() =>
    document.getAnimations().flatMap(({ effect }) => {
      const target = effect instanceof KeyframeEffect ? effect.target : null
      const isTold = target?.closest('[aria-hidden=true], [aria-label], [aria-labelledby]')
      return target && !isTold ? [target.outerHTML] : []
    }),
  )
