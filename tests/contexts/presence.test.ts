import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  IDLE_MS,
  initialSelf,
  step,
  wakeAt,
  type Choice,
  type Self,
  type SelfEvent,
} from '../../src/contexts/presence/self.js'
import { createPresenceWorld } from '../support/presenceWorld.js'

const MINUTE_MS = 60_000

/** A tab that has been connected for a while. */
function setUp() {
  const world = createPresenceWorld()
  const browser = world.openBrowser()
  const tab = browser.openTab()
  tab.connect()
  world.advance(10_000)
  return { world, browser, tab }
}

test('a page in which nothing is done for five minutes is idle, and its user away, until the first sign', () => {
  const { world, tab } = setUp()
  world.advance(5 * MINUTE_MS - 10_001)
  expect(tab.view().idle).toBe(false)
  world.advance(1)
  expect(tab.said).toEqual([{ idle: true }])
  world.advance(60 * MINUTE_MS)
  expect(world.told).toEqual(['online', 'away'])
  tab.act()
  world.advance(1_000)
  expect(tab.said).toEqual([{ idle: true }, { idle: false }])
  expect(world.told).toEqual(['online', 'away', 'online'])
})

test('every sign puts idleness off', () => {
  const { world, tab } = setUp()
  for (let minute = 0; minute < 60; minute += 4) {
    world.advance(4 * MINUTE_MS)
    tab.act()
  }
  expect(tab.said).toEqual([])
})

test('what is done in one tab is done in the others, too; another device is another matter', () => {
  const { world, browser, tab } = setUp()
  const other = browser.openTab()
  const phone = world.openBrowser().openTab()
  other.connect()
  phone.connect()
  for (let minute = 0; minute < 20; minute += 1) {
    world.advance(MINUTE_MS)
    tab.act()
  }
  expect(other.view().idle).toBe(false)
  expect(phone.view().idle).toBe(true)
  expect(world.shown()).toBe('online')
})

test('idleness does not touch a choice, and is seen once the choice is online again', () => {
  const { world, tab } = setUp()
  tab.choose({ status: 'dnd', activity: 'Writing' })
  world.advance(6 * MINUTE_MS)
  expect(world.shown()).toBe('dnd')
  expect(tab.view()).toEqual({ choice: { status: 'dnd', activity: 'Writing' }, idle: true })
})

test('a choice is said again after a reconnect, also when everybody was gone', () => {
  const { world, tab } = setUp()
  tab.choose({ status: 'dnd' })
  world.advance(10_000)
  tab.cut()
  world.advance(MINUTE_MS)
  expect(world.shown()).toBe('offline')
  tab.connect()
  world.advance(10_000)
  expect(world.told).toEqual(['online', 'dnd', 'offline', 'dnd'])
  expect(tab.view().choice).toEqual({ status: 'dnd' })
})

test('a choice made without a connection is made when there is one, over whatever stood', () => {
  const { world, browser, tab } = setUp()
  const other = browser.openTab()
  other.connect()
  other.choose({ status: 'away' })
  world.advance(10_000)
  tab.cut()
  world.advance(10_000)
  tab.choose({ status: 'dnd' })
  world.advance(10_000)
  tab.connect()
  world.advance(10_000)
  expect(world.shown()).toBe('dnd')
})

test.each(['tab', 'device'])(
  'what another %s chose meanwhile is adopted: the older choice is not said again',
  (where) => {
    const { world, browser, tab } = setUp()
    const other = where === 'tab' ? browser.openTab() : world.openBrowser().openTab()
    other.connect()
    world.advance(10_000)
    tab.choose({ status: 'dnd' })
    world.advance(10_000)
    expect(other.view().choice).toEqual({ status: 'dnd' })
    tab.cut()
    other.choose({ status: 'online' })
    world.advance(20_000)
    tab.connect()
    world.advance(20_000)
    expect(world.shown()).toBe('online')
    expect(tab.view().choice).toEqual({ status: 'online' })
    // Nor when the server has forgotten all of it.
    tab.cut()
    other.cut()
    world.advance(MINUTE_MS)
    tab.connect()
    world.advance(20_000)
    expect(world.told.slice(-2)).toEqual(['offline', 'online'])
  },
)

test('who hides stays hidden through a reload of the page, and is not seen for a moment', () => {
  const { world, browser, tab } = setUp()
  tab.choose({ status: 'offline' })
  world.advance(10_000)
  const memory = tab.memory()
  tab.close()
  world.advance(2_000)
  const again = browser.openTab(memory)
  again.connect()
  world.advance(MINUTE_MS)
  expect(world.told).toEqual(['online', 'offline'])
  expect(again.view().choice).toEqual({ status: 'offline' })
})

