import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createPitchey,
  NotificationDropdown,
  ToastProvider,
  useNotifications,
  useWebSocket,
  WebSocketProvider,
  type Notification,
  type SharedStore,
  type ShowToast,
} from 'pitchey-live'
import { createBrowserStore } from 'pitchey-live/core'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anaHas, bell, panel } from '../support/dropdown.js'
import { command, configuration, expectComplaint, mount, notify, rest, signIn, sockets } from '../support/stage.js'
import { systemClock } from '../../src/live/clock.js'
import { standingOf } from '../../src/components/toasts/useConnectionVoice.js'
import { expectShown, listen, present, region, toastOf } from '../support/toasts.js'

let ears: ReturnType<typeof listen>
beforeEach(async () => {
  await signIn('ana')
  await anaHas('Old one')
  ears = listen()
})
afterEach(() => ears.stop())

/** Says when the list is there and live, so that what comes after is new. */
function Ready() {
  const { isConnected } = useWebSocket()
  const { status } = useNotifications()
  return <output>{isConnected && status === 'success' ? 'ready' : 'not ready'}</output>
}
async function ready() {
  await expect.poll(() => document.querySelector('output')?.textContent).toBe('ready')
  // It is looked at again every tenth of a second, until the stream stands behind it; nothing on the page tells.
  await new Promise((resolve) => setTimeout(resolve, 300))
}
async function open(more: Partial<Parameters<typeof ToastProvider>[0]> = {}, withBell = false) {
  const view = mount(
    <ToastProvider {...more}>
      {withBell && <NotificationDropdown />}
      <Ready />
      {more.children}
    </ToastProvider>,
  )
  await ready()
  return view
}
const page50 = (n: number) => Array.from({ length: n }, (_, at) => notify({ title: `Of many ${at}` }))

describe('a notification that comes in', () => {
  test('is a toast, and is announced once; what was there already is neither', async () => {
    await open()
    await notify({ title: 'New one', message: 'Somebody wrote.', level: 'success' })
    await expectShown('New one')
    await expect.element(toastOf('Success: New one')).toHaveAttribute('data-level', 'success')
    await notify({ title: 'Payment failed', level: 'error' })
    await expectShown('Payment failed', 'New one')
    await expect.poll(ears.said).toEqual(['polite: Success: New one', 'assertive: Error: Payment failed'])
  })

  test('is announced once, where there is a bell, too', async () => {
    await open({}, true)
    await notify({ title: 'New one' })
    await expectShown('New one')
    await notify({ title: 'Last one' })
    await expect.poll(ears.said).toEqual(['polite: Info: New one', 'polite: Info: Last one'])
  })

  test('is announced once by a bell alone', async () => {
    mount(
      <>
        <NotificationDropdown />
        <Ready />
      </>,
    )
    await ready()
    await notify({ title: 'New one' })
    await notify({ title: 'Last one' })
    await expect.poll(ears.said).toEqual(['polite: Info: New one', 'polite: Info: Last one'])
    expect(present()).toBe(0)
  })

  test('leaves when it is read in another tab, and the others stay', async () => {
    await open()
    await notify({ title: 'First', level: 'error' })
    const { id } = (await notify({ title: 'Second', level: 'error' })) as { id: string }
    await expectShown('Second', 'First')
    await command('ana', 'notification_read', { ids: [id] })
    await expectShown('First')
    await command('ana', 'notification_clear', {})
    await expect.poll(present).toBe(0)
  })

  test('is read when its link is followed or an action is pressed', async () => {
    const onNavigate = vi.fn<(url: string) => void>()
    const onAction = vi.fn<(event: string, notification: Notification) => void>()
    await open({ onNavigate, onAction }, true)
    await notify({ title: 'Look', link: '/pitch/3' })
    await page.getByRole('link', { name: 'Look' }).click()
    await expect.poll(() => bell.element().getAttribute('aria-label')).toBe('Notifications, 1 unread')
    await expect.poll(present).toBe(0)
    expect(onNavigate.mock.calls).toEqual([[`${location.origin}/pitch/3`]])

    await notify({ title: 'Offer', actions: [{ label: 'Accept', event: 'accept', style: 'primary' }] })
    await region.getByRole('button', { name: 'Accept' }).click()
    await expect.poll(() => bell.element().getAttribute('aria-label')).toBe('Notifications, 1 unread')
    await expect.poll(present).toBe(0)
    expect(onAction.mock.calls[0]).toMatchObject(['accept', { title: 'Offer' }])
  })
})

