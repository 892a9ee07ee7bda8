import type { QueryClient } from '@tanstack/react-query'
import { dashboardMetrics, LiveMetrics } from 'pitchey-live'
import { createRef, Profiler } from 'react'
import { describe, expect, test } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { watchShifts } from '../support/shifts.js'
import { mount, rest, send, signIn, sockets, violations } from '../support/stage.js'

const metrics = page.getByRole('region', { name: 'Live metrics' })
const state = () => metrics.element().getAttribute('data-state')
const text = () => metrics.element().textContent
const status = () => metrics.element().querySelector('.pl-status')?.textContent
const size = () => {
  const { width, height } = metrics.element().getBoundingClientRect()
  return { width, height }
}

describe('the five states', () => {
  test('loading: skeletons of the final size, marked busy', async () => {
    await signIn('ana')
    rest('hang')
    mount(<LiveMetrics />)
    await expect.element(metrics).toHaveAttribute('data-state', 'loading')
    await expect.element(metrics).toHaveAttribute('aria-busy', 'true')
    expect(metrics.element().querySelectorAll('dd .pl-skeleton')).toHaveLength(4)
    const before = size()
    rest('answer')
    mount(<LiveMetrics className="second" />)
    await expect.poll(() => document.querySelector('.second')?.getAttribute('data-state')).toBe('live')
    const { width, height } = document.querySelector('.second')?.getBoundingClientRect() ?? {}
    expect({ width, height }).toEqual(before)
  })

  test('live: four named numbers, said to be live, with the time of the last change', async () => {
    await signIn('ana')
    mount(<LiveMetrics locale="en-US" />)
    await expect.poll(state).toBe('live')
    const terms = [...metrics.element().querySelectorAll('dl > div')].map((row) => [
      row.querySelector('dt')?.textContent,
      row.querySelector('dd')?.textContent,
    ])
    expect(terms).toEqual([
      ['Pitch views', '48'],
      ['Total revenue', '$48,250'],
      ['Active investors', '7'],
      ['New messages', '3'],
    ])
    expect(text()).toContain('Live')
    await expect
      .element(metrics.getByText('Updated'))
      .toHaveTextContent(/^Updated (just now|\d+ (second|minute)s? ago)$/)
    expect(Date.parse(metrics.element().querySelector('time')?.dateTime ?? '')).toBeGreaterThan(Date.now() - 600_000)
  })

  test('live: a change arrives by itself, and what it leaves out stays', async () => {
    await signIn('ana')
    mount(<LiveMetrics locale="en-US" currency="EUR" />)
    await expect.poll(state).toBe('live')
    await send('service', 'PATCH', '/api/dashboard/1', { totalRevenue: 50_000.5 })
    await expect.element(metrics.getByText('€50,000.50', { exact: true })).toBeVisible()
    await send('service', 'PATCH', '/api/dashboard/1', { totalRevenue: 48_250 })
    await expect.element(metrics.getByText('€48,250', { exact: true })).toBeVisible()
    expect(text()).toContain('Active investors7')
  })

  test('empty: nothing has ever happened, so no time is claimed', async () => {
    await signIn('ben')
    mount(<LiveMetrics />)
    await expect.poll(state).toBe('empty')
    expect(text()).toContain('No activity yet')
    expect(metrics.element().querySelector('time')).toBeNull()
  })

  test.each([320, 414, 1000])(
    'error, %d px wide: says so in the same room, a retry brings the numbers',
    async (width) => {
      await page.viewport(width, 800)
      await signIn('ana')
      // Without a socket, and before the first poll, nothing but the button asks again.
      await sockets(false)
      rest('refuse')
      mount(<LiveMetrics />)
      await expect.poll(state).toBe('error')
      await expect.element(metrics.getByText('The server cannot be reached', { exact: false })).toBeVisible()
      const before = size()
      const retry = metrics.getByRole('button', { name: 'Retry loading metrics' })
      for (let stops = 0; stops < 3; stops += 1) await userEvent.tab()
      await expect.element(retry).toHaveFocus()
      rest('answer')
      await userEvent.keyboard('{Enter}')
      await expect.poll(state).not.toMatch(/error|loading/)
      await expect.element(metrics).toHaveFocus()
      await sockets(true)
      await expect.poll(state).toBe('live')
      expect(size()).toEqual(before)
    },
  )

  test('offline: keeps the numbers, never says live, says since when; polls when REST still answers', async () => {
    await signIn('ana')
    mount(<LiveMetrics refreshInterval={500} locale="en-GB" />)
    await expect.poll(state).toBe('live')
    const before = size()
    rest('refuse')
    await sockets(false)
    await expect.poll(state).toBe('offline')
    expect(status()).not.toContain('Live')
    await expect.poll(status).toMatch(/Offline since \d\d:\d\d/)
    expect(text()).toContain('48')
    expect(size()).toEqual(before)

    rest('answer')
    await expect.poll(text).toContain('Polling every 0.5 s')
    await send('service', 'PATCH', '/api/dashboard/1', { newMessages: 4 })
    await expect.poll(text).toContain('New messages4')
    await expect.element(metrics).toHaveAttribute('data-state', 'offline')
    await send('service', 'PATCH', '/api/dashboard/1', { newMessages: 3 })
    await sockets(true)
    await expect.poll(state).toBe('live')
  })
})

