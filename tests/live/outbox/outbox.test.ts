import * as fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { MAX_COMMANDS, WINDOW_MS } from '../../../src/protocol/limits.js'
import {
  createWorld,
  most,
  STORED_MS,
  type Sending,
  type Surroundings,
  type Tab,
  type World,
} from '../../support/outboxWorld.js'

const RUNS = Number(process.env['OUTBOX_RUNS'] ?? 2_000)
const DAY = 24 * 60 * 60 * 1000

beforeEach(() => {
  // The real one answers from another thread, whenever that is.
  vi.spyOn(crypto.subtle, 'digest').mockImplementation((_, bytes) =>
    Promise.resolve((bytes as Uint8Array).slice().buffer),
  )
})

type Action =
  | {
      readonly do: 'send'
      readonly tab: number
      readonly topic: string
      readonly refused: boolean
      readonly count: number
    }
  | { readonly do: 'cut' | 'connect' | 'reload' | 'close' | 'open'; readonly tab: number }
  | { readonly do: 'unavailable' | 'mute' | 'limited'; readonly count: number }
  | { readonly do: 'die' | 'rest' }
  | { readonly do: 'signIn'; readonly user: string | null }
  | { readonly do: 'pass'; readonly ms: number }

const tab = fc.nat(1)
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      tab,
      topic: fc.constantFrom('a', 'b', 'c'),
      refused: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      count: fc.oneof(
        { weight: 6, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.integer({ min: 2, max: 60 }) },
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('cut' as const, 'connect' as const, 'connect' as const, 'reload' as const),
      tab,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'open' as const), tab }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('unavailable' as const, 'mute' as const, 'limited' as const),
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('die' as const, 'die' as const, 'rest' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('signIn' as const), user: fc.constantFrom('ana', 'ben', null) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) },
        { weight: 4, arbitrary: fc.integer({ min: 60, max: 15_000 }) },
        { weight: 2, arbitrary: fc.constantFrom(61_000, 3_600_000) },
        { weight: 1, arbitrary: fc.constant(DAY) },
      ),
    }),
  },
)
const surroundings: fc.Arbitrary<Surroundings> = fc.record({
  locks: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  channel: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  store: fc.oneof(
    { weight: 6, arbitrary: fc.constant('works' as const) },
    { weight: 1, arbitrary: fc.constantFrom('refused' as const, 'none' as const) },
  ),
  rest: fc.boolean(),
})

/** Does it to a browser of up to two tabs, in which one person is signed in at a time. */
async function play(world: World, actions: readonly Action[]) {
  let user: string | null = 'ana'
  const tabs: (Tab | null)[] = [world.open(user), null]
  /** Commands of tabs that were gone before the store can have had them, or that had none. */
  const excused = new Set<string>()
  const gone = (tab: Tab) => {
    tab.kill()
    for (const { id, at, tab: by } of world.sendings)
      if (by === tab.tab && world.now() - at < STORED_MS) excused.add(id)
  }
  for (const act of actions) {
    switch (act.do) {
      case 'send':
        for (let n = 0; n < act.count; n += 1) {
          try {
            tabs[act.tab]?.send(act.topic, act.refused)
          } catch (error) {
            expect((error as Error).name).toBe('OutboxFullError')
            expect(tabs[act.tab]?.outbox.status().queued).toBeGreaterThanOrEqual(100)
          }
        }
        break
      case 'cut':
        tabs[act.tab]?.cut()
        break
      case 'connect':
        tabs[act.tab]?.connect()
        break
      case 'reload': {
        const before = tabs[act.tab]
        if (!before) break
        gone(before)
        tabs[act.tab] = world.open(user)
        break
      }
      case 'close': {
        const before = tabs[act.tab]
        if (before) gone(before)
        tabs[act.tab] = null
        break
      }
      case 'open':
        tabs[act.tab] ??= world.open(user)
        break
      case 'unavailable':
      case 'mute':
      case 'limited':
        world.faults[act.do] = act.count
        break
      case 'die':
        world.faults.dieAfterEffect = true
        break
      case 'rest':
        world.faults.restWorks = !world.faults.restWorks
        break
      case 'signIn':
        user = act.user
        for (const tab of tabs) tab?.signIn(user)
        break
      case 'pass':
        await world.advance(act.ms)
        break
      default:
        act satisfies never
    }
  }
  Object.assign(world.faults, { unavailable: 0, mute: 0, limited: 0, dieAfterEffect: false, restWorks: true })
  for (const name of ['ana', 'ben', 'ana', 'ben']) {
    tabs[0] ??= world.open(name)
    for (const tab of tabs) {
      tab?.signIn(name)
      tab?.connect()
    }
    await world.advance(65_000)
    for (let minutes = 0; minutes < 10 && tabs.some((tab) => tab && tab.outbox.status().queued > 0); minutes += 1)
      await world.advance(60_000)
  }
  const open = tabs.flatMap((tab) => tab ?? [])
  expect(open.map(({ outbox }) => outbox.status())).toEqual(open.map(() => ({ queued: 0, rateLimited: false })))
  for (const tab of open) tab.dispose()
  await world.advance(20_000)
  expect(open.map((tab) => tab.timers())).toEqual(open.map(() => 0))
  return excused
}

