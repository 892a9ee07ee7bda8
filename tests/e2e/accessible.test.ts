import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { screenOf } from '../support/screen.js'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

const looks = [
  ['on a desktop', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['on a phone in the dark', { viewport: { width: 360, height: 740 }, isMobile: true, colorScheme: 'dark' }],
] as const

it.each(looks)('no screen breaks a rule of accessibility: %s', async (_, options) => {
  const person = await demo.arrive(options)
  const landing = await person.open('/')
  for (const name of ['Ana', 'Ben']) {
    const screen = screenOf(landing.page.frameLocator(`iframe[title^="${name}"]`))
    await expect.poll(() => screen.connection.textContent()).toBe('Connected')
  }
  expect(await violations(landing.page)).toEqual([])

  const app = await person.open('/app?as=ana&pitch=2')
  await app.page.getByText('is watching now').waitFor()
  const { commentField, bell } = screenOf(app.page)
  for (const text of ['Well said', 'Well said']) {
    await commentField.fill(text)
    await commentField.press('Enter')
  }
  await app.page.getByText('was not sent').waitFor()
  expect(await violations(app.page)).toEqual([])
  await bell.click()
  await app.page.getByRole('dialog', { name: 'Notifications' }).waitFor()
  expect(await violations(app.page)).toEqual([])

  const files = await person.open('/files?as=ana')
  await files.page
    .locator('.pl-drop input')
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
  await files.page.getByRole('button', { name: 'Download a.txt' }).waitFor()
  expect(await violations(files.page)).toEqual([])
  expect(await files.page.getByRole('heading', { level: 1 }).count()).toBe(1)

  const nobody = await person.open('/app?as=zed')
  await nobody.page.getByRole('link', { name: /Cara/ }).waitFor()
  expect(await violations(nobody.page)).toEqual([])
  expect(await nobody.page.getByRole('heading', { level: 1 }).count()).toBe(1)
  expect([...landing.errors, ...app.errors, ...files.errors, ...nobody.errors]).toEqual([])
})

it.each(looks)('nothing is wider than the screen: %s', async (_, options) => {
  const person = await demo.arrive(options)
  for (const path of ['/', '/app?as=ana', '/app?as=ben&pitch=1', '/app', '/files?as=ana', '/files']) {
    const { page } = await person.open(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow, path).toBeLessThanOrEqual(0)
  }
})

/** Each with the element that breaks it. */
async function violations(page: ConstructorParameters<typeof AxeBuilder>[0]['page']): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze()
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