const { queryKey } = dashboardMetrics()
/** As an event would change them. */
const change = (client: QueryClient, more: object) =>
  client.setQueryData(queryKey, (known) => known && { ...known, ...more })
const tile = (name: string) =>
  [...metrics.element().querySelectorAll('.pl-metric')].find((each) => each.querySelector('dt')?.textContent === name)
const part = (name: string, part: string) => tile(name)?.querySelector(`[data-pl-part="${part}"]`)?.textContent
const value = (name: string) => part(name, 'metricValue')
const course = (name: string) => tile(name)?.querySelector('.pl-spark-line')?.getAttribute('d') ?? ''

async function shown(element = <LiveMetrics locale="en-US" />) {
  await signIn('ana')
  const mounted = mount(element)
  await expect.poll(state).toBe('live')
  return mounted
}

describe('what happens to a metric', () => {
  test('is said since the page first knew it, and drawn; the chart is said in words', async () => {
    const { client } = await shown()
    const since = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' }).format(
      client.getQueryState(queryKey)?.dataUpdatedAt,
    )
    expect(part('New messages', 'metricChange')).toBe(`=no change since ${since}`)
    expect(tile('New messages')?.querySelector('[data-flat="true"]')).not.toBeNull()
    change(client, { newMessages: 6 })
    await expect.poll(() => part('New messages', 'metricChange')).toBe(`↑up 100% since ${since}`)
    change(client, { newMessages: 2 })
    await expect.poll(() => part('New messages', 'metricChange')).toBe(`↓down 33% since ${since}`)
    expect(part('New messages', 'metricSpark')).toBe('Lowest 2, highest 6, latest 2')
    expect(tile('New messages')?.querySelector('svg')?.ariaHidden).toBe('true')
    expect(tile('New messages')?.querySelector('.pl-metric-arrow')?.getAttribute('aria-hidden')).toBe('true')
    expect(course('New messages').match(/L/g)).toHaveLength(2)
  })

  test('lights up for a moment, a first value never', async () => {
    const { client } = await shown()
    expect(metrics.element().querySelector('[data-flash="true"]')).toBeNull()
    change(client, { newMessages: 8 })
    await expect.poll(() => value('New messages')).toBe('8')
    const [animation] = tile('New messages')?.querySelector('.pl-metric-number')?.getAnimations() ?? []
    expect(animation?.effect?.getTiming().duration).toBe(600)
    expect(tile('Pitch views')?.querySelector('[data-flash="true"]')).toBeNull()
  })

  test('lights up for nobody who asked for less motion', async () => {
    await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] })
    try {
      const { client } = await shown()
      change(client, { newMessages: 8 })
      await expect.poll(() => value('New messages')).toBe('8')
      expect(document.getAnimations()).toEqual([])
    } finally {
      await cdp().send('Emulation.setEmulatedMedia', { features: [] })
    }
  })

  test('is forgotten when another user signs in, who sees nothing of it', async () => {
    const { client } = await shown()
    change(client, { totalRevenue: 77_777 })
    await expect.poll(() => value('Total revenue')).toBe('$77,777')
    const seen = new Set<string>()
    const observer = new MutationObserver(() =>
      seen.add(`${state()} ${value('Total revenue')} ${course('Total revenue')}`),
    )
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    await signIn('ben')
    await expect.poll(state).toBe('empty')
    observer.disconnect()
    expect(value('Total revenue')).toBe('$0')
    await expect.poll(() => part('Total revenue', 'metricChange')).toMatch(/^=no change since /)
    expect(course('Total revenue')).not.toContain('L')
    const [, ...after] = [...seen].filter((line) => !line.startsWith('live'))
    expect(after.filter((line) => line.includes('77,777'))).toEqual([])
  })
})

