/** The invariants of the sync, over random interleavings of everything that can happen to it. `SYNC_RUNS` for more of them. */
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { userDigest } from '../../../src/live/records/userDigest.js'
import { memoryStore } from '../../support/memoryStore.js'
import { openPage, type Browser, type SimulatedPage } from '../../support/simulatedPage.js'
import { simulateServer, type SimulatedServer } from '../../support/simulatedServer.js'

const TOPICS = ['a', 'b'] as const
const RUNS = Number(process.env['SYNC_RUNS'] ?? 2_000)

const OF_QUERY = ['invalidate', 'cancel', 'remove', 'write', 'rollBack'] as const
const OF_CACHE = ['observe', 'leave', 'refetch'] as const
const OF_LOG = ['newEpoch', 'trim'] as const
const FATES = ['lose', 'repeat', 'refuse', 'cut'] as const

type Step =
  | { readonly do: 'publish'; readonly topic: string; readonly times: number }
  | { readonly do: (typeof OF_QUERY)[number] | (typeof OF_LOG)[number] | 'command'; readonly topic: string }
  | { readonly do: (typeof OF_CACHE)[number]; readonly topic: string; readonly cache: number }
  | { readonly do: (typeof FATES)[number] | 'down' | 'up' | 'reload' }
  | { readonly do: 'signIn'; readonly user: string | null }
  | { readonly do: 'lag'; readonly events: number }
  | { readonly do: 'wait'; readonly ms: number }

const topic = fc.constantFrom(...TOPICS)
const cache = fc.constantFrom(0, 0, 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('command' as const), topic }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('publish' as const), topic, times: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 4, 6, 11, 20, 40, 300, 6_000) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom(...OF_CACHE, 'observe' as const), topic, cache }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom(...OF_QUERY), topic }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom(...OF_LOG), topic }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom(...FATES) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('down' as const, 'up' as const, 'reload' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('signIn' as const), user: fc.constantFrom('u', 'v', null) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lag' as const), events: fc.integer({ min: 1, max: 5 }) }) },
)

beforeEach(async () => {
  // Digests take real time, of which a run that can be repeated has none.
  await Promise.all(['u', 'v'].map(userDigest))
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function perform(action: Step, page: SimulatedPage, server: SimulatedServer): Promise<void> {
  switch (action.do) {
    case 'publish':
      for (let i = 0; i < action.times; i += 1) server.publish(`numbers:${action.topic}`)
      return
    case 'observe':
    case 'leave':
    case 'refetch':
      return page[action.do](action.topic, action.cache)
    case 'command':
    case 'invalidate':
    case 'cancel':
    case 'remove':
    case 'write':
    case 'rollBack':
      return page[action.do](action.topic)
    case 'newEpoch':
    case 'trim':
      return server[action.do](`numbers:${action.topic}`)
    case 'refuse':
      return server.refuseNextCommand()
    case 'lose':
      return server.loseNextEvent()
    case 'repeat':
      return server.repeatNextEvent()
    case 'cut':
      return server.cut()
    case 'down':
      return server.setReachable(false)
    case 'up':
      return server.setReachable(true)
    case 'lag':
      return server.lagNextSnapshot(action.events)
    case 'signIn':
      server.signIn(action.user)
      await vi.advanceTimersByTimeAsync(0)
      return page.checkOwner()
    case 'wait':
      await vi.advanceTimersByTimeAsync(action.ms)
      return
    case 'reload':
      return // by whoever holds the page
    default:
      return action satisfies never
  }
}

/** The faults have stopped, and there was time: everything is as the server has it, and nothing goes on. */
async function expectQuiet(page: SimulatedPage, { server, outcomes }: Browser, steps: readonly Step[]): Promise<void> {
  const has = (...what: Step['do'][]) => steps.some((action) => what.includes(action.do))
  expect(page.live.getStatus().connection.state).toBe('connected')
  expect(server.liveSockets()).toBe(1)
  for (const name of TOPICS) {
    for (const cache of [0, 1]) expect(page.shown(name, cache)).toEqual(server.truth(`numbers:${name}`))
    // Who cancels a refetch keeps what asked for it.
    if (!has('cancel')) expect(page.isInvalidated(name)).toBe(false)
  }
  expect(outcomes).not.toContain('waiting')
  const acked = outcomes.filter((outcome) => outcome === 'acked').length
  // Whose page or user went away was not told of every ack.
  if (has('reload', 'signIn')) expect(server.commands()).toBeGreaterThanOrEqual(acked)
  else expect(server.commands()).toBe(acked)

  const requests = server.snapshotRequests()
  await vi.advanceTimersByTimeAsync(300_000)
  expect(server.snapshotRequests() - requests, 'requests while live').toBe(0)
  expect(server.subscriptions()).toEqual(['numbers:a', 'numbers:b'])
  page.leave('b', 0)
  page.leave('b', 1)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.subscriptions(), 'subscribed = observed').toEqual(['numbers:a'])
}

it('shows only prefixes of the log, never goes back, and equals the server once the faults have stopped', async () => {
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 60 }),
    fc.array(fc.constantFrom(1, 5, 9, 30, 200), { minLength: 8, maxLength: 8 }),
    fc.constantFrom(0, 0, 16, 250),
    async (steps, latencies, frameMs) => {
      let turn = 0
      let ids = 0
      const latency = () => latencies[(turn += 1) % latencies.length] ?? 5
      const browser: Browser = {
        server: simulateServer(latency),
        random: () => 0.5,
        newId: () => `id${(ids += 1)}`,
        frameMs,
        store: memoryStore(latency),
        outcomes: [],
        violations: [],
      }
      const { server } = browser
      let page = openPage(browser)
      try {
        page.observe('a')
        for (const action of steps) {
          await perform(action, page, server)
          page.checkInvalidated()
          if (action.do !== 'reload') continue
          const observed = page.close()
          page = openPage(browser)
          for (const [cache, name] of observed) page.observe(name ?? '', Number(cache))
        }
        server.heal()
        if (server.user() === null) server.signIn('u')
        await vi.advanceTimersByTimeAsync(0)
        page.checkOwner()
        for (const name of TOPICS) for (const cache of [0, 1]) page.observe(name, cache)
        // One more event, so that a hole left by a lost last one is noticed; then quiet.
        await vi.advanceTimersByTimeAsync(130_000)
        for (const name of TOPICS) server.publish(`numbers:${name}`)
        await vi.advanceTimersByTimeAsync(130_000)
        // What was written by hand stands until the next snapshot.
        if (steps.some((action) => action.do === 'write')) for (const name of TOPICS) page.refetch(name)
        await vi.advanceTimersByTimeAsync(10_000)

        expect(browser.violations).toEqual([])
        await expectQuiet(page, browser, steps)
      } finally {
        page.close()
      }
      await vi.advanceTimersByTimeAsync(60_000)
      expect(server.liveSockets()).toBe(0)
      expect(vi.getTimerCount(), 'timers after dispose').toBe(0)
    },
  )
  await fc.assert(property, { numRuns: RUNS, endOnFailure: false })
}, 600_000)
