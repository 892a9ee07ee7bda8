import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RelativeTime } from '../../src/components/shell/RelativeTime.js'
import { createSharedClock } from '../../src/components/shell/sharedClock.js'
import { whenSeen } from '../../src/components/views/whenSeen.js'
import { manualClock, type ManualClock } from '../support/manualClock.js'

/** A tab that is shown and hidden by the test. */
function tab() {
  const watchers = new Set<() => void>()
  let shown = true
  return {
    visible: () => shown,
    watch: (changed: () => void) => {
      watchers.add(changed)
      return () => void watchers.delete(changed)
    },
    show: (next: boolean) => {
      shown = next
      for (const changed of watchers) changed()
    },
    watchers: () => watchers.size,
  }
}

let clock: ManualClock
let page: ReturnType<typeof tab>
beforeEach(() => {
  clock = manualClock()
  page = tab()
})

describe('the shared clock', () => {
  test('ticks for all who listen, by one timer, and stops after the last', () => {
    const shared = createSharedClock(clock, page)
    let ticks = 0
    const leave = [1, 2, 3].map(() => shared.subscribe(() => (ticks += 1)))
    ticks = 0
    clock.advance(30_000)
    expect(ticks).toBe(3)
    for (const each of leave) each()
    clock.advance(300_000)
    expect(ticks).toBe(3)
    expect(page.watchers()).toBe(0)
  })

  test('stands still in a hidden tab, and catches up when it is shown', () => {
    const shared = createSharedClock(clock, page)
    let ticks = 0
    const start = shared.now()
    shared.subscribe(() => (ticks += 1))
    page.show(false)
    ticks = 0
    clock.advance(3_600_000)
    expect(ticks).toBe(0)
    page.show(true)
    expect(ticks).toBe(1)
    expect(shared.now()).toBe(start + 3_600_000)
  })
})

describe('being seen', () => {
  let target: HTMLElement
  let seen = 0
  let stop = () => {}
  beforeEach(() => {
    seen = 0
    target = document.createElement('p')
    target.textContent = 'Look at me'
    document.body.append(target)
  })
  afterEach(() => {
    stop()
    target.remove()
  })
  /** Until the browser has told where the element is. */
  const told = () =>
    new Promise<void>((resolve) => {
      const observer = new IntersectionObserver(() => {
        observer.disconnect()
        setTimeout(resolve) // all observers are told in one go, in no order
      })
      observer.observe(target)
    })
  const begin = async () => {
    stop = whenSeen(target, () => (seen += 1), clock, page)
    await told()
  }

  test('takes a second without a break', async () => {
    await begin()
    clock.advance(999)
    expect(seen).toBe(0)
    page.show(false)
    page.show(true)
    clock.advance(999)
    expect(seen).toBe(0)
    clock.advance(1)
    expect(seen).toBe(1)
    clock.advance(10_000)
    page.show(true)
    clock.advance(10_000)
    expect(seen).toBe(1)
    expect(page.watchers()).toBe(0)
  })

  test('never happens in a hidden tab', async () => {
    page.show(false)
    await begin()
    clock.advance(60_000)
    expect(seen).toBe(0)
    page.show(true)
    clock.advance(1_000)
    expect(seen).toBe(1)
  })

  test('never happens out of sight', async () => {
    target.style.marginTop = '300vh'
    await begin()
    clock.advance(60_000)
    expect(seen).toBe(0)
    target.style.marginTop = '0'
    await told()
    clock.advance(1_000)
    expect(seen).toBe(1)
  })

  test('is over when nobody waits for it any more', async () => {
    await begin()
    stop()
    clock.advance(60_000)
    expect(seen).toBe(0)
    expect(page.watchers()).toBe(0)
  })
})

test('a time is readable by machines, and in full on its title', async () => {
  const host = document.createElement('div')
  const root = createRoot(host)
  root.render(<RelativeTime at="2020-01-02T03:04:05.000Z" locale="en-US" />)
  await expect.poll(() => host.querySelector('time')?.textContent).toMatch(/^Jan [12], 2020$/)
  expect(host.querySelector('time')?.dateTime).toBe('2020-01-02T03:04:05.000Z')
  expect(host.querySelector('time')?.title).toMatch(/^January [12], 2020 at /)
  root.unmount()
})
