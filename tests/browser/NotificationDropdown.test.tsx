import { NotificationDropdown } from 'pitchey-live'
import { createRef } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { article, anaHas, bell, bellName, heading, open, panel, root, state } from '../support/dropdown.js'
import { FillOutbox } from '../support/fillOutbox.js'
import { command, mount, rest, signIn, sockets } from '../support/stage.js'

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
  await expect.element(panel.getByRole('button', { name: / all/ })).not.toBeInTheDocument()
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
    await panel.getByRole('button', { name: 'Kept', exact: true }).click()
    await expect.element(article('Kept')).not.toHaveAttribute('data-unread')
    rest('answer')
    await sockets(true)
    await expect.poll(state).toBe('live')
    await expect.poll(bellName).toBe('Notifications')
  })
})

test('a full outbox is told to whoever pressed, in an announcement', async () => {
  await anaHas('Unlucky')
  mount(
    <>
      <NotificationDropdown />
      <FillOutbox commands={100} />
    </>,
  )
  await expect.poll(state).toBe('live')
  await open()
  await sockets(false)
  await expect.poll(state).toBe('offline')
  await page.getByRole('button', { name: 'Fill' }).hover()
  await panel.getByRole('button', { name: 'Unlucky', exact: true }).click()
  await expect.element(page.getByRole('alert')).toHaveTextContent(/^Could not mark it as read\. Too many changes/)
  await expect.element(article('Unlucky')).toHaveAttribute('data-unread', 'true')
})
