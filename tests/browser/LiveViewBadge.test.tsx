import { LiveViewBadge, useWatching } from 'pitchey-live'
import { createRef, type ComponentProps } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { createWatching } from '../../src/hooks/watching.js'
import { contrast } from '../support/contrast.js'
import { manualClock } from '../support/manualClock.js'
import { watchShifts } from '../support/shifts.js'
import { expectComplaint, mount, rest, signIn, sockets } from '../support/stage.js'

const badge = () => document.querySelector('.pl-view-badge')
const state = () => badge()?.getAttribute('data-state')
const text = () => badge()?.querySelector('bdi')?.textContent
const dot = () => badge()?.querySelector('.pl-view-badge-dot') ?? document.body

/** As the page of a pitch does, whose reader is counted. */
function Watched({ on = true, ...props }: ComponentProps<typeof LiveViewBadge> & { on?: boolean }) {
  useWatching(on ? props.pitchId : null)
  return <LiveViewBadge locale="en-US" {...props} />
}

beforeEach(() => signIn('ana'))

describe('how many watch', () => {
  test('live: those who say so, and it goes down when they leave', async () => {
    const { render } = mount(<Watched pitchId={1} />)
    await expect.poll(text).toBe('Live · 1 watching')
    expect(state()).toBe('live')
    render(<Watched pitchId={1} on={false} />)
    await expect.poll(text).toBe('Nobody watching')
    expect(state()).toBe('none')
  })

  test('whoever only sees it is not counted, and records nothing', async () => {
    const send = vi.spyOn(WebSocket.prototype, 'send')
    mount(<LiveViewBadge pitchId={2} />)
    await expect.poll(state).toBe('none')
    const types = send.mock.calls.flatMap(([frame]) =>
      typeof frame === 'string' ? [(JSON.parse(frame) as { type: string }).type] : [],
    )
    expect(types.filter((type) => /watch|view/.test(type))).toEqual([])
  })

  test('without the count it says that it is live', async () => {
    mount(<Watched pitchId={1} showCount={false} />)
    await expect.poll(text).toBe('Live')
  })

  test('hidden while nobody watches it is neither seen nor heard, and keeps its room', async () => {
    const { render } = mount(<Watched pitchId={3} hideWhenZero />)
    await expect.poll(text).toBe('Live · 1 watching')
    const before = badge()?.getBoundingClientRect().toJSON() as unknown
    render(<Watched pitchId={3} hideWhenZero on={false} />)
    await expect.poll(state).toBe('none')
    expect(getComputedStyle(badge() ?? document.body).visibility).toBe('hidden')
    expect(badge()?.getBoundingClientRect().toJSON()).toEqual(before)
  })
})

describe('when it is not live', () => {
  test('polled it tells what was last heard, then since when it is offline, then it is live again', async () => {
    mount(
      <p style={{ display: 'flex', gap: 8 }}>
        <Watched pitchId={1} />
        <span>beside</span>
      </p>,
    )
    await expect.poll(text).toBe('Live · 1 watching')
    const shifts = watchShifts()
    await sockets(false)
    await expect.poll(state).toBe('stale')
    expect(text()).toBe('1 was watching')
    rest('refuse')
    await expect.poll(text).toMatch(/^Offline since \d+:\d\d [AP]M$/)
    expect(state()).toBe('offline')
    rest('answer')
    await sockets(true)
    await expect.poll(text).toBe('Live · 1 watching')
    expect(shifts.list()).toEqual([])
    shifts.stop()
  })

  test('loading, and not to be had', async () => {
    rest('hang')
    await sockets(false)
    mount(<LiveViewBadge pitchId={1} />)
    await expect.poll(state).toBe('loading')
    expect(badge()?.getAttribute('aria-busy')).toBe('true')
    const { width, height } = badge()?.getBoundingClientRect() ?? {}
    await sockets(true)
    mount(
      <div id="gone">
        <LiveViewBadge pitchId={999_999} />
      </div>,
    )
    rest('answer')
    const gone = () => document.querySelector('#gone .pl-view-badge')
    await expect.poll(() => gone()?.getAttribute('data-state')).toBe('error')
    await expectComplaint(/forbidden: .*watchers:999999/)
    // By the socket or by REST, whichever is asked first.
    expect(gone()?.getAttribute('title')).toMatch(/^(This does not exist|You do not have access to this)\.$/)
    const size = gone()?.getBoundingClientRect()
    expect({ width: size?.width, height: size?.height }).toEqual({ width, height })
  })
})

