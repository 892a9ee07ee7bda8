import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { PITCH, screenOf } from '../support/screen.js'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

it('while the stream is live, focus, tab switches, network changes and remounts ask REST for nothing', async () => {
  const { page, requests, errors } = await (await demo.arrive()).open('/app?as=ana')
  const bens = await (await demo.arrive()).open('/app?as=ben')
  const [ana, ben] = [screenOf(page), screenOf(bens.page)]
  for (const { connection } of [ana, ben]) await expect.poll(() => connection.textContent()).toBe('Connected')
  await expect.poll(() => ana.unread()).toBe(3)
  for (const title of PITCH.slice(1)) await expect.poll(() => ana.viewsInList(title)).toBeGreaterThan(0)
  // Once each, for what only its own page shows.
  for (const title of PITCH.slice(1)) {
    await ana.pitchLink(title).click()
    await page.getByText('Nobody has said anything yet.').waitFor()
    await page.getByRole('link', { name: 'All pitches' }).click()
  }
  expect(requests.length).toBeGreaterThan(1)
  const asked = [...requests]

  for (const title of PITCH.slice(1)) {
    await ana.pitchLink(title).click()
    await page.getByText('is watching now').waitFor()
    await turnAway(page)
    await page.getByRole('link', { name: 'All pitches' }).click()
    await ana.pitchLink(title).waitFor()
    await ana.bell.click()
    await ana.bell.click()
    await turnAway(page)
  }
  // Whatever all this might have asked for was asked before an event that was caused after it has arrived.
  await ben.pitchLink(PITCH[1]).click()
  await expect.poll(() => ana.unread()).toBe(4)
  expect(requests).toEqual(asked)
  expect(errors).toEqual([])
})

/** The tab is hidden and shown again, loses and gets the focus, and the network says that it went and came. */
const turnAway = (page: Page) =>
  page.evaluate(() => {
    const become = (state: DocumentVisibilityState) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }
    become('hidden')
    for (const type of ['blur', 'offline', 'online', 'focus', 'pageshow']) window.dispatchEvent(new Event(type))
    become('visible')
    window.dispatchEvent(new Event('focus'))
  })
