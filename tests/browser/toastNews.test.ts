import * as fc from 'fast-check'
import type { Notification } from 'pitchey-live'
import { describe, expect, test } from 'vitest'
import { NO_BURST, stepBurst, type Burst } from '../../src/components/toasts/burst.js'
import { isSettled, meet, newsIn } from '../../src/components/toasts/news.js'
import { beginSwipe, endsAway, moveSwipe } from '../../src/components/toasts/swipe.js'

const NOON = Date.UTC(2026, 4, 1, 12)
/** Number `n`, made `n` minutes after noon. */
const made = (n: number, more: Partial<Notification> = {}): Notification => ({
  id: String(n),
  kind: 'test',
  level: 'info',
  title: `Number ${n}`,
  message: '',
  createdAt: new Date(NOON + n * 60_000).toISOString(),
  read: false,
  ...more,
})
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => made(last - n)) // newest first
const numbers = (news: readonly Notification[]) => news.map(({ id }) => Number(id))

describe('what is new in a list', () => {
  test('is what came after the first look, once', () => {
    const first = meet(from(1, 3))
    const { known, news } = newsIn(first, from(1, 5))
    expect(numbers(news)).toEqual([5, 4])
    expect(newsIn(known, from(1, 5)).news).toEqual([])
  })
  test('is nothing that comes back after a clear, whatever came in between', () => {
    let { known } = newsIn(meet(from(1, 3)), [])
    ;({ known } = newsIn(known, [made(4)]))
    expect(newsIn(known, from(1, 4)).news).toEqual([])
  })
  test('is nothing older than what was there, such as what moves up when others go', () => {
    expect(newsIn(meet(from(51, 100)), from(40, 60)).news).toEqual([])
  })
  test('is what was missed while the stream was away, however much: all that the list holds', () => {
    expect(newsIn(meet(from(1, 50)), from(151, 200)).news.length).toBe(50)
  })
  test('is not what was read before anybody was told of it', () => {
    expect(newsIn(meet(from(1, 1)), [made(2, { read: true }), made(1)]).news).toEqual([])
  })
  test('may come from a server whose clock is a little behind', () => {
    const { createdAt } = made(3)
    const behind = made(4, { createdAt: new Date(Date.parse(createdAt) - 4_000).toISOString() })
    expect(numbers(newsIn(meet(from(1, 3)), [behind, ...from(1, 3)]).news)).toEqual([4])
  })
  test('whatever is cleared, restored, read, missed or repeated, nothing is news twice', () => {
    const moves = fc.array(fc.constantFrom('come', 'come', 'clear', 'restore', 'read', 'miss', 'repeat'), {
      maxLength: 80,
    })
    fc.assert(
      fc.property(fc.nat(60), moves, (old, script) => {
        let count = old
        let cleared: readonly Notification[] = []
        let list: readonly Notification[] = from(1, old).slice(0, 50)
        let known = meet(list)
        const told = new Set<string>()
        for (const move of script) {
          if (move === 'come') list = [made((count += 1)), ...list].slice(0, 50)
          if (move === 'miss') list = [...from(count + 1, count + 70), ...list].slice(0, 50)
          if (move === 'miss') count += 70
          if (move === 'clear') [cleared, list] = [list, []]
          if (move === 'restore')
            list = [...list, ...cleared.filter(({ id }) => !list.some((one) => one.id === id))].slice(0, 50)
          if (move === 'read') list = list.map((one) => ({ ...one, read: true }))
          const next = newsIn(known, list)
          known = next.known
          for (const { id } of next.news) {
            expect(told.has(id)).toBe(false)
            expect(Number(id)).toBeGreaterThan(old)
            told.add(id)
          }
          if (move === 'come') expect(told.has(String(count))).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('a notification is done with', () => {
  test('when it was read, or cleared', () => {
    expect(isSettled(made(2), [made(2, { read: true }), made(1)])).toBe(true)
    expect(isSettled(made(2), [])).toBe(true)
    expect(isSettled(made(2), [made(1)])).toBe(true)
  })
  test('but not when it only fell off the end', () => {
    expect(isSettled(made(2), from(3, 52))).toBe(false)
    expect(isSettled(made(2), [made(2), made(1)])).toBe(false)
  })
})

describe('what comes together', () => {
  const come = (burst: Burst, n: number, at: number, hidden = false) =>
    stepBurst(burst, { type: 'news', news: [made(n)], hidden }, at)
  const shape = ({ single, together }: Burst) => [
    single.map(({ notification: { id } }) => Number(id)),
    numbers(together),
  ]

  test('three within two seconds stand alone; with the fourth, one speaks for all', () => {
    let burst = NO_BURST
    for (const n of [1, 2, 3]) burst = come(burst, n, n * 500)
    expect(shape(burst)).toEqual([[1, 2, 3], []])
    expect(shape(come(burst, 4, 2_500))).toEqual([[], [1, 2, 3, 4]])
    expect(shape(come(burst, 4, 2_501))).toEqual([[1, 2, 3, 4], []])
  })
  test('six at once are one, and more that follow at once are told with them', () => {
    let burst = stepBurst(NO_BURST, { type: 'news', news: from(1, 6), hidden: false }, 0)
    expect(shape(burst)).toEqual([[], [6, 5, 4, 3, 2, 1]])
    burst = come(burst, 7, 2_000)
    expect(shape(burst)).toEqual([[], [6, 5, 4, 3, 2, 1, 7]])
    expect(shape(come(burst, 8, 4_001))).toEqual([[8], [6, 5, 4, 3, 2, 1, 7]])
    burst = stepBurst(burst, { type: 'news', news: from(8, 11), hidden: false }, 60_000)
    expect(burst.together.length).toBe(11)
    expect(shape(stepBurst(burst, { type: 'ended' }, 60_000))).toEqual([[], []])
  })
  test('what nobody saw come is told together, however slowly it came', () => {
    let burst = NO_BURST
    for (const n of [1, 2, 3, 4]) burst = come(burst, n, n * 600_000, true)
    expect(burst.together.length).toBe(4)
  })
  test('what is gone is not counted', () => {
    let burst = NO_BURST
    for (const n of [1, 2, 3]) burst = come(burst, n, 0)
    burst = stepBurst(burst, { type: 'gone', id: '2' }, 1)
    expect(shape(come(burst, 4, 2))).toEqual([[1, 3, 4], []])
  })
})

describe('a swipe', () => {
  const pull = (points: readonly (readonly [x: number, y: number])[], way: 1 | -1 = 1, isSelecting = false) =>
    points.reduce(
      (swipe, [x, y], n) => moveSwipe(swipe, { x, y, at: n }, way, isSelecting),
      beginSwipe({ x: 0, y: 0, at: 0 }),
    )
  test('goes towards the end of the line, whichever way that is', () => {
    expect(pull([[200, 0]])).toMatchObject({ is: 'swiping', inline: 200 })
    expect(pull([[-200, 0]], -1)).toMatchObject({ is: 'swiping', inline: 200 })
    expect(pull([[-200, 0]])).toMatchObject({ is: 'undecided' })
  })
  test('is none when the page is scrolled or text is selected', () => {
    expect(
      pull([
        [4, 20],
        [200, 20],
      ]),
    ).toEqual({ is: 'refused' })
    expect(pull([[200, 0]], 1, true)).toEqual({ is: 'refused' })
  })
  test('takes a toast away when it is far enough, or fast', () => {
    expect(endsAway(pull([[120, 0]]), 1_000, 300)).toBe(true)
    expect(endsAway(pull([[119, 0]]), 1_000, 300)).toBe(false)
    expect(endsAway(pull([[60, 0]]), 100, 300)).toBe(true)
    expect(endsAway(pull([[20, 0]]), 10, 300)).toBe(false)
    expect(
      endsAway(
        pull([
          [200, 0],
          [10, 0],
        ]),
        1_000,
        300,
      ),
    ).toBe(false)
  })
})
