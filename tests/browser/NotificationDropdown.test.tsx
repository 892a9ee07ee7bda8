import { NotificationDropdown, usePitchViews } from 'pitchey-live'
import { createRef } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { command, mount, notify, rest, signIn, sockets } from '../support/stage.js'

const bell = page.getByRole('button', { name: /^Notifications/ })
const panel = page.getByRole('dialog', { name: 'Notifications' })
const heading = panel.getByRole('heading', { name: 'Notifications' })
const article = (name: string) => panel.getByRole('article', { name })
const root = () => document.querySelector('.pl-notifications')
const state = () => root()?.getAttribute('data-state')
const bellName = () => bell.element().getAttribute('aria-label')
const titles = () => [...document.querySelectorAll('.pl-notification-main')].map(({ textContent }) => textContent)

/** Oldest first. */
async function anaHas(...notifications: readonly (object | string)[]): Promise<void> {
  await command('ana', 'notification_clear', {})
  for (const each of notifications) await notify(typeof each === 'string' ? { title: each } : each)
}

async function open(): Promise<void> {
  await bell.click()
  await expect.element(panel).toBeVisible()
}

beforeEach(() => signIn('ana'))

describe('the bell', () => {
  test('names the exact count, caps the badge, and drops it at zero', async () => {
    await anaHas('One', 'Two', 'Three')
    const { render } = mount(<NotificationDropdown />)
    await expect.poll(bellName).toBe('Notifications, 3 unread')
    expect(document.querySelector('.pl-badge')?.textContent).toBe('3')
    expect(document.querySelector('.pl-badge')?.getAttribute('aria-hidden')).toBe('true')
    render(<NotificationDropdown max={2} />)
    await expect.poll(() => document.querySelector('.pl-badge')?.textContent).toBe('2+')
    expect(bellName()).toBe('Notifications, 3 unread')
    await command('ana', 'notification_read', { ids: 'all' })
    await expect.poll(bellName).toBe('Notifications')
    expect(document.querySelector('.pl-badge')).toBeNull()
  })

  test('is a disclosure of a dialog', async () => {
    mount(<NotificationDropdown />)
    await expect.element(bell).toHaveAttribute('aria-haspopup', 'dialog')
    await expect.element(bell).toHaveAttribute('aria-expanded', 'false')
    await open()
    await expect.element(bell).toHaveAttribute('aria-expanded', 'true')
    expect(bell.element().getAttribute('aria-controls')).toBe(panel.element().id)
  })

  test('takes className, style, ref and other attributes on its root', async () => {
    const ref = createRef<HTMLDivElement>()
    mount(<NotificationDropdown ref={ref} className="mine" style={{ margin: 4 }} data-x="1" />)
    await expect.poll(() => ref.current?.className).toBe('pl-notifications mine')
    expect(ref.current?.dataset['x']).toBe('1')
    expect(ref.current?.style.margin).toBe('4px')
  })
})

describe('the keyboard', () => {
  test('walks the feed and comes back to the bell', async () => {
    await anaHas('Oldest', 'Middle', 'Newest')
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('3 unread')
    await userEvent.tab()
    await expect.element(bell).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(article('Newest')).toHaveFocus()
    await expect.element(article('Newest')).toHaveAttribute('aria-posinset', '1')
    await expect.element(article('Newest')).toHaveAttribute('aria-setsize', '3')
    for (const [key, title] of [
      ['{ArrowDown}', 'Middle'],
      ['{PageDown}', 'Oldest'],
      ['{ArrowDown}', 'Oldest'],
      ['{ArrowUp}', 'Middle'],
      ['{PageUp}', 'Newest'],
      ['{End}', 'Oldest'],
      ['{Home}', 'Newest'],
    ] as const) {
      await userEvent.keyboard(key)
      await expect.element(article(title), { message: `after ${key}` }).toHaveFocus()
    }
    await userEvent.keyboard('{Escape}')
    await expect.element(panel).not.toBeInTheDocument()
    await expect.element(bell).toHaveFocus()
  })

  test('Enter on an article marks it read, once, and leaves the focus on it', async () => {
    await anaHas('Older', 'Newer')
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('2 unread')
    const sent = countCommands('notification_read')
    await open()
    await expect.element(article('Unread. Info: Newer')).toHaveFocus()
    await userEvent.keyboard('{Enter}{Enter}')
    await expect.poll(bellName).toBe('Notifications, 1 unread')
    await expect.element(article('Info: Newer')).toHaveFocus()
    expect(article('Info: Newer').element().hasAttribute('data-unread')).toBe(false)
    await userEvent.keyboard('{Enter}')
    await command('ana', 'notification_read', { ids: 'all' })
    await expect.poll(bellName).toBe('Notifications')
    expect(sent()).toBe(1)
  })

  test('with nothing in the feed the heading takes the focus', async () => {
    await anaHas()
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('empty')
    await open()
    await expect.element(heading).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(heading).toHaveFocus()
  })

  test('tabbing out closes it, without taking the focus back', async () => {
    await anaHas()
    mount(
      <>
        <NotificationDropdown />
        <button type="button">After</button>
      </>,
    )
    await expect.poll(state).toBe('empty')
    await open()
    await userEvent.tab()
    await expect.element(page.getByRole('button', { name: 'After' })).toHaveFocus()
    await expect.element(panel).not.toBeInTheDocument()
  })
})