describe('at twenty updates a second', () => {
  // Whatever else the machine does may make a task long; what the component does makes it so each time.
  test(
    'it is painted four times a second at most, without a long task, and ends on the last value',
    { retry: 2 },
    async () => {
      let commits = 0
      const { client } = await shown(
        <Profiler id="metrics" onRender={() => (commits += 1)}>
          <LiveMetrics />
        </Profiler>,
      )
      const tasks: number[] = []
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) tasks.push(duration)
      })
      observer.observe({ type: 'longtask' })
      const begun = performance.now()
      commits = 0
      let updates = 0
      await new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          updates += 1
          change(client, { pitchViews: 1_000 + updates, totalRevenue: updates * 7.5, newMessages: updates % 9 })
          if (updates < 100) return
          clearInterval(timer)
          resolve()
        }, 50)
      })
      await expect.poll(() => value('Pitch views')).toBe('1,100')
      const seconds = (performance.now() - begun) / 1_000
      observer.disconnect()
      expect(commits).toBeGreaterThan(2 * seconds)
      expect(commits).toBeLessThanOrEqual(4 * seconds + 1)
      expect(tasks).toEqual([])
      expect(course('Pitch views').match(/[ML]/g)?.length).toBeLessThanOrEqual(60)
      const { width } = tile('Pitch views')?.querySelector('.pl-spark')?.getBoundingClientRect() ?? { width: 0 }
      expect(60 / width).toBeLessThanOrEqual(2)
    },
  )
})

describe('held still', () => {
  test('it says of when it is, changes nothing, and catches up when it is let go', async () => {
    const { client } = await shown()
    await userEvent.click(metrics.getByRole('button', { name: 'Pause updates' }))
    await expect.poll(status).toMatch(/^Paused, as of \d+:\d\d [AP]M$/)
    expect(metrics.element().querySelector('.pl-status')?.getAttribute('data-status')).toBe('paused')
    change(client, { newMessages: 42 })
    change(client, { newMessages: 43 })
    await send('service', 'PATCH', '/api/dashboard/1', { activeInvestors: 9 })
    await expect.poll(() => client.getQueryData(queryKey)?.activeInvestors).toBe(9)
    expect(value('New messages')).toBe('3')
    expect(value('Active investors')).toBe('7')
    await userEvent.click(metrics.getByRole('button', { name: 'Resume updates' }))
    await expect.poll(() => value('Active investors')).toBe('9')
    expect(status()).toBe('Live')
    await send('service', 'PATCH', '/api/dashboard/1', { activeInvestors: 7 })
  })

  test('there is nothing to hold still before anything is known', async () => {
    await signIn('ana')
    rest('hang')
    mount(<LiveMetrics />)
    const pause = metrics.getByRole('button', { name: 'Pause updates' })
    await expect.element(pause).toHaveAttribute('aria-disabled', 'true')
    pause.element().dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await expect.element(pause).toBeVisible()
    expect(metrics.element().getAttribute('data-paused')).toBe('false')
  })
})

test('when polls are not answered any more it says that it is out of date', async () => {
  await shown(<LiveMetrics refreshInterval={400} />)
  await sockets(false)
  await expect.poll(() => metrics.element().getAttribute('data-freshness')).toBe('polling')
  rest('hang')
  await expect.poll(() => metrics.element().getAttribute('data-freshness')).toBe('stale')
  expect(text()).toContain('Out of date')
  expect(text()).not.toContain('Polling')
  const dimmed = getComputedStyle(tile('Pitch views')?.querySelector('dd') ?? document.body)
  await expect
    .poll(() => dimmed.color)
    .toBe(getComputedStyle(tile('Pitch views')?.querySelector('dt') ?? document.body).color)
})

