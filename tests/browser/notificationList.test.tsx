import { NotificationDropdown } from 'pitchey-live'
import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anaHas, article, bellName, heading, open, panel, root, state, titles } from '../support/dropdown.js'
import { FillOutbox } from '../support/fillOutbox.js'
import { command, mount, notify, rest, signIn, sockets, violations } from '../support/stage.js'

beforeEach(() => signIn('ana'))

const button = (name: string | RegExp) => panel.getByRole('button', { name, exact: typeof name === 'string' })
const unread = panel.getByRole('radio', { name: 'Unread' })
const all = panel.getByRole('radio', { name: 'All' })
const polite = page.getByRole('status')

describe('the filter', () => {
  test('shows the unread, keeps what is read there until one looks anew, and goes by its own keys', async () => {
    await anaHas('Oldest', 'Middle', 'Newest')
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('3 unread')
    await open()
    await button('Mark as read: Middle').click()
    await expect.element(button('Mark as unread: Middle')).toHaveFocus()
    ;(all.element() as HTMLElement).focus()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(unread).toBeChecked()
    await expect.poll(titles).toEqual(['Newest', 'Oldest'])
    await expect.element(article('Oldest')).toHaveAttribute('aria-setsize', '2')

    await button('Mark as read: Newest').click()
    await expect.element(article('Newest')).not.toHaveAttribute('data-unread')
    await expect.element(button('Mark as unread: Newest')).toHaveFocus()
    expect(titles()).toEqual(['Newest', 'Oldest'])
    await expect.poll(bellName).toBe('Notifications, 1 unread')
    expect(await violations()).toEqual([])

    await all.click()
    await expect.poll(titles).toEqual(['Newest', 'Middle', 'Oldest'])
    await unread.click()
    await expect.poll(titles).toEqual(['Oldest'])
    await command('ana', 'notification_read', { ids: 'all' })
    await expect.poll(bellName).toBe('Notifications')
    expect(titles()).toEqual(['Oldest'])
    await all.click()
    await unread.click()
    await expect.element(panel.getByText('Nothing unread')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  test('is back at all when the panel is opened again', async () => {
    await anaHas('One', 'Two')
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('2 unread')
    await open()
    await unread.click()
    await button('Mark as read: Two').click()
    await userEvent.keyboard('{Escape}')
    await open()
    await expect.element(all).toBeChecked()
    await expect.poll(titles).toEqual(['Two', 'One'])
  })
})

test('a notification is read and unread again by its own button, which says what it does to which', async () => {
  await anaHas('One', 'Two')
  mount(<NotificationDropdown />)
  await expect.poll(bellName).toContain('2 unread')
  await open()
  for (let round = 0; round < 2; round += 1) {
    await button('Mark as read: One').click()
    await expect.poll(bellName).toBe('Notifications, 1 unread')
    await expect.element(article('One')).not.toHaveAttribute('data-unread')
    await expect.element(button('Mark as unread: One')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(bellName).toBe('Notifications, 2 unread')
    await expect.element(article('Unread. Info: One')).toBeVisible()
  }
})

describe('a clear', () => {
  test('is told once, and taken back with what has come since', async () => {
    await anaHas('One', 'Two')
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('2 unread')
    await open()
    await button('Clear all').click()
    await expect.element(panel.getByText('Cleared 2.')).toBeVisible()
    await expect.element(polite).toHaveTextContent('Cleared 2.')
    await expect.element(button('Undo')).toHaveFocus()
    expect(await violations()).toEqual([])
    await notify({ title: 'Three' })
    await expect.poll(titles).toEqual(['Three'])
    await userEvent.keyboard('{Enter}')
    await expect.poll(titles).toEqual(['Three', 'Two', 'One'])
    await expect.poll(bellName).toBe('Notifications, 3 unread')
    await expect.element(panel.getByText('Cleared 2.')).not.toBeInTheDocument()
    await expect.element(heading).toHaveFocus()
    expect(document.querySelectorAll('[data-pl-part="announcer"] [role="status"] p')).toHaveLength(2)
  })

  test('can be taken back for ten seconds, and for as long as the focus is there', async () => {
    await anaHas('One')
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('1 unread')
    await open()
    const began = performance.now()
    await button('Clear all').click()
    await expect.element(button('Undo')).toHaveFocus()
    ;(heading.element() as HTMLElement).focus()
    await userEvent.hover(heading)
    await expect.element(button('Undo')).not.toBeInTheDocument()
    expect(performance.now() - began).toBeGreaterThan(10_000)

    await notify({ title: 'Two' })
    await expect.element(article('Two')).toBeVisible()
    const again = performance.now()
    await button('Clear all').click()
    await userEvent.hover(heading)
    await expect.element(button('Undo')).toHaveFocus()
    await expect.poll(() => performance.now() - again).toBeGreaterThan(11_000)
    await expect.element(button('Undo')).toHaveFocus()
    await userEvent.tab()
    await expect.element(button('Undo')).not.toBeInTheDocument()
  })

  test('without a connection is taken back at once', async () => {
    await anaHas('One', 'Two')
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('live')
    await open()
    rest('refuse')
    await sockets(false)
    await expect.poll(state).toBe('offline')
    await button('Clear all').click()
    await expect.poll(titles).toEqual([])
    await button('Undo').click()
    await expect.poll(titles).toEqual(['Two', 'One'])
    rest('answer')
    await sockets(true)
    await expect.poll(state).toBe('live')
    await expect.poll(titles).toEqual(['Two', 'One'])
    await expect.poll(bellName).toBe('Notifications, 2 unread')
  })
})

describe('the days', () => {
  test('stand as headings in the first article of each, and nothing but articles is in the feed', async () => {
    await anaHas('One', 'Two')
    mount(<NotificationDropdown locale="de" />)
    await expect.poll(bellName).toContain('2')
    await open()
    await expect.element(article('Two').getByRole('heading', { name: 'Heute' })).toBeVisible()
    expect(document.querySelectorAll('.pl-day')).toHaveLength(1)
    await notify({ title: 'Three' })
    await expect.element(article('Three').getByRole('heading', { name: 'Heute' })).toBeVisible()
    expect(document.querySelectorAll('.pl-day')).toHaveLength(1)
    expect(await violations()).toEqual([])
    expect(root()?.querySelectorAll('[role=feed] > :not(article)')).toHaveLength(0)
  })
})

describe('what comes while one reads further down', () => {
  /** How far anything in the window jumped, as the browser sees it. */
  function watchShifts() {
    let moved = 0
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved += (entry as PerformanceEntry & { value: number }).value
    })
    observer.observe({ type: 'layout-shift' })
    return { moved: () => moved, stop: () => observer.disconnect() }
  }

  test.each([
    ['a short list', 20],
    ['a long list', 90],
  ])('waits above, told by a pill; nothing moves: %s', async (_, count) => {
    await anaHas(
      ...Array.from({ length: count }, (__, n) => ({ title: `Number ${n + 1}`, message: 'x '.repeat(n % 70) })),
    )
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain(`${count} unread`)
    await open()
    const scroller = document.querySelector('.pl-panel-body')
    if (!scroller) throw new Error('There is nothing that scrolls')
    for (let presses = 0; presses < 6; presses += 1) await userEvent.keyboard('{ArrowDown}')
    await expect.poll(() => scroller.scrollTop).toBeGreaterThan(100)
    const read = document.activeElement
    const top = () => read?.getBoundingClientRect().top
    await new Promise((resolve) => setTimeout(resolve, 600)) // what follows the keys within half a second is no shift
    const before = top()
    const shifts = watchShifts()
    const tops = new Set<number | undefined>()
    let frame = requestAnimationFrame(function look() {
      tops.add(top())
      frame = requestAnimationFrame(look)
    })

    for (const title of ['New 1', 'New 2', 'New 3']) await notify({ title, message: 'Of several words. '.repeat(9) })
    await expect.element(button('3 new')).toBeVisible()
    await expect.poll(() => tops.size).toBeGreaterThan(0)
    expect(document.activeElement).toBe(read)
    // A browser scrolls by whole pixels, rows are as high as their words.
    expect([...tops].filter((each) => Math.abs((each ?? 0) - (before ?? 0)) >= 1)).toEqual([])
    expect(shifts.moved()).toBe(0)
    shifts.stop()
    cancelAnimationFrame(frame)
    expect(await violations()).toEqual([])

    // A row that one walks up to is not hidden behind the pill.
    for (let presses = 0; presses < 5; presses += 1) await userEvent.keyboard('{ArrowUp}')
    const pill = button('3 new').element().getBoundingClientRect()
    await expect.poll(() => document.activeElement?.getBoundingClientRect().top).toBeLessThan(before ?? 0)
    expect(document.activeElement?.getBoundingClientRect().top).toBeGreaterThanOrEqual(pill.bottom)

    await button('3 new').click()
    await expect.element(article('New 3')).toHaveFocus()
    await expect.poll(() => scroller.scrollTop).toBe(0)
    await expect.element(button('3 new')).not.toBeInTheDocument()
    await notify({ title: 'New 4' })
    await expect.poll(() => titles()[0]).toBe('New 4')
    await expect.element(button(/ new$/)).not.toBeInTheDocument()
  })

  test('is told by ear, several at once in one sentence', async () => {
    await anaHas('There before')
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('1 unread')
    await notify({ title: 'First', level: 'warning' })
    await expect.element(polite).toHaveTextContent('Warning: First')
    for (const title of ['Second', 'Third']) await notify({ title })
    await expect.element(polite).toHaveTextContent('2 new notifications')
    expect(polite.element().textContent).not.toContain('There before')
  })
})

// Last: what it has waiting takes the server a while.
test('a clear that cannot be taken back says so, where it is seen and heard, and goes on being offered', async () => {
  await anaHas('One')
  mount(
    <>
      <NotificationDropdown />
      <FillOutbox commands={99} />
    </>,
  )
  await expect.poll(state).toBe('live')
  await open()
  await sockets(false)
  await expect.poll(state).toBe('offline')
  await page.getByRole('button', { name: 'Fill' }).hover()
  await button('Clear all').click()
  await button('Undo').click()
  const failure = /^Could not bring the notifications back\. Too many changes/
  await expect.element(panel.getByText(failure)).toBeVisible()
  await expect.element(page.getByRole('alert')).toHaveTextContent(failure)
  await expect.element(button('Undo')).toBeVisible()
})
