import { useQuery } from '@tanstack/react-query'
import { LiveViewCounter, pitchViews } from 'pitchey-live'
import { createRef, Profiler, type ComponentProps } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { cdp, page } from 'vitest/browser'
import { command, expectComplaint, mount, rest, signIn, sockets } from '../support/stage.js'
import { watchShifts } from '../support/shifts.js'

const counter = () => document.querySelector('.pl-views')
const state = () => counter()?.getAttribute('data-state')
const count = page.getByRole('img')
const name = () => count.element().getAttribute('aria-label')
const number = () => document.querySelector('.pl-views-number')?.textContent

/** Without `trackView`, so that no test changes what another counts. */
const Quiet = (props: ComponentProps<typeof LiveViewCounter>) => <LiveViewCounter trackView={false} {...props} />

beforeEach(() => signIn('ben'))

describe('the five states', () => {
  test('loading: a skeleton as large as the number that follows, or the number known before', async () => {
    rest('hang')
    const { render } = mount(<Quiet pitchId={1} />)
    await expect.poll(state).toBe('loading')
    expect(counter()?.getAttribute('aria-busy')).toBe('true')
    expect(name()).toBe('Loading views')
    const before = counter()?.getBoundingClientRect()
    render(<Quiet pitchId={1} initialViewCount={1204} locale="en-US" />)
    await expect.poll(number).toBe('1.2K')
    expect(name()).toBe('1,204 views')
    expect(state()).toBe('loading')
    expect(counter()?.getBoundingClientRect().toJSON()).toEqual(before?.toJSON())
  })

  test('live: the count, and people when asked for', async () => {
    const { render } = mount(<Quiet pitchId={1} showUniqueViewers />)
    await expect.poll(state).toBe('live')
    expect(name()).toMatch(/^18 views, 6 unique viewers$/)
    expect(counter()?.textContent).toBe('18 views · 6 unique')
    render(<Quiet pitchId={1} />)
    await expect.poll(name).toBe('18 views')
  })

  test('live: recent viewers by their initials, with name and time, the others counted', async () => {
    mount(<Quiet pitchId={1} showRecentViewers maxRecentViewers={2} locale="en-US" />)
    const list = page.getByRole('list', { name: 'Recent viewers' })
    await expect.element(list).toBeVisible()
    const rows = [...list.element().querySelectorAll('li')]
    expect(rows).toHaveLength(3)
    const [first, , more] = rows
    const name = first?.querySelector('bdi')?.textContent ?? ''
    expect(name).not.toBe('')
    expect(first?.querySelector('.pl-avatar')?.textContent).toBe(name[0])
    expect(first?.querySelector('time')?.textContent).toMatch(/ago$/)
    expect(first?.title).toMatch(new RegExp(`^${name}, \\w+ \\d+, 20\\d\\d at `))
    expect(more?.textContent).toBe('+4and 4 more')
    expect(more?.title.split(', ')).toHaveLength(4)
  })

  test('live: recent viewers as the host shows them', async () => {
    mount(
      <Quiet pitchId={1} showRecentViewers maxRecentViewers={1} renderViewer={(viewer) => <b>{viewer.userId}</b>} />,
    )
    await expect.poll(() => document.querySelector('li b')?.textContent).toMatch(/^\d+$/)
    expect(document.querySelector('.pl-avatar')).toBeNull()
  })

  test('empty: nobody yet is a number, too', async () => {
    // No pitch of the demo is without views; what is shown depends on the data alone.
    window.fetch = respondWith({ pitchId: 5, viewCount: 0, uniqueViewers: 0, recentViewers: [] })
    mount(<Quiet pitchId={5} showRecentViewers />)
    await expect.poll(state).toBe('empty')
    expect(name()).toBe('0 views')
    await expect.element(page.getByText('No viewers yet')).toBeVisible()
  })

  test('error: says so, and a retry brings the count and keeps the focus', async () => {
    rest('refuse')
    mount(<Quiet pitchId={2} />)
    await expect.poll(state).toBe('error')
    expect(name()).toBe('Views not available. The server cannot be reached.')
    rest('answer')
    await page.getByRole('button', { name: 'Retry loading views' }).click()
    await expect.poll(state).toBe('live')
    expect(document.activeElement).toBe(counter())
  })

  test('error with a number known before: keeps it, and says that it is out of date', async () => {
    rest('refuse')
    mount(<Quiet pitchId={2} initialViewCount={7} />)
    await expect.poll(state).toBe('error')
    expect(name()).toBe('7 views, not up to date')
    expect(counter()?.textContent).toContain('7 out of date')
  })

  test('offline: keeps the count at its place, and says of when it is', async () => {
    mount(<Quiet pitchId={1} locale="en-GB" />)
    await expect.poll(state).toBe('live')
    const before = counter()?.getBoundingClientRect().toJSON()
    rest('refuse')
    await sockets(false)
    await expect.poll(name).toMatch(/^18 views, Offline since \d\d:\d\d$/)
    expect(counter()?.textContent).toMatch(/^18 as of \d\d:\d\d$/)
    expect(state()).toBe('offline')
    expect(counter()?.getBoundingClientRect().toJSON()).toEqual(before)
  })
})