test('a page that is opened anew after all were closed is not hidden, though its user was', () => {
  const { world, tab, browser } = setUp()
  tab.choose({ status: 'offline' })
  world.advance(10_000)
  tab.close()
  world.advance(MINUTE_MS)
  const next = browser.openTab()
  next.connect()
  world.advance(MINUTE_MS)
  expect(world.shown()).toBe('online')
  expect(next.view().choice).toBeNull()
})

/** A time so long after the world began. */
const after = (ms: number) => new Date(Date.parse('2026-05-01T12:00:00.000Z') + ms).toISOString()

test('a choice with an end is over then, in all tabs and for everybody, and is not said again', () => {
  const { world, browser, tab } = setUp()
  const phone = world.openBrowser().openTab()
  phone.connect()
  world.advance(10_000)
  const choice = { status: 'dnd', activity: 'Writing', until: after(4 * MINUTE_MS) } as const
  tab.choose(choice)
  world.advance(10_000)
  expect(phone.view().choice).toEqual(choice)
  world.advance(4 * MINUTE_MS)
  for (const one of [tab, phone]) {
    one.act()
    expect(one.view().choice?.status ?? 'online').toBe('online')
  }
  expect(world.told).toEqual(['online', 'dnd', 'online'])
  tab.cut()
  phone.cut()
  world.advance(MINUTE_MS)
  // A page that is opened anew has not kept it either.
  const again = browser.openTab(tab.memory())
  tab.connect()
  again.connect()
  world.advance(20_000)
  expect(world.told).toEqual(['online', 'dnd', 'online', 'offline', 'online'])
})

test('a closed laptop does not bring back what was over meanwhile', () => {
  const { world, tab } = setUp()
  tab.choose({ status: 'dnd', until: after(4 * MINUTE_MS) })
  world.advance(10_000)
  tab.cut()
  world.advance(60 * MINUTE_MS)
  tab.connect()
  world.advance(20_000)
  tab.act()
  world.advance(1_000)
  expect(world.told.filter((status) => status === 'dnd')).toHaveLength(1)
  expect(world.shown()).toBe('online')
})

test('what was remembered is nothing any more when it is over, and is not said', () => {
  const remembered = { status: 'dnd', until: new Date(60_000).toISOString() } as const
  const begin = (now: number) => step(initialSelf(now), { event: 'user', userId: 1, remembered }, now)
  expect(begin(59_999)).toMatchObject([{ choice: remembered }, { statement: { ...remembered, again: true } }])
  expect(begin(60_000)).toEqual([{ ...initialSelf(60_000), userId: 1 }])
})

test('a clock that runs ahead ends a choice here, and waits until the server does', () => {
  const user = { userId: 1, username: 'Ana', lastSeen: '' } as const
  const until = new Date(60_000).toISOString()
  let [self] = step(initialSelf(0), { event: 'user', userId: 1, remembered: { status: 'dnd', until } }, 0)
  ;[self] = step(self, { event: 'shown', shown: { ...user, status: 'dnd', until } }, 1_000)
  expect(wakeAt(self)).toBe(60_000)
  const [over, ...effects] = step(self, { event: 'tick' }, 60_000)
  expect(over.choice).toBeNull()
  expect(effects).toEqual([
    { do: 'say', statement: { idle: false } },
    { do: 'remember', userId: 1, choice: null },
  ])
  // The server still shows it: that is no choice of another device.
  const [later, ...more] = step(over, { event: 'tick' }, 63_001)
  expect([later.choice, more]).toEqual([null, []])
})

test('what another user of the same tab chose is nothing to this one', () => {
  const world = createPresenceWorld()
  const tab = world.openBrowser().openTab(JSON.stringify({ userId: 2, choice: { status: 'offline' } }))
  tab.connect()
  world.advance(10_000)
  expect(world.shown()).toBe('online')
  for (const odd of ['{', '7', 'null', '{"userId":1,"choice":{"status":"king"}}']) {
    const odder = world.openBrowser().openTab(odd)
    odder.connect()
    expect(odder.view().choice).toBeNull()
    odder.close()
  }
})

test('what tabs of another user tell each other is nothing to this one', () => {
  const [self] = step(initialSelf(0), { event: 'user', userId: 1, remembered: null }, 0)
  const [idle] = step(self, { event: 'tick' }, IDLE_MS)
  expect(idle.idle).toBe(true)
  for (const message of [
    { userId: 2, acted: true },
    { userId: 2, choice: { status: 'dnd' }, how: 'chosen' },
  ] as const)
    expect(step(idle, { event: 'heard', message }, IDLE_MS)).toEqual([idle])
})

