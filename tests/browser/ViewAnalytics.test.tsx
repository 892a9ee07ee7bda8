import { ViewAnalytics } from 'pitchey-live'
import { createRef } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { watchShifts } from '../support/shifts.js'
import { command, expectComplaint, mount, rest, signIn, sockets } from '../support/stage.js'

const realFetch = window.fetch.bind(window)
const root = () => document.querySelector('.pl-analytics')
const state = () => root()?.getAttribute('data-state')
const chart = page.getByRole('application')
const readout = () => document.querySelector('.pl-chart-readout')?.textContent
const spoken = () => document.querySelector('[data-pl-part=announcer] [role=status]')?.textContent
const summary = () => chart.element().getAttribute('aria-label') ?? ''
const total = (label: string) =>
  [...document.querySelectorAll('.pl-metric')]
    .find((metric) => metric.querySelector('dt')?.textContent === label)
    ?.querySelector('dd')?.textContent
const bars = () => [...document.querySelectorAll('.pl-chart-bar')].map((bar) => Number(bar.getAttribute('height')))
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
    expect(Math.max(...bars())).toBeGreaterThan(60)
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
    // Of a scale that ends at 1,500.
    expect(bars()[1]).toBe(80)
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
    const toggle = page.getByRole('button', { name: 'Show as a table' })
    expect(document.querySelector('table')).toBeNull()
    const button = toggle.element()
    if (button instanceof HTMLElement) button.focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(toggle).toHaveAttribute('aria-expanded', 'true')
    const table = page.getByRole('table', { name: 'Views by the hour' })
    await expect.element(table).toBeVisible()
    const rows = [...table.element().querySelectorAll('tbody tr')]
    expect(rows.map((row) => [...row.querySelectorAll('td')].map(({ textContent }) => textContent))).toEqual([
      ['0', '0'],
      ['1,200', '40'],
      ['1', '1'],
    ])
    await userEvent.tab() // to the file
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

describe('the chart', () => {
  const three = async () => {
    analyticsAre({ buckets: BUCKETS, totals: { views: 1_201, uniqueViewers: 41 } })
    mount(<ViewAnalytics pitchId={1} hours={3} locale="en-US" />)
    await expect.poll(() => bars().length).toBe(3)
    await expect.element(chart).toBeVisible()
  }
  const at = (hour: number) =>
    new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' }).format(
      Date.parse(BUCKETS[hour]?.start ?? ''),
    )

  // Who is slower than a quarter of a second between two keys ends a walk with each of them.
  test(
    'is walked through by keys; the words stand in one place, and are said where a walk ends',
    { retry: 2 },
    async () => {
      await three()
      expect(readout()).toBe(`Most: 1,200 at ${at(1)}`)
      const place = () => document.querySelector('.pl-chart-readout')?.getBoundingClientRect().toJSON() as unknown
      const before = place()
      chart.element().focus()
      await userEvent.keyboard('{ArrowLeft}')
      expect(readout()).toBe(`${at(2)}: 1 view so far, 1 unique viewer`)
      await userEvent.keyboard('{ArrowLeft}')
      expect(readout()).toBe(`${at(1)}: 1,200 views, 40 unique viewers`)
      expect(place()).toEqual(before)
      await expect.poll(spoken).toContain(`${at(1)}: 1,200 views, 40 unique viewers`)
      const said = () => document.querySelectorAll('[data-pl-part=announcer] p').length
      const until = said()
      // One walk through all of them has one end.
      for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'Home']) await userEvent.keyboard(`{${key}}`)
      expect(readout()).toBe(`${at(0)}: 0 views, 0 unique viewers`)
      await expect.poll(spoken).toContain(`${at(0)}: 0 views, 0 unique viewers`)
      expect(said() - until).toBe(1)
      await userEvent.keyboard('{Escape}')
      expect(readout()).toBe(`Most: 1,200 at ${at(1)}`)
    },
  )

  test('is read by the pointer, and then nothing is said', async () => {
    await three()
    const { width } = chart.element().getBoundingClientRect()
    await chart.hover({ position: { x: width / 2, y: 20 } })
    await expect.poll(readout).toBe(`${at(1)}: 1,200 views, 40 unique viewers`)
    expect(document.querySelectorAll('.pl-chart-bar[data-current="true"]')).toHaveLength(1)
    await chart.hover({ position: { x: width - 3, y: 20 } })
    await expect.poll(readout).toContain('so far')
    await page.getByText('View analytics').hover()
    await expect.poll(readout).toContain('Most')
    expect(spoken()).toBe('')
  })

  test('runs from right to left where people read so, and so do its keys and its pointer', async () => {
    document.documentElement.dir = 'rtl'
    await three()
    const [first = 0, , last = 0] = [...document.querySelectorAll('.pl-chart-bar')].map(
      (bar) => bar.getBoundingClientRect().left,
    )
    expect(first).toBeGreaterThan(last)
    chart.element().focus()
    await userEvent.keyboard('{End}{ArrowRight}')
    expect(readout()).toContain('1,200 views')
    await chart.hover({ position: { x: 3, y: 20 } })
    await expect.poll(readout).toContain('so far')
    const ticks = [...document.querySelectorAll('.pl-chart-time')].map((tick) => tick.getBoundingClientRect().left)
    expect(ticks).toEqual(ticks.toSorted((one, other) => other - one))
    const scale = document.querySelector('.pl-chart-scale')?.getBoundingClientRect().left ?? 0
    expect(scale).toBeGreaterThan(chart.element().getBoundingClientRect().left)
  })

  test('an hour of which nothing is known is no hour without views', async () => {
    const [first, , last] = BUCKETS
    analyticsAre({ buckets: [first, last] })
    mount(<ViewAnalytics pitchId={1} hours={3} />)
    await expect.poll(() => bars().length).toBe(2)
    expect(document.querySelectorAll('.pl-chart-gap')).toHaveLength(1)
    chart.element().focus()
    await userEvent.keyboard('{End}{ArrowLeft}')
    expect(readout()).toMatch(/: not known$/)
    await page.getByRole('button', { name: 'Show as a table' }).click()
    await expect.poll(() => document.querySelectorAll('tbody tr')[1]?.textContent).toMatch(/Not knownNot known$/)
  })

  test('has times of the day for a day and days for a week, and a scale of round numbers', async () => {
    await page.viewport(800, 800)
    mount(<ViewAnalytics pitchId={1} locale="en-US" />)
    await expect.poll(state).toBe('live')
    const ticks = () => [...document.querySelectorAll('.pl-chart-time')].map(({ textContent }) => textContent)
    expect(ticks().length).toBeGreaterThanOrEqual(4)
    for (const tick of ticks()) expect(tick).toMatch(/^(12|6) [AP]M$/)
    await page.getByRole('radio', { name: '7 days' }).click()
    await expect.poll(ticks).toHaveLength(7)
    for (const tick of ticks()) expect(tick).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/)
    expect(document.querySelector('.pl-chart-tick')?.textContent).toBe('0')
  })
})