test('a press outside closes it', async () => {
  mount(
    <>
      <NotificationDropdown />
      <p style={{ marginTop: 700 }}>Elsewhere</p>
    </>,
  )
  await expect.poll(state).not.toBe('loading')
  await open()
  await page.getByText('Elsewhere').click()
  await expect.element(panel).not.toBeInTheDocument()
})

test('what arrives while it is open does not move the focus', async () => {
  await anaHas('First')
  mount(<NotificationDropdown />)
  await expect.poll(state).toBe('live')
  await open()
  await expect.element(article('First')).toHaveFocus()
  const focused = document.activeElement
  await notify({ title: 'Second', level: 'warning' })
  await expect.poll(titles).toEqual(['Second', 'First'])
  expect(document.activeElement).toBe(focused)
  await expect.element(article('Unread. Warning: Second')).toHaveAttribute('aria-posinset', '1')
})

test('when the focused article is cleared elsewhere the heading takes the focus', async () => {
  await anaHas('Here')
  mount(<NotificationDropdown />)
  await expect.poll(state).toBe('live')
  await open()
  await expect.element(article('Here')).toHaveFocus()
  await command('ana', 'notification_clear', {})
  await expect.element(panel.getByText('No notifications yet')).toBeVisible()
  await expect.element(heading).toHaveFocus()
})

test('"Mark all as read" and "Clear all" are there as long as there is something for them to do', async () => {
  await anaHas('One', 'Two')
  mount(<NotificationDropdown />)
  await expect.poll(bellName).toContain('2 unread')
  await open()
  await panel.getByRole('button', { name: 'Mark all as read' }).click()
  await expect.poll(bellName).toBe('Notifications')
  await expect.element(panel.getByRole('button', { name: 'Mark all as read' })).not.toBeInTheDocument()
  await expect.element(heading).toHaveFocus()
  await panel.getByRole('button', { name: 'Clear all' }).click()
  await expect.element(panel.getByText('No notifications yet')).toBeVisible()
  await expect.element(panel.getByRole('button')).not.toBeInTheDocument()
})

