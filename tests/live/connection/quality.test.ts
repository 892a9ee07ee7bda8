import { expect, it } from 'vitest'
import { createLatency } from '../../../src/live/connection/latency.js'
import { gradeOf, type Quality } from '../../../src/live/connection/quality.js'

const grades = (...times: readonly number[]) => {
  const seen: Quality[] = []
  for (const ms of times) seen.push(gradeOf(seen.at(-1) ?? 'unknown', ms))
  return seen
}

it('is what the round trip is like', () => {
  expect(grades(40)).toEqual(['good'])
  expect(grades(300)).toEqual(['fair'])
  expect(grades(900)).toEqual(['poor'])
  expect(grades(40, 900, 40)).toEqual(['good', 'poor', 'good'])
})

it('does not flicker on the border', () => {
  expect(grades(190, 210, 190, 210)).toEqual(['good', 'good', 'good', 'good'])
  expect(grades(210, 190, 210, 190)).toEqual(['fair', 'fair', 'fair', 'fair'])
  expect(grades(650, 590, 610, 590)).toEqual(['poor', 'poor', 'poor', 'poor'])
  expect(grades(590, 650, 610, 650)).toEqual(['fair', 'fair', 'fair', 'fair'])
  expect(grades(190, 250, 150)).toEqual(['good', 'fair', 'good'])
})

/** A link whose answers take as long as they are said to. */
function measure() {
  let now = 1_000_000
  let visible = true
  let sent: number[] = []
  const latency = createLatency({
    clock: { now: () => now, after: () => () => undefined, frame: () => () => undefined },
    visible: () => visible,
    ping: (t) => sent.push(t),
  })
  return {
    latency,
    see: (next: boolean) => void (visible = next),
    ask: latency.ask,
    answer: (ms: number) => {
      now += ms
      latency.onPong(sent.at(-1))
    },
    later: (ms: number) => void (now += ms),
    pings: () => {
      const count = sent.length
      sent = []
      return count
    },
    told: () => [latency.ms(), latency.quality()],
  }
}

it('is unknown until measured, and again when the link is gone', () => {
  const { latency, ask, answer, told } = measure()
  expect(told()).toEqual([null, 'unknown'])
  ask()
  expect(told()).toEqual([null, 'unknown'])
  answer(42.4)
  expect(told()).toEqual([42, 'good'])
  latency.reset()
  expect(told()).toEqual([null, 'unknown'])
})

it('is not changed by a single answer that was late', () => {
  const { ask, answer, told } = measure()
  for (const ms of [40, 40, 3_000, 40]) {
    ask()
    answer(ms)
    expect(told()).toEqual([ms, 'good'])
  }
})

it('says nothing of what a hidden page, a sleep or an answer to something else took', () => {
  const { latency, ask, answer, see, told } = measure()
  see(false)
  ask()
  see(true)
  answer(3_000)
  ask()
  see(false)
  answer(3_000)
  see(true)
  ask()
  answer(3_600_000)
  for (const t of [undefined, null, '1', 0, 1_000_000]) latency.onPong(t)
  expect(told()).toEqual([null, 'unknown'])
})

it('is measured every half minute', () => {
  const { latency, later, pings } = measure()
  for (let second = 0; second < 300; second += 1) {
    later(1_000)
    latency.beat()
  }
  expect(pings()).toBe(10)
})