const CHOICES: readonly Choice[] = [
  { status: 'online' },
  { status: 'away' },
  { status: 'dnd', activity: 'Writing' },
  { status: 'offline' },
  { status: 'away', until: '2026-05-01T12:05:00.000Z' },
  { status: 'dnd', until: '2026-05-01T13:00:00.000Z' },
]

test('whatever two browsers do, once they have been connected for a while all tabs agree with what is shown', () => {
  const doings = fc.array(
    fc.record({
      tab: fc.nat(2),
      does: fc.constantFrom('connect', 'cut', 'choose', 'act', 'wait'),
      choice: fc.constantFrom(...CHOICES),
      ms: fc.constantFrom(0, 100, 1_000, 4_000, 12_000, 301_000),
    }),
    { maxLength: 30, size: 'max' },
  )
  fc.assert(
    fc.property(doings, (all) => {
      const world = createPresenceWorld()
      const browser = world.openBrowser()
      const tabs = [browser.openTab(), browser.openTab(), world.openBrowser().openTab()]
      for (const { tab, does, choice, ms } of all) {
        const one = tabs[tab]
        if (does === 'choose') one?.choose(choice)
        else if (does !== 'wait') one?.[does]()
        world.advance(ms)
      }
      for (const tab of tabs) tab.connect()
      world.advance(90_000)
      for (const tab of tabs) tab.act()
      world.advance(1_000)
      const [first, ...others] = tabs.map((tab) => tab.view().choice?.status ?? 'online')
      for (const other of others) expect(other).toBe(first)
      expect(world.shown()).toBe(first)
    }),
    { numRuns: 300 },
  )
})

const isChosen = (event: SelfEvent): boolean =>
  event.event === 'chose' || (event.event === 'heard' && 'choice' in event.message && event.message.how === 'chosen')

test('what is said is always the whole of it, and idleness is exact', () => {
  type Doing = { readonly event: SelfEvent; readonly after: number }
  const events = fc.constantFrom<SelfEvent>(
    { event: 'acted' },
    { event: 'connected' },
    { event: 'heard', message: { userId: 1, acted: true } },
    { event: 'heard', message: { userId: 1, choice: { status: 'dnd' }, how: 'chosen' } },
    { event: 'heard', message: { userId: 1, choice: { status: 'away' }, how: 'seen' } },
    { event: 'heard', message: { userId: 2, choice: { status: 'offline' }, how: 'chosen' } },
    { event: 'chose', choice: { status: 'away' } },
    { event: 'chose', choice: { status: 'online', activity: 'Reading' } },
    { event: 'shown', shown: undefined },
    { event: 'shown', shown: null },
    { event: 'shown', shown: { userId: 1, username: 'Ana', status: 'away', idle: true, lastSeen: '' } },
    { event: 'shown', shown: { userId: 1, username: 'Ana', status: 'dnd', lastSeen: '' } },
  )
  const doings: fc.Arbitrary<Doing[]> = fc.array(
    fc.record({ event: events, after: fc.constantFrom(0, 1_000, 5_000, 299_999, 300_000) }),
    { maxLength: 40, size: 'max' },
  )
  fc.assert(
    fc.property(doings, (all) => {
      let now = 0
      let self: Self = initialSelf(now)
      let lastSign = 0
      let said: unknown = { idle: false }
      const tell = (event: SelfEvent): void => {
        const before = self
        const [next, ...effects] = step(self, event, now)
        self = next
        for (const effect of effects) {
          if (effect.do === 'tell') expect(effect.message.userId).toBe(1)
          if (effect.do !== 'say') continue
          const { again, ...statement } = effect.statement
          said = statement
          expect(again === true).toBe(!isChosen(event) && self.choice !== null)
        }
        if (before.choice === self.choice && before.idle === self.idle)
          expect(effects.some((one) => one.do === 'say')).toBe(event.event === 'chose')
        expect(said).toEqual({ ...self.choice, idle: self.idle })
      }
      tell({ event: 'user', userId: 1, remembered: null })
      for (const { event, after } of all) {
        const end = now + after
        for (let at = wakeAt(self); at <= end; at = wakeAt(self)) {
          now = at
          tell({ event: 'tick' })
        }
        now = end
        const isSign = event.event === 'acted' || (event.event === 'heard' && 'acted' in event.message)
        if (isSign) lastSign = now
        tell(event)
        expect(self.idle).toBe(now - lastSign >= IDLE_MS)
      }
    }),
    { numRuns: 500 },
  )
})
