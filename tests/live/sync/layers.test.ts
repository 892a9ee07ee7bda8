import { QueryObserver } from '@tanstack/react-query'
import { liveQuery } from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { numbers, type Numbers } from '../../support/numbersStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A page that shows [1], live at offset 1. */
async function openPage() {
  const page = scriptPage([numbers])
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 1, recovered: null, events: [] }))
  const seen: (Numbers | undefined)[] = []
  const observer = new QueryObserver(page.client, liveQuery(numbers, 'a'))
  observer.subscribe(({ data }) => seen.push(data))
  await page.settle()
  page.snapshot({ owner: 'u', epoch: 'e', items: [1] }, 1)
  await page.settle()
  const event = (number: number) =>
    page.say({ type: 'appended', topic: 'numbers:a', epoch: 'e', offset: number, data: { number } })
  return { ...page, seen, event, shown: () => observer.getCurrentResult().data, observer }
}

it('shows a command at once, and puts its event in the layer’s place without a moment between', async () => {
  const page = await openPage()
  const { id } = page.live.send('append', { topic: 'a' })
  await page.settle(300)
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1], pending: 1 })
  const from = page.seen.length
  page.say({ type: 'ack', id, data: { topic: 'numbers:a', epoch: 'e', offset: 2 } })
  await page.settle(300)
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1], pending: 1 })
  page.event(2)
  await page.settle(300)
  expect(page.seen.slice(from).map((data) => [data?.items.length, data?.pending])).toEqual([[2, undefined]])
  page.close()
})

it('takes a refused command away, and keeps the events that came meanwhile', async () => {
  const page = await openPage()
  const { id, acked } = page.live.send('append', { topic: 'a' })
  page.event(2)
  await page.settle(300)
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1, 2], pending: 1 })
  page.say({ type: 'error', id, data: { code: 'forbidden', message: 'Not yours', retryable: false } })
  await expect(acked).rejects.toMatchObject({ code: 'forbidden' })
  await page.settle(300)
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1, 2] })
  page.close()
})

it('stacks concurrent commands, whichever is answered first', async () => {
  const page = await openPage()
  const first = page.live.send('append', { topic: 'a' })
  const second = page.live.send('append', { topic: 'a' })
  await page.settle(300)
  expect(page.shown()?.pending).toBe(2)
  page.say({ type: 'error', id: first.id, data: { code: 'conflict', message: 'No', retryable: false } })
  await page.settle(300)
  expect(page.shown()?.pending).toBe(1)
  page.say({ type: 'ack', id: second.id, data: { topic: 'numbers:a', epoch: 'e', offset: 2 } })
  page.event(2)
  await page.settle(300)
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1, 2] })
  page.close()
})

it('keeps the layer over a refetch that was read before the command, and drops it with one that was read after', async () => {
  const page = await openPage()
  const { id } = page.live.send('append', { topic: 'a' })
  page.say({ type: 'ack', id, data: { topic: 'numbers:a', epoch: 'e', offset: 2 } })
  void page.observer.refetch()
  await page.settle()
  page.snapshot({ owner: 'u', epoch: 'e', items: [1] }, 1)
  await page.settle(300)
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1], pending: 1 })
  void page.observer.refetch()
  await page.settle()
  page.snapshot({ owner: 'u', epoch: 'e', items: [1, 2] }, 2)
  await page.settle(300)
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1, 2] })
  page.close()
})

it('drops the layer at once when the ack says that no event will tell', async () => {
  const page = await openPage()
  const { id } = page.live.send('append', { topic: 'a' })
  await page.settle(300)
  page.say({ type: 'ack', id, data: {} })
  await page.settle(300)
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1] })
  page.close()
})

it('what is written by hand over a layer holds it once, and is healed by the next snapshot', async () => {
  const page = await openPage()
  page.live.send('append', { topic: 'a' })
  await page.settle()
  const { queryKey } = liveQuery(numbers, 'a')
  page.client.setQueryData(queryKey, (data) => data && { ...data, note: 'by hand' })
  page.event(2)
  await page.settle()
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1, 2], pending: 1, note: 'by hand' })
  page.live.send('append', { topic: 'a' })
  await page.settle()
  expect(page.shown()?.pending).toBe(2)
  void page.observer.refetch()
  await page.settle()
  page.snapshot({ owner: 'u', epoch: 'e', items: [1, 2] }, 2)
  await page.settle()
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1, 2], pending: 2 })
  page.close()
})

it('a rollback by hand to what showed a layer does not bring back one that has fallen', async () => {
  const page = await openPage()
  const { id } = page.live.send('append', { topic: 'a' })
  await page.settle()
  const { queryKey } = liveQuery(numbers, 'a')
  const before = page.client.getQueryData(queryKey)
  page.client.setQueryData(queryKey, (data) => data && { ...data, note: 'by hand' })
  page.say({ type: 'error', id, data: { code: 'forbidden', message: 'No', retryable: false } })
  await page.settle()
  page.client.setQueryData(queryKey, before)
  await page.settle()
  expect(page.shown()).toEqual({ owner: 'u', epoch: 'e', items: [1] })
  page.close()
})
