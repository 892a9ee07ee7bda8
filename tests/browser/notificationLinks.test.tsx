import { NotificationDropdown } from 'pitchey-live'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, anaHas, bell, bellName, countCommands, open, panel, state } from '../support/dropdown.js'
import { mount, signIn } from '../support/stage.js'

beforeEach(() => signIn('ana'))

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
