import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { slidingWindow } from '../../src/server/limiter.js'

test('in no window of that length are more let in than the limit, and nobody is refused who would fit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 100 }),
      (limit, windowMs, pauses) => {
        const window = slidingWindow(limit, windowMs)
        const accepted: number[] = []
        let now = 0
        for (const pause of pauses) {
          now += pause
          const recent = accepted.filter((at) => at > now - windowMs).length
          expect(window.isFull(now)).toBe(recent >= limit)
          if (window.isFull(now)) {
            // The wait that is told is the true one.
            const wait = window.waitMs(now)
            expect(accepted.filter((at) => at > now + wait - windowMs).length).toBeLessThan(limit)
            expect(accepted.filter((at) => at > now + wait - 1 - windowMs).length).toBeGreaterThanOrEqual(limit)
          } else {
            expect(window.waitMs(now)).toBe(0)
            window.add(now)
            accepted.push(now)
          }
        }
      },
    ),
  )
})

test('a place that was given back is free at once', () => {
  const window = slidingWindow(2, 1_000)
  window.add(0)
  window.add(5)
  window.remove(5)
  expect(window.isFull(10)).toBe(false)
  window.add(10)
  expect(window.waitMs(10)).toBe(990)
})