/** How a command ended, as anybody was told; `cancelled` says only that it was put off. */
const endsOf = ({ outcomes }: World, id: string) => [
  ...new Set(outcomes.filter((one) => one.id === id && one.outcome !== 'cancelled').map(({ outcome }) => outcome)),
]

/** May `late` have been done before `early`? Only when somebody clicked on something of its topic. */
const mayOvertake = (late: Sending, early: Sending, all: readonly Sending[]) =>
  late.topic !== early.topic &&
  all.some(({ n, topic, urgent, user }) => urgent && n >= late.n && topic === late.topic && user === late.user)

it('every command ends once and is done once, in order, within the limits, whatever happens on the way', async () => {
  const property = fc.asyncProperty(
    surroundings,
    fc.array(action, { minLength: 5, maxLength: 40 }),
    async (around, actions) => {
      const world = createWorld(around)
      const excused = await play(world, actions)
      const { sendings, effects, wrong, arrivals, sent, reported, left } = world
      const lost: string[] = []
      const timesDone = (id: string) => effects.filter((other) => other === id).length
      const share = around.locks && around.channel && around.store === 'works'

      expect(wrong.filter((what) => share || what !== 'rate limited')).toEqual([])
      for (const { id } of sendings) {
        const ends = endsOf(world, id)
        expect(timesDone(id), `${id} done`).toBeLessThanOrEqual(1)
        if (ends.includes('acked')) expect(timesDone(id), `${id} was acked`).toBe(1)
        if (ends.includes('forbidden')) expect(timesDone(id), `${id} was refused`).toBe(0)
        if (share) expect(ends.length, `${id} ended as ${ends.join()}`).toBeLessThanOrEqual(1)
        // One whose tab went just when it was answered was told to nobody; but it was done.
        if (around.store === 'works' && !excused.has(id) && ends.length + timesDone(id) === 0) lost.push(id)
      }
      // What expires while somebody else is signed in is reported by its number alone.
      const swept = reported.flatMap(({ message }) => /^(\d+) commands of other users/.exec(message)?.[1] ?? [])
      expect(lost.length, lost.join()).toBeLessThanOrEqual(swept.reduce((sum, count) => sum + Number(count), 0))
      for (const tab of new Set(sendings.map((one) => one.tab))) {
        for (const user of ['ana', 'ben']) {
          const mine = sendings.filter((one) => one.tab === tab && one.user === user && effects.includes(one.id))
          for (const [n, late] of mine.entries())
            for (const early of mine.slice(0, n))
              if (share && effects.indexOf(late.id) < effects.indexOf(early.id) && !mayOvertake(late, early, sendings))
                throw new Error(`${late.id} (${late.topic}) was done before ${early.id} (${early.topic})`)
        }
        const times = sent.filter((one) => one.tab === tab).map(({ at }) => at)
        expect(most(times, WINDOW_MS)).toBeLessThanOrEqual(2 * (MAX_COMMANDS - 10))
      }
      for (const user of ['ana', 'ben']) {
        const times = (by: number | null) =>
          sent.filter((one) => one.user === user && (by === null || one.tab === by)).map(({ at }) => at)
        for (const tab of new Set(sent.map((one) => one.tab)))
          expect(most(times(tab), WINDOW_MS)).toBeLessThanOrEqual(MAX_COMMANDS - 10)
        const arrived = arrivals.filter((one) => one.user === user).map(({ at }) => at)
        if (share) expect(most(arrived, WINDOW_MS)).toBeLessThanOrEqual(MAX_COMMANDS)
      }
      if (around.store === 'works') expect(left()).toEqual([])
    },
  )
  await fc.assert(property, { numRuns: RUNS, endOnFailure: process.env['OUTBOX_SHRINK'] === undefined })
}, 300_000)

