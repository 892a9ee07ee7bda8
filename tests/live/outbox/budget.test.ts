import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { createBudget, freeAt, spend, unspent, type Urgency } from '../../../src/live/outbox/budget.js'
import type { Clock } from '../../../src/live/clock.js'
import { createStates } from '../../../src/live/outbox/states.js'
import { WINDOW_MS } from '../../../src/protocol/limits.js'
import { createWorld, most } from '../../support/outboxWorld.js'

const stoppedClock = (now: () => number): Clock => ({ now, after: () => () => undefined, frame: () => () => undefined })

function openBudget() {
  let now = 1_000_000
  const spent: number[] = []
  const budget = createBudget({
    clock: stoppedClock(() => now),
    random: () => 0.5,
    onSpend: ([, at]) => spent.push(at),
  })
  const takeAll = (urgency: Urgency) => {
    let taken = 0
    while (taken < 1_000 && budget.take(urgency)) taken += 1
    return taken
  }
  return { budget, spent, takeAll, pass: (ms: number) => void (now += ms), now: () => now }
}

it('lets nobody take more than 110 places in any 60 s, whoever asks for what and when', () => {
  const urgency = fc.constantFrom<Urgency>('interactive', 'draft', 'backlog', 'state')
  const asked = fc.array(
    fc.tuple(urgency, fc.integer({ min: 1, max: 80 }), fc.constantFrom(0, 10, 500, 5_000, 40_000)),
    { maxLength: 40 },
  )
  const property = fc.property(asked, (asks) => {
    const { budget, spent, pass } = openBudget()
    for (const [urgency, times, ms] of asks) {
      for (let n = 0; n < times; n += 1) budget.take(urgency)
      pass(ms)
    }
    expect(most(spent, WINDOW_MS)).toBeLessThanOrEqual(110)
  })
  fc.assert(property, { numRuns: 500 })
})

it('keeps room: for drafts beside a backlog, for clicks beside everything; state gives way first', () => {
  const { takeAll, budget } = openBudget()
  expect(['state', 'backlog', 'draft', 'interactive'].map((urgency) => takeAll(urgency as Urgency))).toEqual([
    60, 20, 20, 10,
  ])
  expect(budget.take('interactive')).toBe(false)
})

it('says when there is room again, and there is', () => {
  const { budget, takeAll, pass, now } = openBudget()
  takeAll('interactive')
  const at = budget.freeAt('interactive')
  pass(at - now() - 1)
  expect(budget.take('interactive')).toBe(false)
  pass(1)
  expect(budget.take('interactive')).toBe(true)
})

it('counts what other tabs sent, once however often it is told', () => {
  const others = Array.from({ length: 100 }, (_, n): [string, number] => [`other ${n}`, 500])
  const spending = spend(spend(unspent, others, 1_000), others, 1_000)
  expect(spending.spent).toHaveLength(100)
  expect(freeAt(spending, 'backlog', 1_000)).toBeGreaterThan(1_000)
  expect(freeAt(spending, 'interactive', 1_000)).toBe(1_000)
})

it('told to slow down it waits as long as it was told, then goes at half the rate for two minutes', () => {
  const { budget, takeAll, pass, now } = openBudget()
  budget.slowDown(7_000)
  expect(budget.freeAt('interactive') - now()).toBe(7_000)
  pass(7_000)
  expect(takeAll('interactive')).toBe(55)
  pass(125_000)
  expect(takeAll('interactive')).toBe(110)
})

it('a minute with 100 queued, a draft every 5 s and typing is never too much, and a click is on its way within 1 s', async () => {
  // The real one answers from another thread, whenever that is.
  vi.spyOn(crypto.subtle, 'digest').mockImplementation((_, bytes) =>
    Promise.resolve((bytes as Uint8Array).slice().buffer),
  )
  const world = createWorld({ locks: true, channel: true, store: 'works', rest: false })
  const tab = world.open('ana')
  await world.advance(100)
  for (let n = 0; n < 100; n += 1) tab.send(`queued ${n % 7}`)
  const typed: number[] = []
  const states = createStates({
    clock: stoppedClock(world.now),
    budget: tab.budget,
    send: () => typed.push(world.now()),
    isLive: () => true,
  })
  const drafts: number[] = []
  tab.connect()
  const clicks: { readonly id: string; readonly at: number }[] = []
  for (let second = 0; second < 120; second += 1) {
    if (second % 5 === 0 && tab.budget.take('draft')) drafts.push(world.now())
    const data = { isTyping: second % 2 === 0 }
    states.set('typing', 'a', { data, again: data, ends: false })
    if (second % 12 === 3) clicks.push({ id: tab.send(`clicked ${second}`)?.id ?? '', at: world.now() })
    await world.advance(1_000)
  }
  const sentAt = (id: string) => world.sent.find((one) => one.id === id)?.at ?? Number.POSITIVE_INFINITY
  for (const { id, at } of clicks) expect(sentAt(id) - at).toBeLessThanOrEqual(1_000)
  expect(drafts).toHaveLength(24)
  expect(typed.length).toBeGreaterThan(0)
  expect(world.wrong).toEqual([])
  const everything = [...world.sent.map(({ at }) => at), ...drafts, ...typed]
  expect(most(everything, WINDOW_MS)).toBeLessThanOrEqual(110)
  await world.advance(60_000)
  expect(tab.outbox.status().queued).toBe(0)
  tab.dispose()
})
