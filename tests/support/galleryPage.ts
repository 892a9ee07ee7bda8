import type { BrowserContextOptions, Page } from 'playwright'
import { expect, vi } from 'vitest'
import type { Demo } from './demo.js'

/**
 * Why: whoever looks at the gallery in a test wants it when each card is in the state that its title says, and wants to
 * know of all that a browser grumbles about.
 */
export interface GalleryPage {
  readonly page: Page
  /** Errors and warnings in the console, exceptions that nobody caught, and what the policy forbade. */
  readonly grumbles: readonly string[]
  readonly close: () => Promise<void>
}

/** As strict as a host may be: nothing but files of its own, and no style that is not in one. */
const POLICY = "default-src 'self'; style-src 'self'"

export async function openGallery(demo: Demo, search = '', options: BrowserContextOptions = {}): Promise<GalleryPage> {
  const { context } = await demo.arrive(options)
  await context.route('**/widgets*', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': POLICY } })
  })
  const page = await context.newPage()
  const grumbles: string[] = []
  page.on('pageerror', ({ message }) => grumbles.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') grumbles.push(message.text())
  })
  await page.exposeFunction('tellViolation', (what: string) => grumbles.push(what))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      void (window as unknown as { tellViolation(what: string): Promise<void> }).tellViolation(
        `${violatedDirective} forbids ${blockedURI}`,
      )
    })
  })
  await page.goto(`/widgets${search}`)
  await vi.waitFor(async () => expect(await unsettled(page)).toEqual([]), { timeout: 30_000, interval: 200 })
  return { page, grumbles, close: () => context.close() }
}

/** Cards that are not yet in the state that their title says; polling comes last, and is not waited for by everybody. */
export const unsettled = (page: Page, patient = false): Promise<readonly string[]> =>
  page.locator('body').evaluate((body, patient) => {
    const isFresh = (shown: Element) =>
      ['live', 'loading', 'connecting'].includes(shown.getAttribute('data-freshness') ?? '')
    const cards = [...body.querySelectorAll('[data-card]')]
    const waiting = cards.filter((card) => {
      const shown = card.querySelector('[data-state]')
      // What has no data of its own is as it is.
      if (!shown) return card.childElementCount === 0
      const state = shown.getAttribute('data-state')
      const [title = ''] = /\b(?:Loading|Empty|Error|Offline|Polling)$/.exec(card.getAttribute('data-card') ?? '') ?? []
      if (title === 'Polling') return patient ? shown.getAttribute('data-freshness') !== 'polling' : isFresh(shown)
      // A badge has a word of its own for it.
      if (title === 'Empty' && state === 'none') return false
      return state !== (title === '' ? 'live' : title.toLowerCase())
    })
    return cards.length === 0 ? ['no card'] : waiting.map((card) => card.getAttribute('data-card') ?? '')
  }, patient)

export const cardIn = (page: Page, component: string, title: string) =>
  page.locator(`[data-card="${component} ${title}"]`)
