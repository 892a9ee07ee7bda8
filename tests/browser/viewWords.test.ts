import { describe, expect, test } from 'vitest'
import { scaleTicks, timeTicks } from '../../src/components/views/axes.js'
import { badgeState, badgeText } from '../../src/components/views/badgeWords.js'
import { hourAfterKey, hourAt } from '../../src/components/views/chartKeys.js'
import { chartSummary, readout } from '../../src/components/views/chartWords.js'
import { csvOf } from '../../src/components/views/csv.js'
import { digitsOf } from '../../src/components/views/digits.js'
import { hoursOf } from '../../src/components/views/hours.js'
import { hueOf, initialsOf } from '../../src/components/views/initials.js'
import { viewLabels } from '../../src/components/views/viewLabels.js'
import { formatClockTime, formatHour, formatWeekday } from '../../src/components/shell/format.js'
import { shellLabels } from '../../src/components/shell/shellLabels.js'

const HOUR = 3_600_000
const NOON = Date.UTC(2026, 4, 1, 12)
const bucket = (hour: number, views: number, uniqueViewers = views) => ({
  start: new Date(NOON + hour * HOUR).toISOString(),
  views,
  uniqueViewers,
})
const wording = { shell: shellLabels, locale: 'en-US' }
const source = (buckets: readonly ReturnType<typeof bucket>[]) => ({
  hours: hoursOf({ buckets: [...buckets] }),
  labels: viewLabels,
  locale: 'en-US',
})

describe('the hours of a chart', () => {
  test('one of which nothing is told is not known, which is not none', () => {
    const { hours } = source([bucket(0, 2), bucket(1, 0), bucket(3, 5)])
    expect(hours.map(({ views }) => views)).toEqual([2, 0, null, 5])
    expect(readout(source([bucket(0, 2), bucket(2, 5)]), 1)).toMatch(/: not known$/)
  })
  test('none at all', () => {
    expect(hoursOf({ buckets: [] })).toEqual([])
    expect(chartSummary(source([]))).toBe('Last 0 hours: no views')
  })
  test('an hour says what it had, the last what it has so far', () => {
    const words = source([bucket(0, 1), bucket(1, 1_200, 40)])
    const [first, last] = [0, 1].map((n) => formatClockTime(NOON + n * HOUR, 'en-US'))
    expect(readout(words, 0)).toBe(`${first}: 1 view, 1 unique viewer`)
    expect(readout(words, 1)).toBe(`${last}: 1,200 views so far, 40 unique viewers`)
    expect(readout(words, null)).toBe(`Most: 1,200 at ${last}`)
  })
})

describe('axes', () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [4, [0, 1, 2, 3, 4]],
    [5, [0, 2, 4, 6]],
    [17, [0, 5, 10, 15, 20]],
    [41, [0, 20, 40, 60]],
    [1_200, [0, 500, 1_000, 1_500]],
  ])('the scale for %d is round, whole, and reaches it', (most, ticks) => expect(scaleTicks(most)).toEqual(ticks))

  const day = (length: number) =>
    Array.from({ length }, (_, n) => ({ start: NOON + n * HOUR, views: 0, uniqueViewers: 0 }))
  test('a day is told by its hours, a week by its days, as the clock on the wall has them', () => {
    const hours = timeTicks(day(24), 'en-US')
    expect(hours).toHaveLength(4)
    for (const { hour, text } of hours) {
      expect(new Date(NOON + hour * HOUR).getHours() % 6).toBe(0)
      expect(text).toBe(formatHour(NOON + hour * HOUR, 'en-US'))
    }
    const days = timeTicks(day(168), 'en-US')
    expect(days).toHaveLength(7)
    for (const { hour, text } of days) {
      expect(new Date(NOON + hour * HOUR).getHours()).toBe(0)
      expect(text).toBe(formatWeekday(NOON + hour * HOUR, 'en-US'))
    }
  })
})