describe('the time it goes back', () => {
  test('is chosen by radio buttons, told to the host, and asked for', async () => {
    const chosen: number[] = []
    mount(<ViewAnalytics pitchId={1} hours={24} onHoursChange={(hours) => chosen.push(hours)} locale="en-US" />)
    await expect.poll(state).toBe('live')
    const group = page.getByRole('group', { name: 'Time range' })
    expect(group.getByRole('radio').elements()).toHaveLength(2)
    const day = group.getByRole('radio', { name: '24 h' }).element()
    if (day instanceof HTMLElement) day.focus()
    await expect.element(group.getByRole('radio', { name: '24 h' })).toBeChecked()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(group.getByRole('radio', { name: '7 days' })).toBeChecked()
    await expect.poll(() => bars().length).toBe(168)
    expect(summary()).toMatch(/^Last 7 days: /)
    expect(chosen).toEqual([168])
  })

  const ranges = [6, 72]
  test('is one of those the host offers, or the one it began with, or another that the host says', async () => {
    const { render } = mount(<ViewAnalytics pitchId={1} hours={12} ranges={ranges} />)
    await expect.poll(() => bars().length).toBe(12)
    const names = [...document.querySelectorAll('.pl-range-option')].map(({ textContent }) => textContent)
    expect(names).toEqual(['6 h', '12 h', '3 days'])
    render(<ViewAnalytics pitchId={1} hours={6} ranges={ranges} />)
    await expect.poll(() => bars().length).toBe(6)
  })
})

test('says how many watch now, and no more once it cannot know', async () => {
  mount(<ViewAnalytics pitchId={3} />)
  await expect.poll(() => total('Watching now')).toBe('0')
  rest('refuse')
  await sockets(false)
  await expect.poll(() => total('Watching now')).toBe('Not known')
})

test('hands out the numbers as a file that no spreadsheet can take for formulas', async () => {
  analyticsAre({ buckets: BUCKETS, totals: { views: 1_201, uniqueViewers: 41 } })
  mount(<ViewAnalytics pitchId={3} hours={3} labels={{ viewsTotal: '=1+1', uniqueViewers: 'People, "once"' }} />)
  await expect.poll(() => bars().length).toBe(3)
  const files: { readonly name: string; readonly href: string }[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.push({ name: this.download, href: this.href })
  })
  await page.getByRole('button', { name: 'Download CSV' }).click()
  await expect.poll(() => files).toHaveLength(1)
  const [file] = files
  expect(file?.name).toBe('pitch-3-views-3h.csv')
  const bytes = await (await realFetch(file?.href ?? '')).arrayBuffer()
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(
    [
      '\uFEFFHour from,\'=1+1,"People, ""once"""',
      '2026-05-01T11:00:00.000Z,0,0',
      '2026-05-01T12:00:00.000Z,1200,40',
      '2026-05-01T13:00:00.000Z,1,1',
      '',
    ].join('\r\n'),
  )
})

test.each([320, 900])('%d px wide, nothing moves whatever the numbers and the connection do', async (width) => {
  await page.viewport(width, 900)
  let views = 9
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const answer = window.fetch
  window.fetch = async (input, init) => {
    await gate
    if (typeof input !== 'string' || !input.includes('/analytics')) return answer(input, init)
    const buckets = [...BUCKETS.slice(0, 2), { ...BUCKETS[2], views }]
    return Response.json({ buckets, totals: { views, uniqueViewers: views } })
  }
  const { client } = mount(
    <>
      <ViewAnalytics pitchId={4} hours={3} locale="en-US" />
      <p>below</p>
    </>,
  )
  await expect.poll(state).toBe('loading')
  const before = height()
  const shifts = watchShifts()
  open()
  await expect.poll(state).toBe('live')
  for (const next of [10, 999, 5_000, 123_456]) {
    views = next
    await client.invalidateQueries({ queryKey: ['pitch-analytics'] })
    await expect.poll(() => total('Unique viewers')).toBe(new Intl.NumberFormat('en-US').format(next))
  }
  rest('refuse')
  await sockets(false)
  await expect.poll(() => root()?.getAttribute('data-freshness')).toBe('offline')
  rest('answer')
  await sockets(true)
  await expect.poll(state).toBe('live')
  expect(shifts.list()).toEqual([])
  expect(height()).toBe(before)
  shifts.stop()
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
    await expectComplaint(/forbidden: .*watchers:999999/)
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
