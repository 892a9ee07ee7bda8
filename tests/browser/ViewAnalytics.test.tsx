import { ViewAnalytics } from 'pitchey-live'
import { createRef } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { command, expectComplaint, mount, rest, signIn, sockets } from '../support/stage.js'

const root = () => document.querySelector('.pl-analytics')
const state = () => root()?.getAttribute('data-state')
const chart = page.getByRole('img')
const summary = () => chart.element().getAttribute('aria-label') ?? ''
const total = (label: string) =>
  [...document.querySelectorAll('.pl-metric')]
    .find((metric) => metric.querySelector('dt')?.textContent === label)
    ?.querySelector('dd')?.textContent
const bars = () => [...document.querySelectorAll('.pl-chart rect')].map((bar) => Number(bar.getAttribute('height')))
const height = () => root()?.getBoundingClientRect().height

/** Three hours, the first of them without views. */
const BUCKETS = [
  { start: '2026-05-01T11:00:00.000Z', views: 0, uniqueViewers: 0 },
  { start: '2026-05-01T12:00:00.000Z', views: 1_200, uniqueViewers: 40 },
  { start: '2026-05-01T13:00:00.000Z', views: 1, uniqueViewers: 1 },
]
/** REST answers for the analytics, and hangs for all else. */
const analyticsAre = (answer: object) => {
  window.fetch = (input) =>
    typeof input === 'string' && input.includes('/analytics')
      ? Promise.resolve(Response.json(answer))
      : new Promise(() => undefined)
}

beforeEach(() => signIn('ana'))

describe('what it shows', () => {
  test('totals, in which a person of several hours counts once, and a bar for each hour', async () => {
    mount(<ViewAnalytics pitchId={1} />)
    await expect.poll(state).toBe('live')
    expect(bars()).toHaveLength(24)
    expect(Math.max(...bars())).toBe(100)
    // The demo has 18 views by 6 people over the last day, the first of them about to be older than that.
    const views = Number(total('Views'))
    expect(views).toBeGreaterThan(10)
    expect(Number(total('Unique viewers'))).toBeLessThanOrEqual(6)
    expect(summary()).toMatch(new RegExp(`^Last 24 hours: ${views} views; the most in the hour from .+: \\d+$`))
  })

  test('numbers and times in the words of the locale, and no bar so small that it cannot be seen', async () => {
    analyticsAre({ buckets: BUCKETS, totals: { views: 1_201, uniqueViewers: 41 } })
    mount(<ViewAnalytics pitchId={1} hours={3} locale="de-DE" />)
    await expect.poll(() => total('Views')).toBe('1.201')
    expect(bars()[0]).toBe(0)
    expect(bars()[1]).toBe(100)
    expect(bars()[2]).toBeGreaterThanOrEqual(3)
    const noon = new Intl.DateTimeFormat('de-DE', { hour: 'numeric', minute: '2-digit' }).format(
      new Date('2026-05-01T12:00:00.000Z'),
    )
    expect(summary()).toBe(`Last 3 hours: 1.201 views; the most in the hour from ${noon}: 1.200`)
  })

  test('no people from a server that does not count them over the whole time', async () => {
    analyticsAre({ buckets: BUCKETS })
    mount(<ViewAnalytics pitchId={1} hours={3} />)
    await expect.poll(() => total('Views')).toBe('1,201')
    expect(total('Unique viewers')).toBeUndefined()
  })

  test('the numbers themselves in a table, when somebody wants it', async () => {
    analyticsAre({ buckets: BUCKETS, totals: { views: 1_201, uniqueViewers: 41 } })
    mount(<ViewAnalytics pitchId={1} hours={3} locale="en-US" />)
    await expect.poll(() => total('Views')).toBe('1,201')
    expect(document.querySelector('table')).toBeNull()
    document.querySelector<HTMLElement>('summary')?.focus()
    await userEvent.keyboard('{Enter}')
    const table = page.getByRole('table', { name: 'Views by the hour' })
    await expect.element(table).toBeVisible()
    const rows = [...table.element().querySelectorAll('tbody tr')]
    expect(rows.map((row) => [...row.querySelectorAll('td')].map(({ textContent }) => textContent))).toEqual([
      ['0', '0'],
      ['1,200', '40'],
      ['1', '1'],
    ])
    await userEvent.tab()
    await expect.element(page.getByRole('region', { name: 'Views by the hour' })).toHaveFocus()
  })
})

test('a view in another session brings it up to date, without anybody asking', async () => {
  mount(<ViewAnalytics pitchId={2} />)
  await expect.poll(state).toBe('live')
  const before = Number(total('Views'))
  const people = Number(total('Unique viewers'))
  await command('service', 'pitch_view', { pitchId: 2 })
  await expect.poll(() => total('Views')).toBe(String(before + 1))
  expect(total('Unique viewers')).toBe(String(people + 1))
})

describe('the five states', () => {
  test('loading: as high as what comes, and busy', async () => {
    rest('hang')
    const waiting = mount(<ViewAnalytics pitchId={1} />)
    await expect.poll(state).toBe('loading')
    expect(root()?.getAttribute('aria-busy')).toBe('true')
    expect(root()?.textContent).toContain('Loading')
    const before = height()
    waiting.unmount()
    rest('answer')
    mount(<ViewAnalytics pitchId={1} />)
    await expect.poll(state).toBe('live')
    expect(height()).toBe(before)
  })

  test('empty: says so, in the same room', async () => {
    analyticsAre({ buckets: BUCKETS.slice(0, 1), totals: { views: 0, uniqueViewers: 0 } })
    mount(<ViewAnalytics pitchId={1} hours={1} />)
    await expect.poll(state).toBe('empty')
    expect(total('Views')).toBe('0')
    expect(summary()).toBe('Last 1 hour: no views')
    await expect.element(page.getByText('No views in this time')).toBeVisible()
  })

  test('error: says why, and a retry brings the views and keeps the focus', async () => {
    rest('refuse')
    mount(<ViewAnalytics pitchId={1} />)
    await expect.poll(state).toBe('error')
    expect(root()?.textContent).toContain('The server cannot be reached.')
    const before = height()
    rest('answer')
    await page.getByRole('button', { name: 'Retry loading view analytics' }).click()
    await expect.poll(state).toBe('live')
    expect(document.activeElement).toBe(root())
    expect(height()).toBe(before)
  })

  test('error: a pitch that does not exist', async () => {
    mount(<ViewAnalytics pitchId={999_999} />)
    await expect.poll(state).toBe('error')
    expect(root()?.textContent).toContain('This does not exist.')
    await expectComplaint(/forbidden: .*pitch:999999/)
  })

  test('offline: keeps what it has, and says since when', async () => {
    mount(<ViewAnalytics pitchId={1} locale="en-GB" />)
    await expect.poll(state).toBe('live')
    const before = total('Views')
    rest('refuse')
    await sockets(false)
    await expect.poll(() => root()?.textContent).toMatch(/Offline since \d\d:\d\d/)
    expect(state()).toBe('offline')
    expect(total('Views')).toBe(before)
  })
})

test('takes className, style, ref and other attributes on its root', async () => {
  const ref = createRef<HTMLElement>()
  mount(<ViewAnalytics pitchId={1} ref={ref} className="mine" style={{ margin: 4 }} data-x="1" />)
  await expect.poll(() => ref.current?.className).toBe('pl-shell pl-analytics mine')
  expect(ref.current?.dataset['x']).toBe('1')
  expect(ref.current?.style.margin).toBe('4px')
})
