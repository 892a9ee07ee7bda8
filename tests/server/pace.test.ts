import { expect, test } from 'vitest'
import { createPace } from '../../src/server/pace.js'
import { manualClock } from '../support/manualClock.js'

/** What is said of two things, whose value the test changes, and when. */
function setUp(edge: 'leading' | 'trailing') {
  const clock = manualClock(0)
  const values = new Map<string, number>()
  const told = new Map<string, number>()
  const said: string[] = []
  const pace = createPace<string>({
    clock,
    gapMs: 250,
    edge,
    say: (key) => {
      const value = values.get(key) ?? 0
      if (told.get(key) === value) return false
      told.set(key, value)
      said.push(`${key}=${value} at ${clock.now()}`)
      return true
    },
  })
  const set = (key: string, value: number) => {
    values.set(key, value)
    pace.touch(key)
  }
  return { clock, pace, said, set }
}

test('leading: the first at once, then the last of each gap, and nothing when nothing is new', () => {
  const { clock, said, set } = setUp('leading')
  set('a', 1)
  clock.advance(100)
  set('a', 2)
  set('a', 3)
  set('b', 1)
  clock.advance(100)
  set('a', 4)
  clock.advance(2_000)
  set('a', 4)
  set('a', 5)
  expect(said).toEqual(['a=1 at 0', 'b=1 at 100', 'a=4 at 250', 'a=5 at 2200'])
})

test('trailing: nothing at once, and what was taken back not at all', () => {
  const { clock, said, set } = setUp('trailing')
  set('a', 1)
  clock.advance(250)
  set('a', 2)
  clock.advance(249)
  set('a', 1)
  clock.advance(1_000)
  set('a', 3)
  clock.advance(250)
  expect(said).toEqual(['a=1 at 250', 'a=3 at 1749'])
})

test('once stopped, nothing more is said', () => {
  const { clock, pace, said, set } = setUp('trailing')
  set('a', 1)
  pace.stop()
  clock.advance(1_000)
  expect(said).toEqual([])
})
