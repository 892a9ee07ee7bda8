import { plural } from 'pitchey-live'
import { describe, expect, test } from 'vitest'
import { dataState, freshness, freshnessText } from '../../src/components/shell/dataState.js'
import { nextArticle } from '../../src/components/notifications/feedKeys.js'
import { formatCompact, formatDay, formatMoney, formatRelative, quantity } from '../../src/components/shell/format.js'
import { shellLabels } from '../../src/components/shell/shellLabels.js'
import { placePanel } from '../../src/components/notifications/placePanel.js'
import { newAbove, rowsOf } from '../../src/components/notifications/rows.js'
import { safeLink } from '../../src/components/notifications/safeLink.js'

describe('relative time', () => {
  const now = Date.UTC(2026, 4, 20, 12)
  const SECOND = 1_000
  const MINUTE = 60 * SECOND
  const HOUR = 60 * MINUTE
  const DAY = 24 * HOUR
  test.each([
    [-5 * MINUTE, 'just now'],
    [0, 'just now'],
    [44.9 * SECOND, 'just now'],
    [45 * SECOND, '45 seconds ago'],
    [MINUTE, '1 minute ago'],
    [119 * SECOND, '1 minute ago'],
    [59.9 * MINUTE, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [47.9 * HOUR, '1 day ago'],
    [7 * DAY - 1, '6 days ago'],
    [7 * DAY, 'May 13, 2026'],
  ])('%d ms ago is "%s"', (elapsed, words) => {
    expect(formatRelative(now - elapsed, now, 'en-US')).toBe(words)
  })
  test('speaks other languages throughout', () => {
    expect(formatRelative(now, now, 'de')).toBe('jetzt')
    expect(formatRelative(now - MINUTE, now, 'de')).toBe('vor 1 Minute')
  })
})

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1K'],
    [1_204, '1.2K'],
    [12_345, '12K'],
    [3_400_000, '3.4M'],
  ])('%d is compact as %s', (value, text) => expect(formatCompact(value, 'en-US')).toBe(text))

  test('money shows cents only when there are some', () => {
    expect(formatMoney(48_250, 'USD', 'en-US')).toBe('$48,250')
    expect(formatMoney(48_250.5, 'USD', 'en-US')).toBe('$48,250.50')
    expect(formatMoney(-1, 'EUR', 'de-DE')).toBe('-1\u00A0€')
    expect(formatMoney(100, 'JPY', 'en-US')).toBe('¥100')
  })

  test('how many is said by the rules of the language, in the digits of the locale', () => {
    const views = plural('en')
    const forms = { one: '# view', other: '# views' }
    expect(views(quantity(1, 'en-US'), forms)).toBe('1 view')
    expect(views(quantity(1_204, 'en-US'), forms)).toBe('1,204 views')
    expect(views(quantity(3, 'ar-EG'), forms)).toBe('٣ views')
    expect(plural('pl')(quantity(3, 'pl'), { one: '# widok', few: '# widoki', other: '# widoków' })).toBe('3 widoki')
    expect(views(quantity(0, 'en-US'), { ...forms, zero: 'no views' })).toBe('no views')
  })
})

describe('freshness', () => {
  const since = Date.UTC(2026, 4, 20, 12, 4)
  test('connected is live, and nothing else is', () => {
    expect(freshness({ state: 'connected', since }, null)).toEqual({ kind: 'live' })
    for (const state of ['connecting', 'reconnecting', 'offline', 'halted'] as const)
      expect(freshness({ state, since }, null).kind).not.toBe('live')
  })
  test('REST that answered before the loss is no polling', () => {
    expect(freshness({ state: 'reconnecting', since, attempt: 1 }, since - 1)).toEqual({ kind: 'reconnecting' })
    expect(freshness({ state: 'reconnecting', since, attempt: 1 }, since)).toEqual({ kind: 'polling' })
  })
  test('after a few failed tries it is offline, since when it was lost', () => {
    expect(freshness({ state: 'reconnecting', since, attempt: 2 }, null)).toEqual({ kind: 'offline', since })
  })
  test('says so in words', () => {
    const wording = { shell: shellLabels, locale: 'en-US' }
    const local = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(since)
    expect(freshnessText({ kind: 'offline', since }, { shell: shellLabels, locale: 'en-GB' })).toBe(
      `Offline since ${local}`,
    )
    expect(freshnessText({ kind: 'polling' }, wording, 30_000)).toBe('Polling every 30 s')
    expect(freshnessText({ kind: 'polling' }, wording)).toBe('Polling')
  })
})

