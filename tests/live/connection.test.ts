import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  initialConnection,
  step,
  type Connection,
  type ConnectionEvent,
  type Effect,
} from '../../src/live/connection.js'
import { wakeAt } from '../../src/live/deadline.js'

/** Walks the machine by hand: what it was told, what it wants done, on a clock that stands still until moved. */
function walk(random = () => 0.5) {
  let connection: Connection = initialConnection
  let now = 0
  let hidden = false
  const tell = (event: ConnectionEvent): readonly Effect[] => {
    const [next, ...effects] = step(connection, event, { now, random, hidden })
    connection = next
    return effects
  }
  const goLive = () => {
    for (const event of ['start', 'authorized', 'opened', 'welcomed', 'recovered'] as const) tell({ event })
  }
  return {
    tell,
    goLive,
    state: () => connection,
    /** Moves the clock to the next deadline and ticks, as the timer would. */
    pass: () => {
      now = Math.max(now, wakeAt(connection) ?? now)
      return tell({ event: 'tick' })
    },
    later: (ms: number) => void (now += ms),
    hide: (next = true) => void (hidden = next),
    now: () => now,
  }
}

const doing = (effects: readonly Effect[]) => effects.map((effect) => effect.do)

describe('a token that is refused', () => {
  it('is replaced once, and halts with a reason when the fresh one is refused too', () => {
    const { tell, state } = walk()
    for (const event of ['start', 'authorized', 'opened'] as const) tell({ event })
    expect(tell({ event: 'closed', code: 4401 })).toEqual([{ do: 'authorize', reason: 'refused' }])
    tell({ event: 'authorized' })
    tell({ event: 'opened' })
    expect(doing(tell({ event: 'closed', code: 4401 }))).toEqual(['report'])
    expect(state()).toEqual({ state: 'halted', reason: 'unauthorized' })
  })

  it('after having been welcomed has merely expired, however often', () => {
    const { tell, state, goLive, later } = walk()
    goLive()
    for (let times = 0; times < 5; times += 1) {
      later(60_000)
      tell({ event: 'closed', code: 4401 })
      for (const event of ['authorized', 'opened', 'welcomed', 'recovered'] as const) tell({ event })
    }
    expect(state().state).toBe('live')
  })
})

describe('a link that has gone silent', () => {
  it('is asked for a sign of life, and given up within 40 s', () => {
    const { pass, state, goLive, now } = walk()
    goLive()
    expect(doing(pass())).toEqual(['ping'])
    expect(doing(pass())).toEqual(['close', 'authorize'])
    expect(state().state).toBe('authorizing')
    expect(now()).toBeLessThanOrEqual(40_000)
  })

  it('is given up within 5 s once the network is back or the page is looked at', () => {
    const { tell, pass, state, goLive, now } = walk()
    goLive()
    expect(doing(tell({ event: 'woke' }))).toEqual(['ping'])
    pass()
    expect(state().state).toBe('authorizing')
    expect(now()).toBeLessThanOrEqual(5_000)
  })

  it('is fine after any frame', () => {
    const { tell, state, goLive } = walk()
    goLive()
    tell({ event: 'woke' })
    tell({ event: 'heard' })
    expect(state().state).toBe('live')
  })
})

describe('coming back', () => {
  const waitOf = (connection: Connection, now: number) =>
    connection.state === 'waiting' ? connection.retryAt - now : NaN

  it('waits ever longer while connections do not hold, and starts over after 10 s of a good one', () => {
    const { tell, state, now, goLive, later } = walk(() => 1)
    const waits: number[] = []
    goLive()
    for (let times = 0; times < 4; times += 1) {
      tell({ event: 'closed', code: 1006 })
      waits.push(waitOf(state(), now()))
      for (const event of ['woke', 'authorized', 'opened', 'welcomed', 'recovered'] as const) tell({ event })
    }
    expect(waits).toEqual([1_750, 3_250, 6_250, 12_250])
    later(10_000)
    tell({ event: 'closed', code: 1006 })
    expect(waitOf(state(), now())).toBe(1_750)
  })

  it('waits as long as the server asked, plus jitter', () => {
    const { tell, state, now, goLive } = walk(() => 0)
    goLive()
    tell({ event: 'closed', code: 1012, retryAfterMs: 4_000 })
    expect(waitOf(state(), now())).toBe(4_250)
  })

  it.each(['woke', 'start'] as const)('does not wait any longer on %s', (event) => {
    const { tell, state, goLive } = walk()
    goLive()
    tell({ event: 'closed', code: 1006 })
    expect(doing(tell({ event }))).toEqual(['authorize'])
    expect(state().state).toBe('authorizing')
  })

  it('spreads a thousand clients: no tenth of a second sees more than a tenth of them', () => {
    let seed = 7
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
    const bins = new Map<number, number>()
    for (let client = 0; client < 1_000; client += 1) {
      const { tell, state, goLive } = walk(random)
      goLive()
      tell({ event: 'closed', code: 1012, retryAfterMs: 1_000 })
      const bin = Math.floor(waitOf(state(), 0) / 100)
      bins.set(bin, (bins.get(bin) ?? 0) + 1)
    }
    expect(Math.max(...bins.values())).toBeLessThanOrEqual(100)
  })

  it('stops for good where trying again cannot help', () => {
    const { tell, state, goLive } = walk()
    goLive()
    tell({ event: 'closed', code: 4403 })
    expect(state()).toEqual({ state: 'halted', reason: 'forbidden' })
    expect(doing(tell({ event: 'woke' }))).toEqual([])
    expect(doing(tell({ event: 'start' }))).toEqual(['authorize'])
  })
})

it('never dials unasked, and always has a next step while it is wanted', () => {
  const event: fc.Arbitrary<ConnectionEvent> = fc.oneof(
    fc
      .constantFrom(
        ...(['start', 'stop', 'identity', 'authorized', 'signedOut', 'authorizingFailed'] as const),
        ...(['opened', 'welcomed', 'heard', 'woke', 'tick', 'tick'] as const),
      )
      .map((name) => ({ event: name })),
    fc.record({
      event: fc.constant('closed' as const),
      code: fc.constantFrom(1000, 1001, 1006, 1008, 1012, 1013, 4401, 4403, 4409, 4410, 4429, 4600),
    }),
  )
  const told = fc.array(fc.tuple(event, fc.constantFrom(0, 1_000, 30_000)), { maxLength: 40 })
  const property = fc.property(told, (events) => {
    const { tell, state, later, now } = walk()
    for (const [one, ms] of events) {
      later(ms)
      const before = state()
      const effects = doing(tell(one))
      const isUsedAgain = one.event === 'woke' && before.state === 'halted' && before.reason === 'too_many_connections'
      const asleep = (before.state === 'halted' && !isUsedAgain) || (before.state === 'idle' && !before.wanted)
      if (asleep && one.event !== 'start' && one.event !== 'identity') expect(effects).not.toContain('authorize')
      if (effects.includes('open')) expect(before.state).toBe('authorizing')
      const { state: name } = state()
      if (name === 'idle' || name === 'halted') expect(wakeAt(state())).toBeNull()
      else expect(wakeAt(state()) ?? 0).toBeLessThanOrEqual(now() + 120_000)
    }
  })
  fc.assert(property, { numRuns: 2_000 })
})
