import { UploadProgressBadge, UploadProgressList } from 'pitchey-live'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { fileOf, holdPatches } from '../support/browserUploads.js'
import { mount } from '../support/stage.js'
import { act, button, list, openHost, row, send } from '../support/uploadHost.js'

const COUNT = 400

let release: () => void = () => undefined
beforeEach(async () => {
  await page.viewport(800, 700)
  await openHost()
  release = holdPatches()
})
afterEach(() => release())

const files = (count: number) => Array.from({ length: count }, (_, n) => fileOf(`${n}.mov`))
const found = (selector: string): Element => {
  const element = document.querySelector(selector)
  if (!element) throw new Error(`There is no ${selector}`)
  return element
}
const nodes = () => found('.pl-uploads').querySelectorAll('*').length
const rowsInPage = () => document.querySelectorAll('.pl-upload').length
const isLong = () => document.querySelector('.pl-uploads-scroller')?.getAttribute('data-long')
const focused = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent

test('sixty are all in the page; of a few hundred only those in sight are, and each says which it is of how many', async () => {
  mount(<UploadProgressList position="relative" />)
  send(...files(60))
  await expect.poll(rowsInPage).toBe(60)
  send(...files(COUNT).slice(60))
  await expect.poll(isLong).toBe('true')
  await expect.element(row('0.mov')).toHaveAttribute('aria-setsize', String(COUNT))
  const most: number[] = []
  const scroller = found('.pl-uploads-scroller')
  for (let step = 0; step <= 10; step += 1) {
    scroller.scrollTop = (scroller.scrollHeight * step) / 10
    await expect
      .poll(() => {
        const { top, bottom, left } = scroller.getBoundingClientRect()
        return document.elementFromPoint(left + 100, (top + bottom) / 2)?.closest('.pl-upload') != null
      })
      .toBe(true)
    most.push(nodes())
  }
  await expect.element(row(`${COUNT - 1}.mov`)).toHaveAttribute('aria-posinset', String(COUNT))
  // Twelve each.
  expect(Math.max(...most)).toBeLessThan(600)
})

test('when the row with the focus goes, the next one has it, wherever that is', async () => {
  mount(<UploadProgressList position="relative" />)
  send(...files(COUNT))
  await expect.poll(isLong).toBe('true')
  await expect.element(row('5.mov')).toBeVisible()
  await button('Cancel 5.mov').click()
  await expect.element(row('5.mov')).toHaveFocus()
  // What has the focus stays in the page, wherever it is scrolled to.
  const scroller = found('.pl-uploads-scroller')
  scroller.scrollTop = scroller.scrollHeight
  await expect.element(row(`${COUNT - 1}.mov`)).toBeVisible()
  await expect.element(row('5.mov')).toHaveFocus()
  act.dismiss(act.uploads[5]?.key ?? '')
  await expect.element(row('6.mov')).toHaveFocus()
  await expect.element(row('6.mov')).toHaveAttribute('aria-posinset', '6')
  await expect.element(row('6.mov')).toHaveAttribute('aria-setsize', String(COUNT - 1))
  await expect.poll(rowsInPage).toBeLessThan(60)
  // The last one's goes to the one before.
  scroller.scrollTop = scroller.scrollHeight
  await button(`Cancel ${COUNT - 1}.mov`).click()
  await expect.element(row(`${COUNT - 1}.mov`)).toHaveFocus()
  await button(`Dismiss ${COUNT - 1}.mov`).click()
  await expect.element(row(`${COUNT - 2}.mov`)).toHaveFocus()
})

test('Tab goes through all of them, one after the other, both ways', async () => {
  mount(<UploadProgressList position="relative" />)
  send(...files(COUNT))
  await expect.poll(isLong).toBe('true')
  await expect.element(button('Cancel 0.mov')).toBeVisible()
  button('Cancel 0.mov').element().focus()
  for (let n = 1; n <= 40; n += 1) {
    await userEvent.keyboard('{Tab}')
    expect(focused()).toBe(`Pause ${n}.mov`)
    await userEvent.keyboard('{Tab}')
    expect(focused()).toBe(`Cancel ${n}.mov`)
  }
  for (let n = 40; n > 0; n -= 1) {
    await userEvent.keyboard('{Shift>}{Tab}{Tab}{/Shift}')
    expect(focused()).toBe(`Cancel ${n - 1}.mov`)
  }
})

test('a list that becomes a long one keeps the focus where it is', async () => {
  mount(<UploadProgressList position="relative" />)
  send(...files(60))
  await expect.element(row('59.mov')).toBeVisible()
  row('59.mov').element().focus()
  await expect.element(row('59.mov')).toHaveFocus()
  send(fileOf('60.mov'))
  await expect.poll(isLong).toBe('true')
  await expect.element(row('59.mov')).toHaveFocus()
})

test('a badge opens as many in as few', async () => {
  mount(<UploadProgressBadge locale="en" />)
  send(...files(COUNT))
  await page.getByRole('button', { name: /^400 uploads/ }).click()
  await expect.poll(isLong).toBe('true')
  await expect.element(row('0.mov')).toBeVisible()
  expect(nodes()).toBeLessThan(600)
  await expect.element(list).not.toBeInTheDocument()
})

test.each([500, 1000])('in the corner of a page of %d px nothing scrolls but the list', async (height) => {
  await page.viewport(800, height)
  mount(<UploadProgressList />)
  send(...files(100))
  await expect.poll(isLong).toBe('true')
  await expect.element(row('0.mov')).toBeVisible()
  const [around, scroller] = [found('.pl-shell-body'), found('.pl-uploads-scroller')]
  expect(around.scrollHeight).toBeLessThanOrEqual(around.clientHeight)
  expect(scroller.scrollHeight).toBeGreaterThan(scroller.clientHeight)
  expect(found('.pl-uploads').getBoundingClientRect().top).toBeGreaterThan(0)
})
