import {
  NotificationDropdown,
  ToastProvider,
  useBrowserNotifications,
  type BrowserNotificationsView,
} from 'pitchey-live'
import { useEffect } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { anaHas, bell } from '../support/dropdown.js'
import { command, mount, notify, signIn } from '../support/stage.js'
import { expectShown, present } from '../support/toasts.js'

/** What the browser shows, by tag: of one that several tabs show, it shows one. */
const shownByBrowser = new Map<string, FakeNotification>()
let asked = 0
let answer: NotificationPermission = 'granted'
const RealNotification = window.Notification

/** Why: a browser without a head shows no notifications, and nobody is there to be asked. */
class FakeNotification extends EventTarget {
  static permission: NotificationPermission = 'default'
  static requestPermission = () => {
    asked += 1
    FakeNotification.permission = answer
    return Promise.resolve(answer)
  }
  readonly title: string
  readonly body: string
  readonly tag: string
  constructor(title: string, { body = '', tag = '' }: NotificationOptions) {
    super()
    this.title = title
    this.body = body
    this.tag = tag
    shownByBrowser.set(tag, this)
  }
  close() {
    if (shownByBrowser.get(this.tag) === this) shownByBrowser.delete(this.tag)
  }
}
const titles = () => [...shownByBrowser.values()].map(({ title }) => title)

let ask: BrowserNotificationsView['request'] = () => Promise.reject(new Error('not mounted'))
function Ask() {
  const view = useBrowserNotifications()
  useEffect(() => {
    ask = view.request
  }, [view.request])
  return (
    <>
      <output>{`${view.permission}, ${view.isSupported ? '' : 'not '}supported`}</output>
      <button type="button" onClick={() => void view.request()}>
        Tell me
      </button>
    </>
  )
}
let visibility: ReturnType<typeof vi.spyOn>
function hide(hidden: boolean) {
  visibility.mockReturnValue(hidden ? 'hidden' : 'visible')
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(async () => {
  asked = 0
  answer = 'granted'
  FakeNotification.permission = 'default'
  shownByBrowser.clear()
  Object.assign(window, { Notification: FakeNotification })
  visibility = vi.spyOn(document, 'visibilityState', 'get')
  visibility.mockReturnValue('visible')
  await signIn('ana')
  await anaHas('Old one')
})
afterEach(() => void Object.assign(window, { Notification: RealNotification }))

async function open(on = true, onNavigate = vi.fn<(url: string) => void>()) {
  mount(
    <ToastProvider browserNotifications={on} onNavigate={onNavigate}>
      <NotificationDropdown />
      <Ask />
    </ToastProvider>,
  )
  await expect
    .poll(
      async () => {
        if (present() === 0) await notify({ title: 'Told', level: 'error' })
        return present()
      },
      { interval: 500 },
    )
    .toBeGreaterThan(0)
  await command('ana', 'notification_clear', {})
  await expect.poll(present).toBe(0)
  return { onNavigate }
}

test('nobody is asked but by a press, and what they answer is known', async () => {
  mount(
    <ToastProvider browserNotifications>
      <Ask />
    </ToastProvider>,
  )
  await expect.element(page.getByText('default, supported')).toBeVisible()
  const activation = vi.spyOn(navigator.userActivation, 'isActive', 'get').mockReturnValue(false)
  await expect(ask()).rejects.toThrow('when something is pressed')
  expect(asked).toBe(0)
  activation.mockRestore()
  await page.getByRole('button', { name: 'Tell me' }).click()
  await expect.element(page.getByText('granted, supported')).toBeVisible()
  expect(asked).toBe(1)
})

test('where they do not exist they are denied, and nothing is asked', async () => {
  Object.assign(window, { Notification: undefined })
  mount(<Ask />)
  await expect.element(page.getByText('denied, not supported')).toBeVisible()
  expect(await ask()).toBe('denied')
})

describe('with permission', () => {
  beforeEach(() => void (FakeNotification.permission = 'granted'))

  test('what comes while nobody looks is shown by the browser; pressed, it leads to the page', async () => {
    const focus = vi.spyOn(window, 'focus').mockImplementation(() => undefined)
    const { onNavigate } = await open()
    await notify({ title: 'Seen here', level: 'error' })
    await expectShown('Seen here')
    expect(titles()).toEqual([])
    hide(true)
    const { id } = (await notify({ title: 'Look', message: 'At this.', link: '/pitch/3' })) as { id: string }
    await expect.poll(titles).toEqual(['Look'])
    expect(shownByBrowser.get(id)?.body).toBe('At this.')
    shownByBrowser.get(id)?.dispatchEvent(new Event('click'))
    expect(focus).toHaveBeenCalledOnce()
    expect(onNavigate.mock.calls).toEqual([[`${location.origin}/pitch/3`]])
    await expect.poll(titles).toEqual([])
    await expectShown('Seen here')
  })

  test('it goes when it is read elsewhere, and all go when somebody looks', async () => {
    await open()
    hide(true)
    const { id } = (await notify({ title: 'One', level: 'error' })) as { id: string }
    await notify({ title: 'Two', level: 'error' })
    await expect.poll(titles).toEqual(['One', 'Two'])
    await command('ana', 'notification_read', { ids: [id] })
    await expect.poll(titles).toEqual(['Two'])
    hide(false)
    expect(titles()).toEqual([])
    await expectShown('Two')
  })

  test('whoever left the list open, and is elsewhere, is told by the browser alone', async () => {
    await open()
    await bell.click()
    hide(true)
    await notify({ title: 'Look', level: 'error' })
    await expect.poll(titles).toEqual(['Look'])
    expect(present()).toBe(0)
  })

  test('many are one', async () => {
    await open()
    hide(true)
    for (const n of [1, 2, 3, 4, 5]) await notify({ title: `Number ${n}` })
    await expect.poll(titles).toEqual(['5 new notifications'])
  })

  test('none is shown unless the host asks for it', async () => {
    await open(false)
    hide(true)
    await notify({ title: 'Look', level: 'error' })
    await expectShown('Look')
    expect(titles()).toEqual([])
  })
})
