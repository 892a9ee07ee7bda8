import { NotificationDropdown, useNotifications } from 'pitchey-live'
import { useEffect } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anaHas, bellName, open, panel, state } from '../support/dropdown.js'
import { command, mount, notify, rest, signIn, violations } from '../support/stage.js'

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `Number ${from + n}`)
const newestFirst = (from: number, to: number) => numbered(from, to).toReversed()

beforeEach(async () => {
  await signIn('ana')
  await anaHas(...numbered(1, 70))
})

describe('useNotifications', () => {
  let hook: ReturnType<typeof useNotifications>
  function Probe() {
    const shown = useNotifications()
    useEffect(() => void (hook = shown), [shown])
    return null
  }
  const shown = () => hook.notifications.map(({ title }) => title)

  test('older ones follow, whatever is pushed off the head by what is new stays, and all of it is live', async () => {
    mount(<Probe />)
    await expect.poll(shown).toEqual(newestFirst(21, 70))
    expect(hook.hasOlder).toBe(true)
    hook.loadOlder()
    await expect.poll(shown).toEqual(newestFirst(1, 70))
    expect([hook.hasOlder, hook.isLoadingOlder, hook.olderError]).toEqual([false, false, null])

    for (const title of numbered(71, 73)) await notify({ title })
    await expect.poll(shown).toEqual(newestFirst(1, 73))
    const [newest, fallen, oldest] = [hook.notifications[0], hook.notifications[51], hook.notifications[72]]
    await command('ana', 'notification_read', { ids: [newest?.id, fallen?.id, oldest?.id] })
    const read = () => hook.notifications.filter(({ read }) => read).map(({ id }) => id)
    await expect.poll(read).toEqual([newest?.id, fallen?.id, oldest?.id])

    await command('ana', 'notification_clear', {})
    await notify({ title: 'After' })
    await expect.poll(shown).toEqual(['After'])
    expect(hook.hasOlder).toBe(false)
  })

  test('what could not be loaded says why, and can be asked for again', async () => {
    mount(<Probe />)
    await expect.poll(shown).toHaveLength(50)
    rest('refuse')
    hook.loadOlder()
    await expect.poll(() => hook.olderError).toMatchObject({ name: 'SnapshotError', status: 0 })
    expect([shown().length, hook.hasOlder, hook.isLoadingOlder]).toEqual([50, true, false])
    rest('answer')
    hook.loadOlder()
    await expect.poll(shown).toEqual(newestFirst(1, 70))
    expect(hook.olderError).toBeNull()
  })
})

describe('the dropdown', () => {
  const more = panel.getByRole('button', { name: 'Load older' })

  const focused = () => document.activeElement?.querySelector('.pl-notification-main')?.textContent
  const pagesAsked = () => {
    const pages = vi.fn<(url: string) => void>()
    const fetch = window.fetch.bind(window)
    window.fetch = (input, init) => {
      if (typeof input === 'string' && input.includes('before=')) pages(input)
      return fetch(input, init)
    }
    return pages
  }

  test('has older ones come by themselves when the end is near, once', async () => {
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('70 unread')
    await open()
    const pages = pagesAsked()
    await expect.element(panel.getByRole('article').first()).toHaveAttribute('aria-setsize', '-1')
    await userEvent.keyboard('{End}')
    await expect.poll(focused).toBe('Number 21')
    await expect.poll(() => document.activeElement?.getAttribute('aria-setsize')).toBe('70')
    await expect.element(more).not.toBeInTheDocument()
    expect(pages).toHaveBeenCalledTimes(1)
    await userEvent.keyboard('{ArrowDown}')
    await expect.poll(focused).toBe('Number 20')
    await userEvent.keyboard('{End}')
    await expect.poll(focused).toBe('Number 1')
    expect(document.activeElement?.getAttribute('aria-posinset')).toBe('70')
    expect(await violations()).toEqual([])
  })

  test('says what went wrong, and keeps a button that leads to the first of the older ones, by keyboard alone', async () => {
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('live')
    await open()
    rest('refuse')
    const failure = 'Older notifications could not be loaded. The server cannot be reached.'
    await userEvent.keyboard('{End}')
    await expect.element(panel.getByText(failure)).toBeVisible()
    await expect.element(page.getByRole('status')).toHaveTextContent(failure)
    await expect.poll(focused).toBe('Number 21')
    await userEvent.tab()
    await userEvent.tab()
    await userEvent.tab()
    await expect.element(more).toHaveFocus()
    expect(await violations()).toEqual([])
    rest('answer')
    await userEvent.keyboard('{Enter}')
    await expect.poll(focused).toBe('Number 20')
    expect(document.activeElement?.getAttribute('aria-setsize')).toBe('70')
    await expect.element(more).not.toBeInTheDocument()
    await expect.element(panel.getByText(failure)).not.toBeInTheDocument()
  })

  test('asks once, however often it is pressed', async () => {
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('live')
    await open()
    const pages = pagesAsked()
    const button = more.element() as HTMLElement
    button.click()
    button.click()
    await expect.element(more).not.toBeInTheDocument()
    expect(pages).toHaveBeenCalledTimes(1)
  })

  test('when all is cleared elsewhere, the focus goes to the heading', async () => {
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('live')
    await open()
    ;(more.element() as HTMLElement).focus()
    await command('ana', 'notification_clear', {})
    await expect.element(page.getByRole('heading', { name: 'Notifications' })).toHaveFocus()
  })
})