describe('links and actions', () => {
  test('a link to this site goes to onNavigate, marks as read and closes', async () => {
    await anaHas({ title: 'Go', link: '/pitch/3' })
    const onNavigate = vi.fn<(url: string) => void>()
    mount(<NotificationDropdown onNavigate={onNavigate} />)
    await expect.poll(bellName).toContain('1 unread')
    await open()
    await panel.getByRole('link', { name: 'Go' }).click()
    await expect.element(panel).not.toBeInTheDocument()
    await expect.element(bell).toHaveFocus()
    expect(onNavigate.mock.calls).toEqual([[`${location.origin}/pitch/3`]])
    await expect.poll(bellName).toBe('Notifications')
  })

  test('without onNavigate it is an ordinary link, the whole row wide', async () => {
    await anaHas({ title: 'Out', link: 'https://example.com/x', message: 'Press anywhere' })
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('live')
    await open()
    const link = panel.getByRole('link', { name: 'Out' }).element()
    expect(link.getAttribute('href')).toBe('https://example.com/x')
    const { left, bottom } = article('Out').element().getBoundingClientRect()
    expect(document.elementFromPoint(left + 8, bottom - 8)).toBe(link)
  })

  test('an action tells its event once, marks as read once, and leaves the row alone', async () => {
    const actions = [
      { label: 'Later', event: 'snooze', style: 'secondary' },
      { label: 'Review', url: '/pitch/3', style: 'primary' },
    ]
    await anaHas({ title: 'Offer', link: '/pitch/1', actions })
    const onAction = vi.fn<(event: string) => void>()
    const onNavigate = vi.fn<(url: string) => void>()
    const sent = countCommands('notification_read')
    mount(<NotificationDropdown onAction={onAction} onNavigate={onNavigate} />)
    await expect.poll(bellName).toContain('1 unread')
    await open()
    await panel.getByRole('button', { name: 'Later' }).click()
    expect(onAction.mock.calls.map(([event]) => event)).toEqual(['snooze'])
    await expect.poll(bellName).toBe('Notifications')
    expect(onNavigate).not.toHaveBeenCalled()
    await panel.getByRole('link', { name: 'Review' }).click()
    expect(onNavigate.mock.calls).toEqual([[`${location.origin}/pitch/3`]])
    expect(sent()).toBe(1)
  })
})

describe('the five states', () => {
  test('loading: busy, no count claimed, a skeleton in the panel', async () => {
    rest('hang')
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('loading')
    expect(root()?.getAttribute('aria-busy')).toBe('true')
    expect(bellName()).toBe('Notifications')
    await open()
    await expect.element(heading).toHaveFocus()
    expect(panel.element().querySelectorAll('.pl-skeleton').length).toBeGreaterThan(0)
    expect(panel.element().textContent).toContain('Loading')
  })

  test('error: says why, and a retry brings the list while the focus stays in the panel', async () => {
    await anaHas('There all along')
    rest('refuse')
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('error')
    await open()
    await expect.element(panel.getByText('could not be loaded', { exact: false })).toBeVisible()
    rest('answer')
    await panel.getByRole('button', { name: 'Retry loading notifications' }).click()
    await expect.element(article('There all along')).toBeVisible()
    await expect.element(heading).toHaveFocus()
    expect(state()).toBe('live')
  })

  test('offline: keeps the list, says since when, delivers what was done meanwhile', async () => {
    await anaHas('Kept')
    mount(<NotificationDropdown locale="en-GB" />)
    await expect.poll(state).toBe('live')
    await open()
    await expect.element(panel.getByText('Live', { exact: true })).toBeVisible()
    rest('refuse')
    await sockets(false)
    await expect.poll(state).toBe('offline')
    await expect.poll(() => panel.element().textContent).toMatch(/Offline since \d\d:\d\d/)
    await panel.getByRole('button', { name: 'Kept' }).click()
    await expect.element(article('Kept')).toHaveAttribute('data-unread', 'marking')
    rest('answer')
    await sockets(true)
    await expect.poll(state).toBe('live')
    await expect.poll(bellName).toBe('Notifications')
  })
})

test('a full outbox is told to whoever pressed, in an alert', async () => {
  await anaHas('Unlucky')
  let pressView: (() => unknown) | undefined
  function Viewer() {
    const { trackView } = usePitchViews(4)
    pressView = trackView
    return null
  }
  mount(
    <>
      <NotificationDropdown />
      <Viewer />
    </>,
  )
  await expect.poll(state).toBe('live')
  await open()
  await sockets(false)
  await expect.poll(state).toBe('offline')
  for (let sent = 0; sent < 100; sent += 1) pressView?.()
  await panel.getByRole('button', { name: 'Unlucky' }).click()
  await expect.element(panel.getByRole('alert')).toHaveTextContent(/^Could not mark it as read\. Too many changes/)
  await expect.element(article('Unlucky')).toHaveAttribute('data-unread', 'true')
})

/** Counts what goes over the socket from now on. */
function countCommands(type: string): () => number {
  const send = vi.spyOn(WebSocket.prototype, 'send')
  return () => send.mock.calls.filter(([frame]) => typeof frame === 'string' && frame.includes(`"${type}"`)).length
}