describe('recording the view', () => {
  test('a second in sight counts once, however often the same pitch returns to the same mount', async () => {
    const sent = viewsSent()
    const { render } = mount(<LiveViewCounter pitchId={3} />)
    await expect.poll(sent).toEqual([3])
    render(<LiveViewCounter pitchId={4} />)
    await expect.poll(sent).toEqual([3, 4])
    render(<LiveViewCounter pitchId={3} size="lg" />)
    await expect.poll(() => counter()?.getAttribute('data-size')).toBe('lg')
    mount(<LiveViewCounter pitchId={1} />)
    // By the time that the other's second is over, this one's would be, too.
    await expect.poll(sent).toEqual([3, 4, 1])
  })

  test('out of sight, or told not to, it records nothing', async () => {
    const sent = viewsSent()
    mount(
      <>
        <LiveViewCounter pitchId={2} trackView={false} />
        <LiveViewCounter pitchId={5} />
        <LiveViewCounter pitchId={4} style={{ position: 'absolute', insetBlockStart: '300vh' }} />
      </>,
    )
    await expect.poll(sent).toEqual([5])
  })

  test('when it cannot be sent nothing is thrown and nothing is shown', async () => {
    const sent = viewsSent()
    mount(<LiveViewCounter pitchId={999_999} initialViewCount={3} />)
    await expect.poll(state).toBe('error')
    await expectComplaint(/forbidden: .*pitch:999999/)
    await expect.poll(sent).toEqual([999_999])
    expect(name()).toBe('3 views, not up to date')
  })
})

describe('animation', () => {
  const rolling = () =>
    [...document.querySelectorAll('[data-rolling="true"]')].map((digit) => [
      digit.textContent,
      digit.getAnimations().length,
    ])

  test('only the digits that are others than before roll, and never a number that was not counted', async () => {
    mount(<Quiet pitchId={2} initialViewCount={1} />)
    await expect.poll(state).toBe('live')
    expect(rolling()).toEqual([])
    const before = Number(number())
    const shown = new Set<string>()
    const observer = new MutationObserver(() => shown.add(number() ?? ''))
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    await command('ben', 'pitch_view', { pitchId: 2 })
    await expect.poll(number).toBe(String(before + 1))
    const digits = Array.from(String(before + 1)).filter((digit, n) => digit !== String(before)[n])
    expect(rolling()).toEqual(digits.map((digit) => [digit, 1]))
    expect(document.querySelector('[data-rolling="true"]')?.getAnimations()[0]?.effect?.getTiming().duration).toBe(200)
    await expect.poll(() => document.getAnimations()).toEqual([])
    observer.disconnect()
    expect([...shown]).toEqual([String(before + 1)])
  })

  test('nothing moves for those who asked for less motion', async () => {
    await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] })
    try {
      mount(<Quiet pitchId={2} />)
      await expect.poll(state).toBe('live')
      const before = Number(number())
      await command('service', 'pitch_view', { pitchId: 2 })
      await expect.poll(number).toBe(String(before + 1))
      expect(document.getAnimations()).toEqual([])
    } finally {
      await cdp().send('Emulation.setEmulatedMedia', { features: [] })
    }
  })

  test('none with animated={false}', async () => {
    mount(<Quiet pitchId={2} animated={false} />)
    await expect.poll(state).toBe('live')
    const before = Number(number())
    await command('cara', 'pitch_view', { pitchId: 2 })
    await expect.poll(number).toBe(String(before + 1))
    expect(rolling()).toEqual([])
  })
})

