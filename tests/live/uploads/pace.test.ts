import { expect, it } from 'vitest'
import { movePace, startPace, tellPace, type Pace } from '../../../src/live/uploads/pace.js'

const MB = 1_000_000
const run = (pace: Pace, seconds: number, speed: number, everyMs = 100): Pace => {
  let moved = pace
  for (let ms = everyMs; ms <= seconds * 1000; ms += everyMs)
    moved = movePace(moved, pace.at + ms, pace.bytes + (speed * ms) / 1000)
  return moved
}

it('nothing is said before three seconds and five percent', () => {
  expect(tellPace(run(startPace(0, 0), 2.9, MB), 10 * MB)).toBeNull()
  expect(tellPace(run(startPace(0, 0), 4, MB), 100 * MB)).toBeNull()
  expect(tellPace(run(startPace(0, 0), 5, MB), 100 * MB)).toEqual({ speed: expect.closeTo(MB, 0), secondsLeft: 95 })
  expect(tellPace(run(startPace(0, 0), 5, MB), null)).toBeNull()
})

it('what is left is said in steps of five seconds, and never as none', () => {
  for (const [total, left] of [
    [16.2, 10],
    [20.1, 15],
    [10.1, 5],
  ] as const)
    expect(tellPace(run(startPace(0, 0), 10, MB), total * MB)?.secondsLeft).toBe(left)
})

it('half of a change of speed is believed after two seconds, however often it is looked at', () => {
  const steady = run(startPace(0, 0), 20, MB)
  for (const every of [20, 100, 500, 2000]) expect(run(steady, 2, 3 * MB, every).speed).toBeCloseTo(2 * MB, -4)
})

it('an upload that was resumed is not measured by what was there before', () => {
  expect(run(startPace(0, 500 * MB), 5, MB).speed).toBeCloseTo(MB, 0)
})
