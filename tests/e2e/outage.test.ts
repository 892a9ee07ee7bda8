import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { PITCH, screenOf } from '../support/screen.js'

/** The longest wait between two tries, and then some. */
const RECONNECT = { timeout: 40_000 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

it('the server is killed and comes back: what was done meanwhile is done once, and every screen agrees with REST', async () => {
  const anas = await (await demo.arrive()).open('/app?as=ana')
  const bens = await (await demo.arrive()).open('/app?as=ben')
  const [ana, ben] = [screenOf(anas.page), screenOf(bens.page)]
  for (const { connection } of [ana, ben]) await expect.poll(() => connection.textContent()).toBe('Connected')
  await expect.poll(() => ana.unread()).toBe(3)
  const before = { count: await ana.viewsInList(PITCH[2]), metric: await ana.metric('Pitch views') }

  await demo.killServer()
  for (const { connection } of [ana, ben]) await expect.poll(() => connection.textContent()).toBe('Reconnecting')
  await ana.bell.click()
  await anas.page.getByRole('button', { name: 'Welcome to Pitchey', exact: true }).click()
  await ben.pitchLink(PITCH[2]).click()
  for (const { page } of [anas, bens]) await page.getByText('1 of 100 waiting to be sent').waitFor()
  await demo.startServer()

  const views = { viewCount: before.count + 1 }
  for (const { connection } of [ana, ben])
    await expect.poll(() => connection.textContent(), RECONNECT).toBe('Connected')
  // One was read, and one is new: that Ben looked.
  await expect.poll(() => demo.snapshot('ana', 'notifications:me')).toMatchObject({ unreadCount: 3 })
  await expect.poll(() => demo.snapshot('ana', 'pitch:2')).toMatchObject(views)
  await expect.poll(() => demo.snapshot('ana', 'dashboard:me')).toMatchObject({ pitchViews: before.metric + 1 })
  await expect.poll(() => ana.viewsInList(PITCH[2])).toBe(views.viewCount)
  await expect.poll(() => ben.viewsOnPage()).toBe(views.viewCount)
  await expect.poll(() => ana.metric('Pitch views')).toBe(before.metric + 1)
  await expect.poll(() => ana.unread()).toBe(3)
  expect(await anas.page.getByRole('article').filter({ hasText: 'Ben viewed' }).count()).toBe(1)
  expect(await anas.page.getByRole('article', { name: /^Info: Welcome/ }).count()).toBe(1)
  expect([anas.loads(), bens.loads()]).toEqual([1, 1])
})

it('the plug is pulled: both screens go on polling, and what is done meanwhile goes over REST, once', async () => {
  const { page, loads } = await (await demo.arrive()).open('/')
  const [ana, ben] = ['Ana', 'Ben'].map((name) => screenOf(page.frameLocator(`iframe[title^="${name}"]`)))
  if (!ana || !ben) throw new Error('The page has two frames')
  const both = [ana, ben]
  for (const { connection } of both) await expect.poll(() => connection.textContent()).toBe('Connected')
  await page.getByText('The server’s sockets are on.').waitFor()
  const before = await ana.viewsInList(PITCH[3])

  await page.getByRole('button', { name: 'Pull the plug' }).click()
  await page.getByText('The server’s sockets are off.').waitFor()
  for (const { connection } of both) await expect.poll(() => connection.textContent(), RECONNECT).toBe('Polling')
  await ben.pitchLink(PITCH[3]).click()
  await expect.poll(() => demo.snapshot('ben', 'pitch:3'), RECONNECT).toMatchObject({ viewCount: before + 1 })

  await page.getByRole('button', { name: 'Plug it back in' }).click()
  await page.getByText('The server’s sockets are on.').waitFor()
  for (const { connection } of both) await expect.poll(() => connection.textContent(), RECONNECT).toBe('Connected')
  await expect.poll(() => ana.viewsInList(PITCH[3])).toBe(before + 1)
  await expect.poll(() => ben.viewsOnPage()).toBe(before + 1)
  expect(await demo.snapshot('ben', 'pitch:3')).toMatchObject({ viewCount: before + 1 })
  expect(loads()).toBe(1)

  await page.getByRole('button', { name: 'Start over' }).click()
  await page.getByText('Done: views count again.').waitFor()
  await ben.pitchLink(PITCH[3]).click()
  await expect.poll(() => ana.viewsInList(PITCH[3])).toBe(before + 2)
})

it('the server does not answer: the switch says that it does not know', async () => {
  const { page } = await (await demo.arrive()).open('/')
  const plug = page.getByRole('status').first()
  await expect.poll(() => plug.textContent()).toBe('The server’s sockets are on.')
  await demo.killServer()
  await page.getByRole('button', { name: 'Pull the plug' }).click()
  await expect.poll(() => plug.textContent()).toBe('How the sockets are is not known: The server cannot be reached.')
  await demo.startServer()
  await page.getByRole('button', { name: 'Plug it back in' }).click()
  await expect.poll(() => plug.textContent()).toBe('The server’s sockets are on.')
})
