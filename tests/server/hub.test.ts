import { expect, test } from 'vitest'
import type { LoggedEvent } from '../../src/protocol/control.js'
import { PATIENTLY } from '../support/patiently.js'
import { createHub } from '../../src/server/hub.js'

/** A log of `head` events, and a hub that hears of some of them. */
function setUp(head: number) {
  const log = { head }
  const event = (offset: number) => ({ topic: 't:1', type: 'e', data: offset, offset })
  let gaps = 0
  const hub = createHub({
    epoch: 'x',
    readAfter: (_, offset): Promise<readonly LoggedEvent[]> =>
      Promise.resolve(Array.from({ length: log.head - offset }, (_, index) => event(offset + index + 1))),
    onGap: () => (gaps += 1),
    onError: (error) => {
      throw error
    },
  })
  const join = () => {
    const got: unknown[] = []
    const subscription = hub.join('t:1', {
      name: 't:1',
      userId: 2,
      onExpelled: () => got.push('expelled'),
      send: (text) => got.push(Reflect.get(JSON.parse(text), 'offset')),
    })
    return { got, subscription }
  }
  const hear = (...offsets: number[]) => hub.hear(offsets.map(event))
  return { log, hub, join, hear, gaps: () => gaps }
}

test('what comes in between reading and going live is handed out once, in order', () => {
  const { join, hear } = setUp(0)
  const { got, subscription } = join()
  hear(4, 5, 6)
  subscription.live(5)
  hear(7)
  expect(got).toEqual([6, 7])
})

test('a hint that was lost is read from the log before the next is delivered', async () => {
  const { log, join, hear, gaps } = setUp(3)
  const { got, subscription } = join()
  subscription.live(3)
  log.head = 6
  hear(6)
  await expect.poll(() => got, PATIENTLY).toEqual([4, 5, 6])
  expect(gaps()).toBe(1)
  log.head = 7
  hear(7)
  expect(got).toEqual([4, 5, 6, 7])
})

test('a hint lost while one was reading is noticed when going live', async () => {
  const { log, join, hear } = setUp(3)
  const { got, subscription } = join()
  log.head = 6
  hear(6)
  subscription.live(3)
  await expect.poll(() => got, PATIENTLY).toEqual([4, 5, 6])
})

test('hints that are repeated or late are dropped', () => {
  const { join, hear, log } = setUp(2)
  const { got, subscription } = join()
  subscription.live(2)
  log.head = 4
  hear(3, 3, 2, 4, 1, 4)
  expect(got).toEqual([3, 4])
})

test('two subscribers at different places each get what they lack', () => {
  const { join, hear, log } = setUp(2)
  const first = join()
  first.subscription.live(2)
  log.head = 4
  hear(3)
  const second = join()
  hear(4)
  second.subscription.live(3)
  expect(first.got).toEqual([3, 4])
  expect(second.got).toEqual([4])
})

test('a topic that nobody listens to any more is forgotten', () => {
  const { join, hub, hear } = setUp(0)
  const { got, subscription } = join()
  subscription.live(0)
  subscription.leave()
  hear(1)
  expect(got).toEqual([])
  expect(hub.topicCount()).toBe(0)
})
