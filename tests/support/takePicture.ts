import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { openDemo } from './demo.js'
import { PITCH, screenOf } from './screen.js'
import buildDemo from '../e2e/buildDemo.js'

/** Why: the README's pictures show what the demo looks like today. `node --import tsx tests/support/takePicture.ts` */
const picture = (name: string) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url))

buildDemo()
const demo = await openDemo()
const look = { deviceScaleFactor: 1.5, colorScheme: 'light' } as const
await takeDemo()
await takeWidgets()
await takeDrafts()
await demo.close()

/** Ben has opened a pitch and says something about it; Ana has answered, and is back on her list. */
async function takeDemo(): Promise<void> {
  const person = await demo.arrive({ ...look, viewport: { width: 1280, height: 1500 } })
  const { page } = await person.open('/')
  const frames = { ana: page.frameLocator('iframe[title^="Ana"]'), ben: page.frameLocator('iframe[title^="Ben"]') }
  const [ana, ben] = [screenOf(frames.ana), screenOf(frames.ben)]
  await ben.pitchLink(PITCH[1]).click()
  await frames.ana.getByRole('button', { name: 'Notifications, 4 unread' }).waitFor()
  await frames.ben.getByText('and nothing else: 19').waitFor()
  // Not the toast, which names it, too.
  await frames.ana.getByRole('link', { name: PITCH[1], exact: true }).click()
  await ben.commentField.fill('What a beginning. Who plays the keeper?')
  await ben.commentField.press('Enter')
  await frames.ana.getByText('Who plays the keeper?').last().waitFor()
  await ana.commentField.fill('Nobody yet. Do you know somebody?')
  await ana.commentField.press('Enter')
  await frames.ben.getByText('Do you know somebody?').last().waitFor()
  await frames.ana.getByRole('link', { name: 'All pitches' }).click()
  await save(page, 'demo.png')
}

/** A component in its states. */
async function takeWidgets(): Promise<void> {
  const person = await demo.arrive({ ...look, viewport: { width: 1280, height: 1560 } })
  const { page } = await person.open('/widgets?play=on')
  await page.locator('[data-card="LiveMetrics Polling"] [data-freshness=polling]').waitFor()
  await page.getByRole('button', { name: /^Dismiss: / }).click()
  await page.locator('#LiveMetrics').evaluate((section) => section.scrollIntoView())
  await save(page, 'widgets.png')
}

/** Ben has decided about the title, and looks at the words that both have changed. */
async function takeDrafts(): Promise<void> {
  const person = await demo.arrive({ ...look, viewport: { width: 1280, height: 940 } })
  const { page } = await person.open('/conflict')
  await page.getByRole('button', { name: 'Review' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Mine' }).check()
  await page.keyboard.press('Alt+ArrowDown')
  await dialog.getByRole('radio', { name: 'Both' }).waitFor()
  await page.evaluate(() => window.scrollTo(0, 0))
  await save(page, 'drafts.png')
}

async function save(page: Page, name: string): Promise<void> {
  // Nobody has the focus in a picture.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await page.screenshot({ path: picture(name), animations: 'disabled' })
  console.log(picture(name))
}