describe('fifty at once', () => {
  test('are one toast that opens the dropdown, and two announcements at the most', async () => {
    await open({}, true)
    await Promise.all(page50(50))
    await expectShown('50 new notifications')
    await expect.poll(() => ears.said().length).toBeGreaterThan(0)
    await expect.poll(() => ears.said().at(-1)).toMatch(/new notifications$/)
    expect(ears.said().length).toBeLessThanOrEqual(2)
    await region.getByRole('button', { name: 'Show them' }).click()
    await expect.element(panel).toBeVisible()
    await expect.poll(present).toBe(0)
    expect(ears.said().length).toBeLessThanOrEqual(2)
  })

  test('have no action where there is no dropdown, and leave when all are read', async () => {
    await open()
    await Promise.all(page50(6))
    await expectShown('6 new notifications')
    expect(region.getByRole('button', { name: 'Show them' }).elements()).toEqual([])
    await command('ana', 'notification_read', { ids: 'all' })
    await expect.poll(present).toBe(0)
  })

  test('that were missed while the stream was away come as one when it is back', async () => {
    await open()
    rest('refuse')
    await sockets(false)
    await expect.poll(() => document.querySelector('output')?.textContent).toBe('not ready')
    await Promise.all(page50(6))
    rest('answer')
    await sockets(true)
    await expectShown('6 new notifications')
    await expect.poll(ears.said).toEqual(['polite: 6 new notifications'])
  })
})

describe('the dropdown', () => {
  test('while it is open, what comes is announced, and is no toast; opening it takes the toasts away', async () => {
    await open({}, true)
    await notify({ title: 'Before', level: 'error' })
    await expectShown('Before')
    await bell.click()
    await expect.poll(present).toBe(0)
    await notify({ title: 'Meanwhile', level: 'error' })
    await expect.element(panel.getByText('Meanwhile')).toBeVisible()
    await expect.poll(ears.said).toEqual(['assertive: Error: Before', 'assertive: Error: Meanwhile'])
    await userEvent.keyboard('{Escape}')
    await notify({ title: 'After', level: 'error' })
    await expectShown('After')
    await expect.poll(ears.said).toEqual(['Before', 'Meanwhile', 'After'].map((title) => `assertive: Error: ${title}`))
  })
})

test('another user is told nothing of the former one, and nothing of what was there', async () => {
  await open()
  await notify({ title: 'For Ana', level: 'error' })
  await expectShown('For Ana')
  await notify({ userId: 2, title: 'Old one of Ben’s' })
  await signIn('ben')
  await expect.poll(present).toBe(0)
  await ready()
  await notify({ userId: 2, title: 'For Ben', level: 'error' })
  await expectShown('For Ben')
  await expect.poll(ears.said).toEqual(['assertive: Error: For Ana', 'assertive: Error: For Ben'])
})

test('nothing is told of what comes back after a clear', async () => {
  await open({}, true)
  await notify({ title: 'Once', level: 'error' })
  await expectShown('Once')
  await command('ana', 'notification_clear', {})
  await expect.poll(present).toBe(0)
  await command('ana', 'notification_restore', {})
  await expect.poll(() => bell.element().getAttribute('aria-label')).toBe('Notifications, 2 unread')
  await notify({ title: 'Twice', level: 'error' })
  await expectShown('Twice')
  await expect.poll(ears.said).toEqual(['assertive: Error: Once', 'assertive: Error: Twice'])
})

describe('the host’s own toaster', () => {
  test('is told of each once, of a burst once more, and of what is to go; nothing is announced or shown', async () => {
    const told: string[] = []
    const show: ShowToast = ({ id, title }) => {
      told.push(`show ${title}`)
      return () => void told.push(`end ${id === 'pl-notifications' ? 'all' : title}`)
    }
    await open({ show }, true)
    const { id } = (await notify({ title: 'One' })) as { id: string }
    await expect.poll(() => told).toEqual(['show One'])
    await command('ana', 'notification_read', { ids: [id] })
    await expect.poll(() => told).toEqual(['show One', 'end One'])
    told.length = 0
    await Promise.all(page50(6))
    await expect.poll(() => told.at(-1)).toBe('show 6 new notifications')
    // Those that came before the fourth were shown, and have gone.
    const singles = told.filter((line) => line.startsWith('show Of many'))
    expect(told.filter((line) => line.startsWith('end Of many')).length).toBe(singles.length)
    await bell.click()
    await expect.poll(() => told.at(-1)).toBe('end all')
    expect([present(), ears.said()]).toEqual([0, []])
  })

  test('may leave announcing to us', async () => {
    await open({ show: () => undefined, announce: true })
    await notify({ title: 'One' })
    await expect.poll(ears.said).toEqual(['polite: Info: One'])
  })

  test('that throws stops neither the stream nor the page', async () => {
    const caught = vi.fn<(event: ErrorEvent) => void>((event) => event.preventDefault())
    window.addEventListener('error', caught)
    await open(
      {
        show: () => {
          throw new Error('a toaster of yesterday')
        },
        announce: true,
      },
      true,
    )
    await notify({ title: 'One' })
    await expect.poll(() => bell.element().getAttribute('aria-label')).toBe('Notifications, 2 unread')
    await expect.poll(() => caught.mock.calls.length).toBe(1)
    await expect.poll(ears.said).toEqual(['polite: Info: One'])
    await notify({ title: 'Two' })
    await expect.poll(() => bell.element().getAttribute('aria-label')).toBe('Notifications, 3 unread')
    window.removeEventListener('error', caught)
    await expectComplaint(/a toaster of yesterday/)
  })
})

