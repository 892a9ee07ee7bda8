import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSender } from '../../src/hooks/typing/sender.js'
import { createTypists } from '../../src/hooks/typing/typists.js'
import type { Environment } from '../../src/live/environment.js'
import { manualClock } from '../support/manualClock.js'

/** A page with two fields, and all it says, with the time at which it did. */
function setUp() {
  const clock = manualClock(0)
  const said: { readonly id: number | string; readonly isTyping: boolean; readonly at: number }[] = []
  let changed: Parameters<Environment['watch']>[0] = () => undefined
  let watching = 0
  const sender = createSender({
    clock,
    say: (id, isTyping) => said.push({ id, isTyping, at: clock.now() }),
    environment: {
      watch: (callback) => {
        changed = callback
        watching += 1
        return () => (watching -= 1)
      },
    },
  })
  const field = {}
  return {
    clock,
    sender,
    said,
    key: () => sender.key(7, field),
    stop: () => sender.stop(7, field),
    told: () => said.map(({ isTyping, at }) => `${isTyping ? 'starts' : 'stops'} at ${at / 1_000}`),
    leave: () => changed('froze'),
    watching: () => watching,
  }
}

test('the first key says so, three seconds without one say that it is over', () => {
  const { clock, key, told } = setUp()
  key()
  clock.advance(1_000)
  key()
  clock.advance(60_000)
  expect(told()).toEqual(['starts at 0', 'starts at 3', 'stops at 4'])
})

test('who types for long says so again every three seconds', () => {
  const { clock, key, told } = setUp()
  for (let count = 0; count < 100; count += 1) {
    key()
    clock.advance(100)
  }
  expect(told()).toEqual(['starts at 0', 'starts at 3', 'starts at 6', 'starts at 9'])
})

test('sending, leaving the field and an empty text end it at once; what never began needs no end', () => {
  const { clock, key, stop, told } = setUp()
  stop()
  key()
  clock.advance(500)
  stop()
  stop()
  clock.advance(60_000)
  expect(told()).toEqual(['starts at 0', 'stops at 0.5'])
})

test('a page that is left says so while it can, and does not listen for that longer than it types', () => {
  const { clock, key, told, leave, watching } = setUp()
  expect(watching()).toBe(0)
  key()
  clock.advance(500)
  expect(watching()).toBe(1)
  leave()
  expect(told()).toEqual(['starts at 0', 'stops at 0.5'])
  expect(watching()).toBe(0)
})

test('one field that is left does not end the typing of another', () => {
  const { clock, sender, key, stop, told } = setUp()
  const other = {}
  key()
  sender.key(7, other)
  stop()
  clock.advance(500)
  expect(told()).toEqual(['starts at 0'])
  sender.stop(7, other)
  expect(told()).toEqual(['starts at 0', 'stops at 0.5'])
})

test('who starts and stops all the time is told of less often, but told of while it lasts', () => {
  const { clock, key, stop, said, told } = setUp()
  for (let count = 0; count < 20; count += 1) {
    key()
    clock.advance(500)
    stop()
    clock.advance(500)
  }
  expect(told().slice(0, 4)).toEqual(['starts at 0', 'stops at 0.5', 'starts at 6', 'stops at 6.5'])
  clock.advance(1_000)
  for (let count = 0; count < 600; count += 1) {
    key()
    clock.advance(100)
  }
  // Readers believe it for six seconds: in the whole minute there is no hole as long as that.
  const starts = said.filter(({ isTyping, at }) => isTyping && at >= 24_000).map(({ at }) => at)
  for (const [n, at] of starts.entries()) expect(at - (starts[n - 1] ?? at)).toBeLessThan(6_000)
  expect(starts.length).toBeGreaterThan(15)
})

test('whatever anybody does, no minute has more than twenty frames, and each beginning has one end at most', () => {
  const doings = fc.array(
    fc.record({
      does: fc.constantFrom('key', 'stop', 'wait'),
      conversation: fc.constantFrom(7, 8, 'deal'),
      ms: fc.constantFrom(0, 20, 100, 900, 2_999, 3_000, 7_000),
    }),
    { maxLength: 300, size: 'max' },
  )
  fc.assert(
    fc.property(doings, (all) => {
      const { clock, sender, said } = setUp()
      const field = {}
      for (const { does, conversation, ms } of all) {
        if (does === 'key') sender.key(conversation, field)
        if (does === 'stop') sender.stop(conversation, field)
        clock.advance(ms)
      }
      for (const [n, { at }] of said.entries()) {
        const minute = said.slice(n).filter((later) => later.at < at + 60_000)
        expect(minute.length).toBeLessThanOrEqual(20)
      }
      clock.advance(60_000)
      const count = said.length
      clock.advance(3_600_000)
      expect(said).toHaveLength(count)
      for (const id of [7, 8, 'deal']) {
        const own = said.filter((one) => one.id === id)
        // Two ends say nothing more than one.
        for (const [n, { isTyping }] of own.entries()) if (!isTyping) expect(own[n - 1]?.isTyping).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
})

const ana = { userId: 1, username: 'Ana' }
const ben = { userId: 2, username: 'Ben' }

test('who is not heard of for six seconds is not believed any more, who is heard of again is', () => {
  const clock = manualClock(0)
  const typists = createTypists(clock)
  const seen: (readonly number[])[] = []
  typists.subscribe(() => seen.push(typists.get().map(({ userId }) => userId)))
  typists.hear([ana, ben], null)
  clock.advance(3_000)
  typists.hear([ana, { ...ben }], null)
  clock.advance(2_999)
  expect(seen).toEqual([[1, 2]])
  clock.advance(1)
  expect(seen).toEqual([[1, 2], [2]])
  clock.advance(3_000)
  expect(seen).toEqual([[1, 2], [2], []])
  expect(typists.get()).toEqual([])
})

test('one is never shown as typing oneself, and everybody else in the same shape', () => {
  const typists = createTypists(manualClock(0))
  typists.hear([ana, ben], 2)
  expect(typists.get()).toEqual([{ userId: 1, username: 'Ana', isTyping: true }])
  const before = typists.get()
  typists.hear([{ ...ana }, ben], 2)
  expect(typists.get()).toBe(before)
})
