import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { systemClock, wallAt } from '../../src/live/clock.js'

const HOUR = 3_600_000

beforeEach(() => {
  vi.useFakeTimers()
  systemClock.now()
})
afterEach(() => {
  vi.useRealTimers()
})

const passed = (what: () => void) => {
  const before = systemClock.now()
  what()
  return systemClock.now() - before
}

it('counts what passes, however often it is looked at', () => {
  const counted = passed(() => {
    for (let times = 0; times < 10_000; times += 1) {
      vi.advanceTimersByTime(0.5)
      systemClock.now()
    }
  })
  expect(counted).toBeGreaterThan(4_990)
  expect(counted).toBeLessThan(5_010)
})

it('goes on, not back, when the clock on the wall is set back', () => {
  const counted = passed(() => {
    vi.setSystemTime(Date.now() - 5 * HOUR)
    vi.advanceTimersByTime(10_000)
  })
  expect(counted).toBe(10_000)
})

it('counts the sleep of a machine whose steady clock sleeps along', () => {
  expect(passed(() => vi.setSystemTime(Date.now() + 5 * HOUR))).toBe(5 * HOUR)
})

it('tells people the time on the wall, of what is yet to come', () => {
  vi.setSystemTime(Date.now() - 5 * HOUR)
  expect(wallAt(systemClock, systemClock.now() + 1_000)).toBe(Date.now() + 1_000)
})