describe('the connection', () => {
  test('that flaps is not spoken of; lost for five seconds it is, once, and when it is back', async () => {
    await open()
    await sockets(false)
    await expect.poll(() => document.querySelector('output')?.textContent).toBe('not ready')
    await sockets(true)
    await expect.poll(() => document.querySelector('output')?.textContent).toBe('ready')
    await sockets(false)
    await expect.poll(ears.said).toEqual(['polite: Connection lost. What is shown may be out of date.'])
    await sockets(true)
    await expect
      .poll(ears.said)
      .toEqual([
        'polite: Connection lost. What is shown may be out of date.',
        'polite: Connected again. Everything is up to date.',
      ])
  })

  test('is no loss where nobody wants it, or where it has not been there yet', () => {
    expect(standingOf({ state: 'offline' })).toBeNull()
    expect(standingOf({ state: 'connecting' })).toBeNull()
    expect(standingOf({ state: 'offline', attempt: 1 })).toBe('down')
    expect(standingOf({ state: 'halted' })).toBe('down')
  })

  test('a host may speak of it by itself', async () => {
    const { after } = systemClock
    vi.spyOn(systemClock, 'after').mockImplementation((ms, run) => after(ms === 5_000 ? 50 : ms, run))
    await open({ announceConnection: false })
    await sockets(false)
    await expect.poll(() => document.querySelector('output')?.textContent).toBe('not ready')
    // Longer than anybody would now wait to speak of it.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(ears.said()).toEqual([])
    await sockets(true)
    await expect.poll(() => document.querySelector('output')?.textContent).toBe('ready')
    await notify({ title: 'Done', level: 'error' })
    await expect.poll(ears.said).toEqual(['assertive: Error: Done'])
  })
})

describe('a page that is loaded', () => {
  /** An engine and a cache of its own. What it finds is on the disk. */
  function load(store: SharedStore) {
    const live = createPitchey({ ...configuration, remember: { store } })
    const client = new QueryClient()
    const host = document.body.appendChild(document.createElement('div'))
    const root = createRoot(host)
    root.render(
      <QueryClientProvider client={client}>
        <WebSocketProvider live={live}>
          <ToastProvider>
            <Ready />
          </ToastProvider>
        </WebSocketProvider>
      </QueryClientProvider>,
    )
    return () => {
      root.unmount()
      host.remove()
      live.dispose()
      client.clear()
    }
  }

  test.each(['disk', 'socket'])(
    'tells nothing of what came while it was closed, though it shows an older list first: the %s is slower',
    async (slower) => {
      const disk = createBrowserStore(crypto.randomUUID())
      let leave = load(disk)
      await ready()
      await expect.poll(() => disk.keys(), { timeout: 10_000 }).toHaveLength(2)
      leave()
      await notify({ title: 'Meanwhile', level: 'error' })
      const late: SharedStore = {
        ...disk,
        get: (key) => new Promise((resolve) => setTimeout(() => resolve(disk.get(key)), 800)),
      }
      leave = load(slower === 'disk' ? late : disk)
      await ready()
      await notify({ title: 'Now', level: 'error' })
      await expectShown('Now')
      await expect.poll(ears.said).toEqual(['assertive: Error: Now'])
      leave()
    },
  )

  test('while only REST answers, what a poll brings is told', async () => {
    await sockets(false)
    const options = { queries: { meta: { refreshInterval: 500 } } }
    mount(
      <ToastProvider>
        <NotificationDropdown />
      </ToastProvider>,
      new QueryClient({ defaultOptions: options }),
    )
    await expect.poll(() => document.querySelector('.pl-notifications')?.getAttribute('data-freshness')).toBe('polling')
    await notify({ title: 'Polled', level: 'error' })
    await expectShown('Polled')
  })
})