/** Sees everything. */
function Witness() {
  const { data } = useQuery(pitchViews(1))
  return <output>{`${data?.viewCount} ${data?.uniqueViewers} ${data?.recentViewers.length}`}</output>
}

test('what it does not show does not render it again', async () => {
  let commits = 0
  const { client } = mount(
    <>
      <Witness />
      <Profiler id="counter" onRender={() => (commits += 1)}>
        <Quiet pitchId={1} />
      </Profiler>
    </>,
  )
  await expect.poll(state).toBe('live')
  const before = commits
  const change = async (more: object, seen: string) => {
    client.setQueryData(pitchViews(1).queryKey, (views) => views && { ...views, ...more })
    await expect.poll(() => document.querySelector('output')?.textContent).toBe(seen)
  }
  await change({ viewCount: 1_000, uniqueViewers: 6, recentViewers: [] }, '1000 6 0')
  expect(commits - before).toBe(1)
  await change({ uniqueViewers: 7 }, '1000 7 0')
  await change({ uniqueViewers: 8 }, '1000 8 0')
  expect(commits - before).toBe(1)
  await change({ viewCount: 2_000 }, '2000 8 0')
  expect(commits - before).toBe(2)
})

test('nothing beside it moves when the number grows by a digit, the connection goes, and comes back', async () => {
  const { client } = mount(
    <div style={{ display: 'flex', fontSize: 16 }}>
      <Quiet pitchId={1} showUniqueViewers showRecentViewers maxRecentViewers={3} />
      <p>beside</p>
    </div>,
  )
  await expect.poll(state).toBe('live')
  const shifts = watchShifts()
  const { queryKey } = pitchViews(1)
  for (const viewCount of [99, 100, 999, 1_000]) {
    client.setQueryData(queryKey, (views) => views && { ...views, viewCount, uniqueViewers: viewCount })
    await expect.poll(name).toContain(`${new Intl.NumberFormat().format(viewCount)} views`)
  }
  await command('service', 'pitch_view', { pitchId: 1 })
  rest('refuse')
  await sockets(false)
  await expect.poll(state).toBe('offline')
  rest('answer')
  await sockets(true)
  await expect.poll(state).toBe('live')
  expect(shifts.list()).toEqual([])
  shifts.stop()
})

test('takes className, style, ref and other attributes on its root', async () => {
  const ref = createRef<HTMLDivElement>()
  mount(
    <LiveViewCounter
      trackView={false}
      pitchId={1}
      ref={ref}
      className="mine"
      style={{ margin: 4 }}
      data-x="1"
      size="sm"
    />,
  )
  await expect.poll(() => ref.current?.className).toBe('pl-views mine')
  expect(ref.current?.dataset).toMatchObject({ x: '1', size: 'sm' })
  expect(ref.current?.style.margin).toBe('4px')
})

/** The pitches of which a view was sent from now on: over the socket or over REST, and however often it had to be. */
function viewsSent(): () => number[] {
  const send = vi.spyOn(WebSocket.prototype, 'send')
  const ask = vi.spyOn(globalThis, 'fetch')
  return () => {
    const frames = send.mock.calls.map(([frame], n) => [send.mock.invocationCallOrder[n] ?? 0, frame] as const)
    const bodies = ask.mock.calls.map(([, init], n) => [ask.mock.invocationCallOrder[n] ?? 0, init?.body] as const)
    const views = [...frames, ...bodies]
      .toSorted(([one], [other]) => one - other)
      .flatMap(([, text]) => (typeof text === 'string' ? [JSON.parse(text) as Told] : []))
      .flatMap(({ type, id, data }) => (type === 'pitch_view' ? [[id, data.pitchId] as const] : []))
    return [...new Map(views).values()]
  }
}

interface Told {
  readonly type: string
  readonly id: string
  readonly data: { readonly pitchId: number }
}

const respondWith = (data: object) => () =>
  Promise.resolve(Response.json({ topic: 'pitch:5', epoch: 'another', offset: 0, data }))
