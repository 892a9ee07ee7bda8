import { LiveMetrics } from 'pitchey-live'
import { createRef } from 'react'
import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { mount, rest, send, signIn, sockets } from '../support/stage.js'

const metrics = page.getByRole('region', { name: 'Live metrics' })
const state = () => metrics.element().getAttribute('data-state')
const text = () => metrics.element().textContent
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
    await expect.element(metrics.getByText('€50,000.50')).toBeVisible()
    await send('service', 'PATCH', '/api/dashboard/1', { totalRevenue: 48_250 })
    await expect.element(metrics.getByText('€48,250')).toBeVisible()
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
      await userEvent.tab()
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
    expect(text()).not.toContain('Live')
    await expect.poll(text).toMatch(/Offline since \d\d:\d\d/)
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
