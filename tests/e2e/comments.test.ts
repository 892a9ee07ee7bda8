import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { screenOf, type Screen } from '../support/screen.js'

/** The longest wait between two tries, and then some. */
const RECONNECT = { timeout: 40_000 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

/** Ana and Ben, each in a browser of their own, on the page of this pitch. */
async function onPitch(id: number) {
  const visits = []
  for (const name of ['ana', 'ben']) visits.push(await (await demo.arrive()).open(`/app?as=${name}&pitch=${id}`))
  const [anas, bens] = visits
  if (!anas || !bens) throw new Error('Two came')
  const [ana, ben] = [screenOf(anas.page), screenOf(bens.page)]
  for (const { connection } of [ana, ben])
    await expect.poll(() => connection.textContent(), RECONNECT).toBe('Connected')
  return { anas, bens, ana, ben }
}

/** With the keyboard alone. */
async function say({ commentField }: Screen, text: string) {
  await commentField.focus()
  await commentField.pressSequentially(text)
  await commentField.press('Enter')
}

it('two people comment: each sees the other’s at once, the newest first, and a reload keeps them', async () => {
  const { anas, bens, ana, ben } = await onPitch(1)
  await say(ana, 'Who is the keeper?')
  await expect.poll(() => ben.comments()).toEqual(['Who is the keeper?'])
  await say(ben, '  Her father. ')
  const both = ['Her father.', 'Who is the keeper?']
  for (const one of [ana, ben]) await expect.poll(() => one.comments()).toEqual(both)
  expect(await ben.commentField.inputValue()).toBe('')
  await anas.page.getByRole('status').filter({ hasText: 'Ben says: Her father.' }).waitFor()
  expect(await bens.page.getByText('Ben says').count()).toBe(0)

  await anas.page.reload()
  await expect.poll(() => ana.comments()).toEqual(both)
  expect([bens.loads(), ...anas.errors, ...bens.errors]).toEqual([1])
})

it('comments while the sockets are off go over REST, once, and in order', async () => {
  const { ana, ben } = await onPitch(2)
  const { page } = await (await demo.arrive()).open('/')
  await page.getByText('The server’s sockets are on.').waitFor()
  await say(ana, 'Before')
  await expect.poll(() => ben.comments()).toEqual(['Before'])

  await page.getByRole('button', { name: 'Pull the plug' }).click()
  await page.getByText('The server’s sockets are off.').waitFor()
  for (const { connection } of [ana, ben]) await expect.poll(() => connection.textContent(), RECONNECT).toBe('Polling')
  await say(ben, 'Meanwhile')
  await say(ben, 'And then')
  const all = ['And then', 'Meanwhile', 'Before']
  for (const one of [ana, ben]) await expect.poll(() => one.comments(), RECONNECT).toEqual(all)
  await page.getByRole('button', { name: 'Plug it back in' }).click()
  for (const { connection } of [ana, ben])
    await expect.poll(() => connection.textContent(), RECONNECT).toBe('Connected')
  for (const one of [ana, ben]) await expect.poll(() => one.comments()).toEqual(all)
  const items = all.map((text) => expect.objectContaining({ text }))
  expect(await demo.snapshot('ana', 'comments:2')).toEqual({ items })
})

it('a comment that is refused says why, and its text comes back', async () => {
  const { bens, ben } = await onPitch(3)
  await say(ben, 'Again?')
  await expect.poll(() => ben.comments()).toEqual(['Again?'])
  await say(ben, 'Again?')
  const alert = bens.page.getByRole('main').getByRole('alert')
  await expect.poll(() => alert.textContent()).toBe('“Again?” was not sent: You have just said so')
  expect(await ben.commentField.inputValue()).toBe('Again?')
  await expect.poll(() => ben.comments()).toEqual(['Again?'])
  await ben.commentField.fill('Something else')
  await ben.commentField.press('Enter')
  await expect.poll(() => ben.comments()).toEqual(['Something else', 'Again?'])
  expect(await alert.count()).toBe(0)
})