describe('what the host decides', () => {
  test('the same in a table, on demand', async () => {
    await shown()
    const toggle = metrics.getByRole('button', { name: 'Show as table' })
    await expect.element(toggle).toHaveAttribute('aria-pressed', 'false')
    await userEvent.click(toggle)
    const table = page.getByRole('table', { name: 'Metrics in a table' })
    await expect.element(table).toBeVisible()
    const rows = [...table.element().querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent).join(' | '),
    )
    expect(rows[1]).toMatch(/^Total revenue \| \$48,250 \| no change since .+ \| \$48,250 \| \$48,250$/)
    expect(rows).toHaveLength(4)
    expect(metrics.element().querySelector('dl')).toBeNull()
    await userEvent.click(toggle)
    await expect.element(table).not.toBeInTheDocument()
  })

  const order = ['newMessages', 'pitchViews'] as const
  test('which metrics, in which order', async () => {
    await shown(<LiveMetrics metrics={order} />)
    const names = [...metrics.element().querySelectorAll('dt')].map(({ textContent }) => textContent)
    expect(names).toEqual(['New messages', 'Pitch views'])
  })

  test('what stands in a tile', async () => {
    await shown(
      <LiveMetrics
        renderMetric={({ label, text, change }) => (
          <>
            <dt>{label}!</dt>
            <dd title={change ?? ''}>{text}</dd>
          </>
        )}
      />,
    )
    await expect.element(metrics.getByText('Pitch views!')).toBeVisible()
    expect(metrics.element().querySelectorAll('.pl-metric dd[title^="no change since"]')).toHaveLength(4)
    expect(await violations()).toEqual([])
  })

  test('a title of its own, and where it stands among the headings', async () => {
    await shown(<LiveMetrics title="Today" headingLevel={2} />)
    await expect.element(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible()
  })
})

test.each([320, 1000])('%d px wide, nothing moves whatever the numbers and the connection do', async (width) => {
  await page.viewport(width, 900)
  await signIn('ana')
  const answer = window.fetch
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  window.fetch = async (input, init) => {
    await gate
    return answer(input, init)
  }
  const { client } = mount(
    <>
      <LiveMetrics refreshInterval={500} locale="en-US" />
      <p>below</p>
    </>,
  )
  await expect.element(metrics).toHaveAttribute('data-state', 'loading')
  const shifts = watchShifts()
  const before = size()
  open()
  await expect.poll(state).toBe('live')
  for (const amount of [9, 10, 99_999, 1_234_567, 98_765_432_109]) {
    change(client, { pitchViews: amount, totalRevenue: -amount - 0.5, newMessages: amount % 7 })
    await expect.poll(() => value('Pitch views')).toBe(new Intl.NumberFormat('en-US').format(amount))
  }
  await expect.poll(() => part('Pitch views', 'metricChange')).toMatch(/^↑up /)
  const overflowing = [...metrics.element().querySelectorAll('.pl-metric-value')].filter(
    (each) => each.scrollWidth > each.clientWidth,
  )
  expect(overflowing).toEqual([])
  rest('answer')
  await sockets(false)
  await expect.poll(() => metrics.element().getAttribute('data-freshness')).toBe('polling')
  rest('refuse')
  await expect.poll(() => metrics.element().getAttribute('data-freshness')).toBe('offline')
  rest('answer')
  await sockets(true)
  await expect.poll(state).toBe('live')
  expect(shifts.list()).toEqual([])
  expect(size()).toEqual(before)
  shifts.stop()
})

test('takes className, style, ref and other attributes on its root', async () => {
  await signIn('ana')
  const ref = createRef<HTMLElement>()
  mount(<LiveMetrics ref={ref} className="mine" style={{ opacity: 0.5 }} id="metrics" data-x="1" />)
  await expect.poll(() => ref.current?.className).toBe('pl-shell pl-metrics mine')
  expect(ref.current).toBe(document.querySelector('#metrics'))
  expect(ref.current?.dataset['x']).toBe('1')
  expect(ref.current?.style.opacity).toBe('0.5')
})

test('without the connection status it says nothing about the connection', async () => {
  await signIn('ana')
  mount(<LiveMetrics showConnectionStatus={false} />)
  await expect.poll(state).toBe('live')
  expect(metrics.element().querySelector('.pl-status')).toBeNull()
})
