import { pitchViews, ViewerList } from 'pitchey-live'
import { createRef } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { contrast } from '../support/contrast.js'
import { watchShifts } from '../support/shifts.js'
import { command, mount, rest, signIn, sockets } from '../support/stage.js'

const root = () => document.querySelector('.pl-viewers')
const state = () => root()?.getAttribute('data-state')
const rows = () => [...document.querySelectorAll('li')]
const names = () => rows().map((row) => row.querySelector('bdi')?.textContent)
const size = () => {
  const { width, height } = root()?.getBoundingClientRect() ?? {}
  return { width, height }
}

beforeEach(() => signIn('ana'))

describe('what it shows', () => {
  test('who looked, newest first, with a face, and when', async () => {
    mount(<ViewerList pitchId={1} locale="en-US" />)
    await expect.poll(state).toBe('live')
    await expect.element(page.getByRole('list', { name: 'Recent viewers' })).toBeVisible()
    expect(rows()).toHaveLength(6)
    const times = rows().map((row) => row.querySelector('time')?.dateTime ?? '')
    expect(times).toEqual(times.toSorted().toReversed())
    const [first] = rows()
    expect(first?.querySelector('.pl-avatar')?.textContent).toBe(names()[0]?.[0])
    expect(first?.querySelector('.pl-avatar')?.getAttribute('aria-hidden')).toBe('true')
    expect(first?.querySelector('time')?.textContent).toMatch(/ago$/)
  })

  test('somebody who comes stands at the top, by name, and nothing has moved', async () => {
    mount(
      <>
        <ViewerList pitchId={2} maxViewers={4} />
        <p>below</p>
      </>,
    )
    await expect.poll(state).toBe('live')
    const before = size()
    const shifts = watchShifts()
    await command('cara', 'pitch_view', { pitchId: 2 })
    await expect.poll(() => names()[0]).toBe('Cara')
    expect(rows().length).toBeLessThanOrEqual(4)
    rest('refuse')
    await sockets(false)
    await expect.poll(() => root()?.getAttribute('data-freshness')).toBe('offline')
    expect(names()[0]).toBe('Cara')
    rest('answer')
    await sockets(true)
    await expect.poll(state).toBe('live')
    expect(shifts.list()).toEqual([])
    expect(size()).toEqual(before)
    shifts.stop()
  })

  test('as many as are wanted, without times, as the host shows them', async () => {
    mount(<ViewerList pitchId={1} maxViewers={2} renderViewer={(viewer) => <b>{viewer.username}!</b>} title="Lately" />)
    await expect.poll(() => rows().length).toBe(2)
    expect(rows()[0]?.textContent).toMatch(/^\w+!$/)
    expect(document.querySelector('.pl-title')?.textContent).toBe('Lately')
  })

  test('no times where none are wanted, and a heading where one is', async () => {
    mount(<ViewerList pitchId={1} showTimestamps={false} headingLevel={3} />)
    await expect.poll(() => rows().length).toBe(6)
    expect(document.querySelector('time')).toBeNull()
    await expect.element(page.getByRole('heading', { level: 3, name: 'Recent viewers' })).toBeVisible()
  })
})

describe('the five states', () => {
  test('loading: rows of the size of what comes', async () => {
    rest('hang')
    const waiting = mount(<ViewerList pitchId={1} maxViewers={3} />)
    await expect.poll(state).toBe('loading')
    expect(root()?.querySelectorAll('.pl-skeleton')).toHaveLength(3)
    expect(document.querySelector('.pl-skeleton')?.checkVisibility({ visibilityProperty: true })).toBe(true)
    const before = size()
    waiting.unmount()
    rest('answer')
    mount(<ViewerList pitchId={1} maxViewers={3} />)
    await expect.poll(state).toBe('live')
    expect(size()).toEqual(before)
  })

  test('empty: says so in the same room', async () => {
    const { client } = mount(<ViewerList pitchId={1} maxViewers={3} />)
    await expect.poll(state).toBe('live')
    const before = size()
    client.setQueryData(pitchViews(1).queryKey, (views) => views && { ...views, recentViewers: [] })
    await expect.poll(state).toBe('empty')
    await expect.element(page.getByText('No viewers yet')).toBeVisible()
    expect(size()).toEqual(before)
  })

  test.each([320, 900])('error, %d px wide: says why in the same room, and a retry brings them', async (width) => {
    await page.viewport(width, 800)
    rest('refuse')
    mount(<ViewerList pitchId={2} maxViewers={3} />)
    await expect.poll(state).toBe('error')
    expect(root()?.textContent).toContain('The viewers could not be loaded. The server cannot be reached.')
    const before = size()
    rest('answer')
    await page.getByRole('button', { name: 'Retry loading viewers' }).click()
    await expect.poll(state).toBe('live')
    expect(document.activeElement).toBe(root())
    expect(size()).toEqual(before)
  })
})

test.each(['light', 'dark'] as const)('each face is read without trouble, %s', async (theme) => {
  document.documentElement.dataset['plTheme'] = theme
  const viewedAt = new Date().toISOString()
  const { client } = mount(<ViewerList pitchId={1} />)
  await expect.poll(state).toBe('live')
  const recentViewers = Array.from({ length: 6 }, (_, n) => ({ userId: n + 1, username: `N ${n}`, viewedAt }))
  client.setQueryData(pitchViews(1).queryKey, (views) => views && { ...views, recentViewers })
  await expect.poll(() => names()[5]).toBe('N 5')
  const grounds = new Set<string>()
  for (const face of document.querySelectorAll('li > .pl-avatar')) {
    const { color, backgroundColor } = getComputedStyle(face)
    grounds.add(backgroundColor)
    expect(contrast(color, backgroundColor)).toBeGreaterThanOrEqual(4.5)
  }
  expect(grounds.size).toBe(6)
})

test('takes className, style, ref and other attributes on its root', async () => {
  const ref = createRef<HTMLElement>()
  mount(<ViewerList pitchId={1} ref={ref} className="mine" style={{ margin: 4 }} data-x="1" />)
  await expect.poll(() => ref.current?.className).toBe('pl-shell pl-viewers mine')
  expect(ref.current?.dataset['x']).toBe('1')
  expect(ref.current?.style.margin).toBe('4px')
})
