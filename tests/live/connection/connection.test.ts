import { describe, expect, it } from 'vitest'
import {
  initialConnection,
  step,
  type Connection,
  type ConnectionEvent,
  type Effect,
} from '../../../src/live/connection/connection.js'
import { wakeAt } from '../../../src/live/connection/deadline.js'
import { dice } from '../../support/dice.js'

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

  it('is not asked for again and again by a server that welcomes it and then refuses it', () => {
    const { tell, state, goLive, pass } = walk()
    goLive()
    expect(doing(tell({ event: 'closed', code: 4401 }))).toEqual([]) // it waits a little: the two would spin
    expect(pass()).toEqual([{ do: 'authorize', reason: 'refused' }])
    for (const event of ['authorized', 'opened', 'welcomed', 'recovered'] as const) tell({ event })
    tell({ event: 'closed', code: 4401 })
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
    expect(waits).toEqual([2_250, 4_250, 8_250, 16_250])
    later(10_000)
    tell({ event: 'closed', code: 1006 })
    expect(waitOf(state(), now())).toBe(2_250)
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

  it('spreads a thousand clients over the way back: no tenth of a second sees more than a tenth of them', () => {
    const { random } = dice(7)
    const dials = new Map<number, number>()
    // The server is away for 5 s: everybody is refused until then, at once.
    for (let client = 0; client < 1_000; client += 1) {
      const { tell, pass, state, goLive, now } = walk(random)
      goLive()
      tell({ event: 'closed', code: 1006 })
      while (state().state === 'waiting') {
        pass()
        const bin = Math.floor(now() / 100)
        dials.set(bin, (dials.get(bin) ?? 0) + 1)
        tell({ event: 'authorized' })
        if (now() < 5_000) tell({ event: 'closed', code: 1006 })
      }
    }
    expect([...dials.values()].reduce((a, b) => a + b)).toBeGreaterThan(2_000)
    expect(Math.max(...dials.values())).toBeLessThanOrEqual(100)
  })

  it('spreads those whom the server told when to come back, too', () => {
    const { random } = dice(8)
    const dials = new Map<number, number>()
    for (let client = 0; client < 1_000; client += 1) {
      const { tell, state, goLive } = walk(random)
      goLive()
      tell({ event: 'closed', code: 1012, retryAfterMs: 1_000 })
      const bin = Math.floor(waitOf(state(), 0) / 100)
      dials.set(bin, (dials.get(bin) ?? 0) + 1)
    }
    expect(Math.min(...dials.keys())).toBeGreaterThanOrEqual(10)
    expect(Math.max(...dials.values())).toBeLessThanOrEqual(100)
  })

  it.each(['woke', 'start', 'identity'] as const)('waits as long as the server asked, whatever %s says', (event) => {
    const { tell, state, goLive, later } = walk()
    goLive()
    tell({ event: 'closed', code: 1013, retryAfterMs: 30_000 })
    later(29_000)
    expect(doing(tell({ event }))).toEqual([])
    expect(state().state).toBe('waiting')
    later(1_000)
    expect(doing(tell({ event }))).toContain('authorize')
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

describe('catching up', () => {
  const UP = ['start', 'authorized', 'opened', 'welcomed'] as const

  it('ends when everything is answered, or when nothing has been for 15 s', () => {
    const { tell, state, later, pass, now } = walk()
    for (const event of UP) tell({ event })
    expect(state().state).toBe('recovering')
    later(14_000)
    tell({ event: 'progressed' })
    pass()
    expect([state().state, now()]).toEqual(['live', 29_000])
  })

  it('goes on after a doubt, where it was', () => {
    const { tell, state } = walk()
    for (const event of [...UP, 'woke', 'heard'] as const) tell({ event })
    expect(state()).toMatchObject({ state: 'recovering', deadline: 15_000 })
  })

  it('is over when the rest is answered while there is a doubt', () => {
    const { tell, state } = walk()
    for (const event of [...UP, 'woke', 'recovered', 'heard'] as const) tell({ event })
    expect(state().state).toBe('live')
  })

  it('is not the end of trouble: tries that get no further wait ever longer', () => {
    const { tell, state, later } = walk(() => 1)
    for (const event of UP) tell({ event })
    later(12_000)
    tell({ event: 'closed', code: 1006 })
    for (const event of ['woke', 'authorized', 'opened', 'welcomed'] as const) tell({ event })
    later(12_000)
    tell({ event: 'closed', code: 1006 })
    expect(state()).toMatchObject({ state: 'waiting', attempt: 2 })
  })

  it('does not hide that nobody is there for longer than 40 s', () => {
    const { tell, state, pass, now } = walk()
    for (const event of UP) tell({ event })
    while (state().state !== 'authorizing') pass()
    expect(now()).toBeLessThanOrEqual(40_000)
  })
})

describe('a page that is put away', () => {
  it('lets go of its socket at once, and dials when it runs again, not before', () => {
    const { tell, state, goLive, later } = walk()
    goLive()
    expect(doing(tell({ event: 'froze' }))).toEqual(['close'])
    later(86_400_000)
    for (const event of ['tick', 'woke', 'start', 'identity'] as const) expect(tell({ event })).toEqual([])
    expect(doing(tell({ event: 'thawed' }))).toEqual(['authorize'])
    expect(state().state).toBe('authorizing')
  })

  it('is then what it was: unwanted, halted, or asked to wait', () => {
    const unwanted = walk()
    for (const event of ['froze', 'thawed'] as const) unwanted.tell({ event })
    expect(unwanted.state()).toEqual({ state: 'idle', wanted: false })

    const halted = walk()
    halted.goLive()
    halted.tell({ event: 'closed', code: 4403 })
    for (const event of ['froze', 'thawed'] as const) halted.tell({ event })
    expect(halted.state()).toEqual({ state: 'halted', reason: 'forbidden' })

    const asked = walk()
    asked.goLive()
    asked.tell({ event: 'closed', code: 4429, retryAfterMs: 20_000 })
    for (const event of ['froze', 'thawed'] as const) asked.tell({ event })
    asked.pass()
    expect(asked.now()).toBeGreaterThanOrEqual(20_000)
  })

  it('that was halted because others are used dials when it is used again', () => {
    const { tell, goLive } = walk()
    goLive()
    tell({ event: 'closed', code: 4409 })
    tell({ event: 'froze' })
    expect(doing(tell({ event: 'thawed' }))).toEqual(['authorize'])
  })

  it('and runs again unseen is in no hurry', () => {
    const { tell, state, goLive, hide } = walk()
    goLive()
    hide()
    for (const event of ['froze', 'thawed'] as const) tell({ event })
    expect(state().state).toBe('waiting')
  })
})

describe('a hidden page', () => {
  it.each([0, 0.5, 0.999])('dials every 30 s to 5 min and no more often (luck %d)', (luck) => {
    const { tell, state, goLive, hide, pass, now } = walk(() => luck)
    goLive()
    hide()
    tell({ event: 'hid' })
    tell({ event: 'closed', code: 1006 })
    for (let times = 0; times < 20; times += 1) {
      const from = now()
      pass()
      expect(state().state).toBe('authorizing')
      expect(now() - from).toBeGreaterThanOrEqual(30_000)
      expect(now() - from).toBeLessThanOrEqual(300_000)
      tell({ event: 'authorizingFailed' })
    }
    hide(false)
    expect(doing(tell({ event: 'woke' }))).toEqual(['authorize'])
  })

  it('that was about to dial when it was hidden is in no hurry any more', () => {
    const { tell, goLive, hide, pass, now } = walk()
    goLive()
    tell({ event: 'closed', code: 1006 })
    hide()
    tell({ event: 'hid' })
    pass()
    expect(now()).toBeGreaterThanOrEqual(30_000)
  })
})

describe('a clock that jumps ahead', () => {
  const HOURS = 5 * 3_600_000

  it.each(['woke', 'tick'] as const)('is no reason to give up a link that answers (%s)', (event) => {
    const { tell, state, goLive, later } = walk()
    goLive()
    later(HOURS)
    expect(doing(tell({ event }))).toEqual(['ping'])
    tell({ event: 'heard' })
    expect(state().state).toBe('live')
  })

  it('while we wait for a sign of life only makes us ask once more', () => {
    const { tell, state, goLive, later, pass } = walk()
    goLive()
    tell({ event: 'woke' })
    later(HOURS)
    expect(doing(tell({ event: 'tick' }))).toEqual(['ping'])
    expect(state().state).toBe('suspect')
    later(HOURS)
    expect(doing(pass())).toEqual(['close', 'authorize'])
  })

  it('shows a link that is dead to be dead within 5 s', () => {
    const { tell, goLive, later, pass, now } = walk()
    goLive()
    later(HOURS)
    tell({ event: 'woke' })
    pass()
    expect(now() - HOURS).toBeLessThanOrEqual(5_000)
  })
})

it('being told again and again that the page is looked at puts off nothing', () => {
  const { tell, state, goLive, later } = walk()
  goLive()
  for (let times = 0; times < 6; times += 1) {
    tell({ event: 'woke' })
    later(900)
  }
  tell({ event: 'tick' })
  expect(state().state).toBe('authorizing')
})