describe('the state of a component', () => {
  const live = { kind: 'live' } as const
  const offline = { kind: 'offline', since: 0 } as const
  const shown = { status: 'success', hasData: true, isEmpty: false } as const
  const nothing = { status: 'pending', hasData: false, isEmpty: true } as const
  test.each([
    ['data on a live stream', shown, live, true, 'live'],
    ['no items on a live stream', { ...shown, isEmpty: true }, live, true, 'empty'],
    ['data without a stream', shown, offline, true, 'offline'],
    ['no items without a stream', { ...shown, isEmpty: true }, offline, true, 'offline'],
    ['data that could not catch up', { ...shown, status: 'error' }, { kind: 'stale' }, true, 'offline'],
    ['data before the first connection', shown, { kind: 'connecting' }, true, 'loading'],
    ['nothing yet', nothing, live, true, 'loading'],
    ['nothing yet, without a network', nothing, offline, false, 'offline'],
    ['nothing, and a failure', { ...nothing, status: 'error' }, live, true, 'error'],
  ] as const)('%s', (_, what, fresh, online, state) => expect(dataState(what, fresh, online)).toBe(state))
})

describe('days', () => {
  const midnight = (year: number, month: number, day: number) => new Date(year, month, day).getTime()
  const today = midnight(2026, 4, 20)
  test.each([
    [midnight(2026, 4, 21), 'Today'], // the server's clock may run ahead
    [today, 'Today'],
    [midnight(2026, 4, 19), 'Yesterday'],
    [midnight(2026, 4, 18), 'Monday, May 18'],
    [midnight(2025, 11, 31), 'December 31, 2025'],
  ])('%d is %s', (day, words) => expect(formatDay(day, today, 'en-US')).toBe(words))
  test('are named in other languages', () => {
    expect(formatDay(midnight(2026, 4, 19), today, 'de')).toBe('Gestern')
    expect(formatDay(midnight(2026, 4, 18), today, 'de')).toBe('Montag, 18. Mai')
  })

  const item = (id: string, at: number, read = true) => ({
    id,
    createdAt: new Date(at).toISOString(),
    read,
    kind: 'test',
    level: 'info' as const,
    title: id,
    message: '',
  })
  const HOUR = 3_600_000
  const list = [
    item('d', today + 9 * HOUR),
    item('c', today),
    item('b', today - 1, false),
    item('a', today - 30 * HOUR),
  ]
  test('begin with the first row of each', () => {
    const days = rowsOf(list, 'all', new Set()).map(({ notification: { id }, day }) => [id, day])
    expect(days).toEqual([
      ['d', today],
      ['c', null],
      ['b', midnight(2026, 4, 19)],
      ['a', midnight(2026, 4, 18)],
    ])
  })
  test('only those of the rows that are looked for', () => {
    const rows = rowsOf(list, 'unread', new Set(['c'])).map(({ notification: { id }, day }) => [id, day])
    expect(rows).toEqual([
      ['c', today],
      ['b', midnight(2026, 4, 19)],
    ])
  })
  test('how many have come above', () => {
    const rows = rowsOf(list, 'all', new Set())
    expect([newAbove(rows, 'b'), newAbove(rows, 'd'), newAbove(rows, 'gone'), newAbove(rows, null)]).toEqual([
      2, 0, 0, 0,
    ])
  })
})

describe('the place of the panel', () => {
  const bell = (left: number, top: number) => ({ left, right: left + 40, top, bottom: top + 40 })
  const panel = { width: 384, height: 500 }
  const page = { width: 1_000, height: 800 }
  test.each([
    ['below, end at end', bell(800, 10), false, { left: 456, top: 58, maxHeight: 734 }],
    ['below, start at start, in mirrored order', bell(100, 10), true, { left: 100, top: 58, maxHeight: 734 }],
    ['never beyond the start', bell(100, 10), false, { left: 8, top: 58, maxHeight: 734 }],
    ['never beyond the end', bell(900, 10), true, { left: 608, top: 58, maxHeight: 734 }],
    ['above, where there is no room below', bell(800, 700), false, { left: 456, top: 192, maxHeight: 684 }],
    ['below, cut, where that is the larger part', bell(800, 300), false, { left: 456, top: 348, maxHeight: 444 }],
  ])('%s', (_, at, isRtl, place) => expect(placePanel(at, panel, page, isRtl)).toEqual(place))
})

describe('keys in a feed', () => {
  test.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 2, 2],
    ['PageUp', 0, 0],
    ['ArrowUp', -1, 0],
    ['End', 0, 2],
    ['Home', 2, 0],
    ['Tab', 1, null],
  ])('%s at %d of three leads to %s', (key, current, next) => expect(nextArticle(key, current, 3)).toBe(next))
  test('an empty feed keeps no key', () => expect(nextArticle('Home', -1, 0)).toBeNull())
})

describe('links', () => {
  const page = 'https://pitchey.example/app'
  test.each([
    ['/pitch/3', 'https://pitchey.example/pitch/3'],
    ['https://other.example/x', 'https://other.example/x'],
    ['http://other.example/', 'http://other.example/'],
  ])('%s is followed', (link, address) => expect(safeLink(link, page)).toBe(address))
  test.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'pitch/3',
    'https://',
    '',
  ])('%j is not', (link) => expect(safeLink(link, page)).toBeNull())
})
