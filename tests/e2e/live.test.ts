import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { PITCH, screenOf } from '../support/screen.js'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

it('Ben opens a pitch: on Ana’s screen its count, her metric and her bell move, without a reload', async () => {
  const anas = await (await demo.arrive()).open('/app?as=ana')
  const bens = await (await demo.arrive()).open('/app?as=ben')
  const [ana, ben] = [screenOf(anas.page), screenOf(bens.page)]
  const look = async () => ({
    count: await ana.viewsInList(PITCH[1]),
    metric: await ana.metric('Pitch views'),
    unread: await ana.unread(),
  })
  await expect.poll(() => ana.connection.textContent()).toBe('Connected')
  await expect.poll(look).toMatchObject({ unread: 3 })
  const before = await look()

  await ben.pitchLink(PITCH[1]).click()

  const after = { count: before.count + 1, metric: before.metric + 1, unread: before.unread + 1 }
  await expect.poll(look).toEqual(after)
  await expect.poll(() => ben.viewsOnPage()).toBe(after.count)
  expect(await demo.snapshot('ana', 'pitch:1')).toMatchObject({ viewCount: after.count })
  await bens.page.getByText(`and nothing else: ${after.count}`).waitFor()
  await bens.page.getByText('1 person is watching now').waitFor()
  await ana.pitchLink(PITCH[1]).click()
  await bens.page.getByText('2 people are watching now').waitFor()
  expect([anas.loads(), bens.loads()]).toEqual([1, 1])
  expect([...anas.errors, ...bens.errors]).toEqual([])
})

it('Ana reads a notification in one tab: it is read in her other tab', async () => {
  const profile = await demo.arrive()
  const [one, other] = [await profile.open('/app?as=ana'), await profile.open('/app?as=ana')]
  const [here, there] = [screenOf(one.page), screenOf(other.page)]
  await expect.poll(() => there.unread()).toBeGreaterThan(1)
  const before = await there.unread()

  await here.bell.click()
  await one.page.getByRole('button', { name: 'Welcome to Pitchey', exact: true }).click()

  await expect.poll(() => there.unread()).toBe(before - 1)
  await expect.poll(() => here.unread()).toBe(before - 1)
  await one.page.getByRole('button', { name: 'Mark all as read' }).click()
  await expect.poll(() => there.unread()).toBe(0)
  expect([...one.errors, ...other.errors]).toEqual([])
})

it('a notification leads to its pitch, on the screen of whoever reads it', async () => {
  const { page, loads } = await (await demo.arrive()).open('/app?as=ana')
  const ana = screenOf(page)
  await ana.bell.click()
  await page.getByRole('link', { name: 'Review offer' }).click()
  await page.getByRole('heading', { level: 2, name: PITCH[3] }).waitFor()
  expect(new URL(page.url()).search).toBe('?as=ana&pitch=3')
  await page.goBack()
  await ana.pitchLink(PITCH[3]).waitFor()
  expect(loads()).toBe(1)
})
