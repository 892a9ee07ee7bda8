import { NotificationDropdown, useNotifications } from 'pitchey-live'
import { useEffect } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anaHas, bellName, open, panel, state, titles } from '../support/dropdown.js'
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

  test('leads from the end of the feed to the first of the older ones, by keyboard alone', async () => {
    mount(<NotificationDropdown />)
    await expect.poll(bellName).toContain('70 unread')
    await open()
    await expect.element(panel.getByRole('article').first()).toHaveAttribute('aria-setsize', '-1')
    await userEvent.keyboard('{End}')
    await expect.poll(() => document.activeElement?.textContent).toContain('Number 21')
    await userEvent.tab()
    await userEvent.tab()
    await expect.element(more).toHaveFocus()
    expect(await violations()).toEqual([])
    await userEvent.keyboard('{Enter}')
    await expect.poll(titles).toEqual(newestFirst(1, 70))
    await expect.poll(() => document.activeElement?.textContent).toContain('Number 20')
    expect(document.activeElement?.getAttribute('aria-setsize')).toBe('70')
    await expect.element(more).not.toBeInTheDocument()
    expect(await violations()).toEqual([])
  })

  test('says what went wrong, and keeps the button', async () => {
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('live')
    await open()
    rest('refuse')
    await more.click()
    await expect
      .element(panel.getByRole('alert'))
      .toHaveTextContent('Older notifications could not be loaded. The server cannot be reached.')
    rest('answer')
    await more.click()
    await expect.poll(() => titles().length).toBe(70)
    await expect.element(panel.getByRole('alert')).toHaveTextContent('')
  })

  test('asks once, however often it is pressed', async () => {
    mount(<NotificationDropdown />)
    await expect.poll(state).toBe('live')
    await open()
    const pages = vi.fn<(url: string) => void>()
    const fetch = window.fetch.bind(window)
    window.fetch = (input, init) => {
      if (typeof input === 'string' && input.includes('before=')) pages(input)
      return fetch(input, init)
    }
    const button = more.element() as HTMLElement
    button.click()
    button.click()
    await expect.poll(() => titles().length).toBe(70)
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