describe('keys of a chart', () => {
  const ltr = { left: 0, width: 100, hours: 10, isRtl: false }
  const rtl = { ...ltr, isRtl: true }
  test.each([
    ['ArrowRight', null, 9, 9],
    ['ArrowLeft', null, 9, 9],
    ['ArrowRight', 4, 5, 3],
    ['ArrowLeft', 4, 3, 5],
    ['ArrowLeft', 0, 0, 1],
    ['ArrowRight', 9, 9, 8],
    ['Home', 4, 0, 0],
    ['End', 4, 9, 9],
    ['Escape', 4, null, null],
    ['Escape', null, undefined, undefined],
    ['a', 4, undefined, undefined],
  ])('%s at %s leads to %s, and to %s the other way round', (key, current, next, mirrored) => {
    expect(hourAfterKey(key, current, ltr)).toBe(next)
    expect(hourAfterKey(key, current, rtl)).toBe(mirrored)
  })
  test.each([
    [0, 0, 9],
    [55, 5, 4],
    [100, 9, 0],
    [-20, 0, 9],
  ])('%d px along is hour %d, and hour %d the other way round', (x, hour, mirrored) => {
    expect(hourAt(x, ltr)).toBe(hour)
    expect(hourAt(x, rtl)).toBe(mirrored)
  })
})

describe('a file for spreadsheets', () => {
  test('is quoted where it must be', () =>
    expect(csvOf([['plain', 'a,b', 'say "x"', 'two\nlines', 3, null]])).toBe(
      'plain,"a,b","say ""x""","two\nlines",3,\r\n',
    ))
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '=HYPERLINK("http://evil.example","x")'])(
    '%j is no formula in it',
    (text) => expect(csvOf([[text]]).replace(/^"/, '')).toMatch(/^'/),
  )
  test('a negative number is a number', () => expect(csvOf([[-1]])).toBe('-1\r\n'))
})

describe('digits', () => {
  const rolling = (text: string, before: string) =>
    digitsOf(text, before)
      .map(({ character, isNew }) => (isNew ? `[${character}]` : character))
      .join('')
  test.each([
    ['19', '18', '1[9]'],
    ['20', '19', '[2][0]'],
    ['100', '99', '[1][0][0]'],
    ['101', '100', '10[1]'],
    ['1.3K', '1.2K', '1.[3]K'],
    ['18', '18', '18'],
  ])('%s after %s rolls %s', (text, before, shown) => expect(rolling(text, before)).toBe(shown))
})

describe('faces', () => {
  test.each([
    ['Ana', 'A'],
    ['ana maria da silva', 'AS'],
    ['  ', '?'],
    ['Åsa Öberg', 'ÅÖ'],
    ['👩‍🚀 Ivo', '👩‍🚀I'],
    ['李 小龍', '李小'],
  ])('%j is %s', (name, initials) => expect(initialsOf(name)).toBe(initials))
  test('who is the same has the same colour', () => expect(hueOf(7)).toBe(hueOf(7)))
})

describe('a badge', () => {
  const live = { kind: 'live' } as const
  const view = (
    state: 'loading' | 'empty' | 'error' | 'offline' | 'live',
    fresh: Parameters<typeof badgeText>[0]['fresh'],
  ) => ({
    state,
    fresh,
    error: null,
    isRetrying: false,
  })
  const offline = { kind: 'offline', since: NOON } as const
  const since = formatClockTime(NOON, 'en-US')
  test.each([
    [view('loading', { kind: 'connecting' }), null, 'loading', null],
    [view('live', live), 12, 'live', 'Live · 12 watching'],
    [view('live', live), 1_204, 'live', 'Live · 1,204 watching'],
    [view('empty', live), 0, 'none', 'Nobody watching'],
    [view('offline', { kind: 'reconnecting' }), 12, 'stale', '12 were watching'],
    [view('offline', { kind: 'polling' }), 1, 'stale', '1 was watching'],
    [view('offline', { kind: 'polling' }), 0, 'none', 'Nobody watching'],
    [view('offline', { kind: 'reconnecting' }), 0, 'offline', 'Reconnecting…'],
    [view('offline', offline), 12, 'offline', `Offline since ${since}`],
    [view('offline', { kind: 'reconnecting' }), null, 'offline', 'Reconnecting…'],
    [view('error', { kind: 'missing' }), null, 'error', 'Not available'],
  ] as const)('%j with %s watching is %s: %s', (view, count, state, text) => {
    expect(badgeState(view, count)).toBe(state)
    expect(badgeText({ state, fresh: view.fresh, count, labels: viewLabels, wording })).toBe(text)
  })
  test('without the count it says how things stand, and never a number', () => {
    const say = (state: 'live' | 'stale') => badgeText({ state, fresh: live, count: null, labels: viewLabels, wording })
    expect(say('live')).toBe('Live')
    expect(say('stale')).toBe('Out of date')
  })
})
