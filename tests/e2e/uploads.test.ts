import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { freePort, openDemo, type Demo } from '../support/demo.js'
import { startFaultProxy, type Fault, type FaultProxy } from '../support/faultProxy.js'
import { screenOf } from '../support/screen.js'

const MB = 1024 * 1024
const EVENTUALLY = { timeout: 60_000 }
/** Every piece of the way a little slow: a file is long enough under way for something to happen to it. */
const SLOW: Fault = { do: 'delay', ms: 4 }

const folder = mkdtempSync(join(tmpdir(), 'uploads-'))
const uploadDir = join(folder, 'stored')
const bytes = randomBytes(60 * MB)
const file = join(folder, 'trailer.mov')

let demo: Demo
let proxy: FaultProxy
let proxyPort: number
beforeAll(async () => {
  writeFileSync(file, bytes)
  // The page comes through the link, and its origin is the link's.
  proxyPort = await freePort()
  demo = await openDemo({ UPLOAD_DIR: uploadDir, ALLOWED_ORIGINS: `http://localhost:${proxyPort}` })
})
afterAll(async () => {
  await demo?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  proxy = await startFaultProxy(demo.port, proxyPort)
})
afterEach(() => proxy.close())

const digest = (of: Uint8Array) => createHash('sha256').update(of).digest('hex')
const stored = () => readdirSync(uploadDir)
const digestsStored = () => stored().map((name) => digest(readFileSync(join(uploadDir, name))))

/** The page as it comes through the link, signed in and live. */
async function openPage(who: string, beside?: Page): Promise<Page> {
  const context = beside?.context() ?? (await demo.arrive()).context
  const page = await context.newPage()
  await page.goto(`http://localhost:${proxyPort}/files?as=${who}`)
  await expect.poll(() => screenOf(page).connection.textContent()).toBe('Connected')
  return page
}
const row = (page: Page) => page.getByRole('region', { name: 'Uploads' }).getByRole('listitem', { name: 'trailer.mov' })
const percent = async (page: Page): Promise<number> =>
  Number((await page.getByRole('progressbar', { name: 'trailer.mov' }).getAttribute('value')) ?? 0)
const choose = (page: Page) => page.locator('.pl-drop input').setInputFiles(file)

it('60 MB that are cut on the way, and whose server is killed, arrive as they were', async () => {
  const page = await openPage('ana')
  proxy.strike(() => ({ do: 'reset', from: 'client', afterBytes: 9 * MB }))
  proxy.forecast(() => SLOW)
  await choose(page)
  const seen: number[] = []
  await expect
    .poll(async () => seen[seen.push(await percent(page)) - 1], { ...EVENTUALLY, interval: 20 })
    .toBeGreaterThan(40)
  await demo.killServer()
  await demo.startServer()
  await expect.poll(() => row(page).textContent(), EVENTUALLY).toContain('Done, 62.9 MB')
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(digestsStored()).toEqual([digest(bytes)])
  await page.close()
})

it('after a reload the same file goes on where it was; taken back, it is gone', async () => {
  const before = stored()
  const page = await openPage('cara')
  proxy.strike(() => SLOW)
  proxy.forecast(() => SLOW)
  await choose(page)
  await expect.poll(() => percent(page), { ...EVENTUALLY, interval: 20 }).toBeGreaterThan(30)
  await page.reload()
  await expect.poll(() => row(page).textContent(), EVENTUALLY).toContain('Paused: choose the file again')
  expect(await percent(page)).toBeGreaterThan(25)
  const [name] = stored().filter((one) => !before.includes(one))
  await row(page).locator('input[type=file]').setInputFiles(file)
  await expect.poll(() => row(page).textContent(), EVENTUALLY).toContain('Done')
  expect(stored().filter((one) => !before.includes(one))).toEqual([name])
  expect(digest(readFileSync(join(uploadDir, String(name))))).toBe(digest(bytes))

  await page.getByRole('button', { name: 'Dismiss trailer.mov' }).click()
  await choose(page)
  await expect.poll(() => percent(page), { ...EVENTUALLY, interval: 20 }).toBeGreaterThan(5)
  await page.getByRole('button', { name: 'Cancel trailer.mov' }).click()
  await expect.poll(() => row(page).textContent(), EVENTUALLY).toContain('Cancelled')
  await expect.poll(() => stored().filter((one) => !before.includes(one)), EVENTUALLY).toEqual([name])
  await page.close()
})

it('two tabs of one person show the same, another person none of it; what arrived is taken out, and thrown away', async () => {
  const small = { name: 'Seven Kinds of Rain – draft 2.txt', mimeType: 'text/plain', buffer: Buffer.from('It rains.') }
  const here = await openPage('ana')
  const there = await openPage('ana', here)
  const ben = await openPage('ben')
  const finished = (page: Page) => page.getByRole('region', { name: 'Finished' })
  const before = stored()

  await here.locator('.pl-drop input').setInputFiles(small)
  for (const page of [here, there]) await finished(page).getByText(small.name).waitFor()
  await ben.locator('.pl-drop input').setInputFiles({ ...small, name: 'Term sheet.txt' })
  await finished(ben).getByText('Term sheet.txt').waitFor()
  expect(await finished(ben).getByText(small.name).count()).toBe(0)
  expect(await finished(there).getByText('Term sheet.txt').count()).toBe(0)

  const [download] = await Promise.all([
    there.waitForEvent('download'),
    there.getByRole('button', { name: `Download ${small.name}` }).click(),
  ])
  expect(download.suggestedFilename()).toBe(small.name)
  expect(readFileSync(await download.path(), 'utf8')).toBe('It rains.')

  await there.getByRole('button', { name: `Remove ${small.name}` }).press('Enter')
  for (const page of [here, there]) await finished(page).getByText(small.name).waitFor({ state: 'detached' })
  await expect.poll(() => there.evaluate(() => document.activeElement?.textContent)).toBe('Finished')
  // Ben's is still there.
  await expect.poll(() => stored().length).toBe(before.length + 1)
})

it('an upload goes on while one looks at other pages of the same screen', async () => {
  const page = await openPage('ana')
  proxy.strike(() => SLOW)
  proxy.forecast(() => SLOW)
  await choose(page)
  await expect.poll(() => percent(page), { ...EVENTUALLY, interval: 20 }).toBeGreaterThan(5)
  await page.getByRole('link', { name: 'All pitches' }).click()
  await page.getByRole('heading', { name: 'Pitches' }).waitFor()
  const badge = page.getByRole('button', { name: /^1 upload, / })
  await badge.waitFor()
  await badge.waitFor({ state: 'detached', timeout: EVENTUALLY.timeout })
  await page.getByRole('link', { name: 'Your files' }).click()
  await page.getByRole('button', { name: 'Download trailer.mov' }).first().waitFor()
})
