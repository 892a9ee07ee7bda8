import { NotificationDropdown } from 'pitchey-live'
import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  article,
  anaHas,
  bell,
  bellName,
  countCommands,
  heading,
  open,
  panel,
  state,
  titles,
} from '../support/dropdown.js'
import { command, mount, notify, signIn } from '../support/stage.js'

beforeEach(() => signIn('ana'))

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
    await userEvent.keyboard('{Enter}')
    await expect.poll(bellName).toBe('Notifications, 1 unread')
    await userEvent.keyboard('{Enter}')
    await expect.element(article('Info: Newer')).toHaveFocus()
    expect(article('Info: Newer').element().hasAttribute('data-unread')).toBe(false)
    await userEvent.keyboard('{Enter}')
    await command('ana', 'notification_read', { ids: 'all' })
    await expect.poll(bellName).toBe('Notifications')
    expect(sent()).toBe(1)
  })

  test('leaves the feed at either end, however long it is', async () => {
    await anaHas('Oldest', 'Middle', 'Newest')
    mount(<NotificationDropdown footer={<a href="#all">View all</a>} />)
    await expect.poll(bellName).toContain('3 unread')
    await open()
    await expect.element(article('Newest')).toHaveFocus()
    await userEvent.keyboard('{Control>}{End}{/Control}')
    await expect.element(panel.getByRole('link', { name: 'View all' })).toHaveFocus()
    await userEvent.keyboard('{Control>}{Home}{/Control}')
    await expect.element(heading).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(article('Newest')).toHaveFocus()
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
    await expect.element(panel.getByRole('radio', { name: 'All' })).toHaveFocus()
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