describe('tabs that share an outbox', () => {
  const shared: Surroundings = { locks: true, channel: true, store: 'works', rest: false }
  const idsOf = (world: World) => world.sendings.map(({ id }) => id)

  it.each([0, 1, 5, 30])('send no command twice and lose none, connected %i ms apart', async (apart) => {
    const world = createWorld(shared)
    const [one, another, gone] = [world.open('ana'), world.open('ana'), world.open('ana')]
    for (let n = 0; n < 12; n += 1) for (const tab of [one, another, gone]) tab.send(`topic ${n % 3}`)
    await world.advance(100)
    gone.kill()
    one.connect()
    await world.advance(apart)
    another.connect()
    await world.advance(120_000)
    expect(world.sent.map(({ id }) => id).toSorted()).toEqual(idsOf(world).toSorted())
    for (const tab of [one, another]) {
      const told = world.outcomes.filter((outcome) => outcome.tab === tab.tab)
      for (const { id } of world.sendings.filter((sending) => sending.tab === tab.tab))
        expect(told).toContainEqual({ id, tab: tab.tab, outcome: 'acked' })
    }
  })

  it('deliver what one leaves that is closed, also when they have nothing of their own to do', async () => {
    const world = createWorld(shared)
    const [one, gone] = [world.open('ana'), world.open('ana')]
    one.connect()
    await world.advance(1_000)
    gone.send('a')
    await world.advance(100)
    gone.kill()
    await world.advance(60_000)
    expect(world.effects).toEqual(idsOf(world))
  })

  it.each([
    ['first', 0],
    ['second', 1],
  ])('that only take turns leave alone what another has delivered: the %s begins', async (_, first) => {
    const world = createWorld({ ...shared, channel: false })
    const one = world.open('ana')
    for (let n = 0; n < 5; n += 1) one.send('a')
    await world.advance(100)
    // It finds what the first has made, and holds it for its own.
    const another = world.open('ana')
    for (let n = 0; n < 5; n += 1) another.send('b')
    await world.advance(100)
    for (const tab of first === 0 ? [one, another] : [another, one]) tab.connect()
    await world.advance(60_000)
    expect(world.effects.toSorted()).toEqual(idsOf(world).toSorted())
    // Its own tab asks once more what became of it; nobody else has a reason to.
    const again = world.sent.filter(({ id }, n) => world.sent.findIndex((other) => other.id === id) < n)
    const maker = (id: string) => world.sendings.find((sending) => sending.id === id)?.tab
    expect(again.filter(({ id, tab }) => maker(id) !== tab)).toEqual([])
    expect(world.left()).toEqual([])
  })

  it('after a reload send nothing before what was left', async () => {
    const world = createWorld(shared)
    const before = world.open('ana')
    for (let n = 0; n < 3; n += 1) before.send('a')
    await world.advance(100)
    before.kill()
    const after = world.open('ana')
    after.connect()
    after.send('a')
    await world.advance(10_000)
    expect(world.effects).toEqual(idsOf(world))
  })

  it('spend one budget, over reloads too', async () => {
    const world = createWorld(shared)
    for (let visit = 0; visit < 3; visit += 1) {
      const tab = world.open('ana')
      tab.connect()
      await world.advance(100)
      for (let n = 0; n < 60; n += 1) tab.send(`topic ${n}`)
      await world.advance(5_000)
      tab.kill()
    }
    expect(world.wrong).toEqual([])
    expect(
      most(
        world.arrivals.map(({ at }) => at),
        WINDOW_MS,
      ),
    ).toBeLessThanOrEqual(110)
    expect(world.sent.length).toBeGreaterThan(100)
  })
})