describe('its dot', () => {
  afterEach(() => cdp().send('Emulation.setEmulatedMedia', { features: [] }))

  test('pulses for less than five seconds, and is heard by nobody', async () => {
    mount(<Watched pitchId={1} />)
    await expect.poll(state).toBe('live')
    expect(dot().getAttribute('aria-hidden')).toBe('true')
    const [pulse] = dot().getAnimations({ subtree: true })
    const { duration, iterations } = pulse?.effect?.getTiming() ?? {}
    expect(Number(duration) * (iterations ?? 0)).toBeGreaterThan(0)
    expect(Number(duration) * (iterations ?? 0)).toBeLessThan(5_000)
  })

  test('is still for those who asked for less motion', async () => {
    await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] })
    mount(<Watched pitchId={1} />)
    await expect.poll(state).toBe('live')
    expect(dot().getAnimations({ subtree: true })).toEqual([])
  })

  test.each(['light', 'dark'])('stands out from its ground three to one, %s', async (theme) => {
    document.documentElement.dataset['plTheme'] = theme
    mount(<Watched pitchId={1} />)
    await expect.poll(state).toBe('live')
    const ground = getComputedStyle(badge() ?? document.body).backgroundColor
    expect(contrast(getComputedStyle(dot()).borderTopColor, ground)).toBeGreaterThanOrEqual(3)
  })
})

describe('watching', () => {
  /** A page with a tab that is shown and hidden by the test. */
  function page() {
    const clock = manualClock()
    const said: string[] = []
    const looks = new Set<() => void>()
    const links = new Set<() => void>()
    let visible = true
    let connected = true
    const watching = createWatching<number>({
      say: (pitchId, on) => said.push(`${pitchId} ${on ? 'on' : 'off'}`),
      isConnected: () => connected,
      onConnection: (changed) => {
        links.add(changed)
        return () => links.delete(changed)
      },
      clock,
      environment: {
        visible: () => visible,
        watch: (changed) => {
          const look = () => changed()
          looks.add(look)
          return () => looks.delete(look)
        },
      },
    })
    return {
      watching,
      clock,
      said,
      show: (next: boolean) => {
        visible = next
        for (const look of looks) look()
      },
      connect: (next: boolean) => {
        connected = next
        for (const look of links) look()
      },
      listeners: () => looks.size + links.size,
    }
  }

  test('is said once however many components watch, and taken back with the last of them', () => {
    const { watching, clock, said, listeners } = page()
    const leave = [watching.watch(1), watching.watch(1), watching.watch(2)]
    expect(said).toEqual(['1 on', '2 on'])
    leave[0]?.()
    leave[0]?.()
    clock.advance(10)
    expect(said).toHaveLength(2)
    leave[1]?.()
    clock.advance(10)
    expect(said).toEqual(['1 on', '2 on', '1 off'])
    leave[2]?.()
    clock.advance(10)
    expect(said.at(-1)).toBe('2 off')
    expect(listeners()).toBe(0)
  })

  test('who leaves and comes back in one go never left', () => {
    const { watching, clock, said } = page()
    watching.watch(1)()
    watching.watch(1)
    clock.advance(1_000)
    expect(said).toEqual(['1 on'])
  })

  test('a glance at another tab is no departure, a longer absence is, and a return is told', () => {
    const { watching, clock, said, show } = page()
    watching.watch(1)
    show(false)
    clock.advance(4_000)
    show(true)
    clock.advance(60_000)
    expect(said).toEqual(['1 on'])
    show(false)
    clock.advance(5_000)
    expect(said).toEqual(['1 on', '1 off'])
    show(true)
    expect(said).toEqual(['1 on', '1 off', '1 on'])
  })

  test('a tab that is opened in the background watches for no longer than a glance', () => {
    const { watching, clock, said, show } = page()
    show(false)
    watching.watch(1)
    clock.advance(5_000)
    expect(said.at(-1)).toBe('1 off')
  })

  test('without a connection it is wanted again: of whom the engine thinks by then, it may know nothing', () => {
    const { watching, said, connect } = page()
    watching.watch(1)
    connect(false)
    expect(said).toEqual(['1 on', '1 on'])
    connect(true)
    expect(said).toEqual(['1 on', '1 on'])
  })

  test('goes over to whoever signs in', async () => {
    mount(<Watched pitchId={2} />)
    await expect.poll(text).toBe('Live · 1 watching')
    await signIn('cara')
    await expect.poll(text).not.toBe('Live · 1 watching')
    await expect.poll(text).toBe('Live · 1 watching')
  })
})

test('takes className, style, ref and other attributes on its root', async () => {
  const ref = createRef<HTMLSpanElement>()
  mount(<LiveViewBadge pitchId={1} ref={ref} className="mine" style={{ margin: 4 }} data-x="1" />)
  await expect.poll(() => ref.current?.className).toBe('pl-view-badge mine')
  expect(ref.current?.dataset['x']).toBe('1')
  expect(ref.current?.style.margin).toBe('4px')
})
