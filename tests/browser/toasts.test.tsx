import { ToastProvider, useToast, type ToastContent, type ToastProviderProps, type ToastView } from 'pitchey-live'
import { Component, useEffect, type ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { manualClock, type ManualClock } from '../support/manualClock.js'
import { expectComplaint, mount, signIn, violations } from '../support/stage.js'
import { dismissOf, expectShown, listen, present, region, shown, toastOf } from '../support/toasts.js'
import { systemClock } from '../../src/live/clock.js'

let ears: ReturnType<typeof listen>
/** What the page was given to say its messages by. */
const given: { messages: ToastView | null } = { messages: null }
const messages: ToastView = {
  toast: (content) => given.messages?.toast(content) ?? '',
  dismiss: (id) => given.messages?.dismiss(id),
}
beforeEach(async () => {
  await signIn('ana')
  ears = listen()
})
afterEach(() => {
  ears.stop()
})

function Lost() {
  return <p>{useToast().toast({ title: '' })}</p>
}
class Boundary extends Component<{ readonly children: ReactNode }, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {}
  static getDerivedStateFromError = (error: Error) => ({ error })
  override render() {
    return this.state.error ? <p>{this.state.error.message}</p> : this.props.children
  }
}

function Sender() {
  const view = useToast()
  useEffect(() => {
    given.messages = view
  }, [view])
  return (
    <main>
      <h1>A page</h1>
      <input aria-label="A field" />
      <button type="button">A button</button>
    </main>
  )
}
async function open(more: ToastProviderProps = {}) {
  const view = mount(
    <ToastProvider {...more}>
      <Sender />
      {more.children}
    </ToastProvider>,
  )
  // Nothing times out under a pointer that happens to be there.
  await page.getByRole('heading', { name: 'A page' }).hover()
  return view
}
const add = (title: string, more: Partial<ToastContent> = {}) => messages.toast({ title, ...more })
const stay = (title: string, more: Partial<ToastContent> = {}) => add(title, { level: 'error', ...more })
const field = page.getByRole('textbox', { name: 'A field' })
const motion = (value: 'reduce' | 'no-preference') =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value }] })

describe('a message of the application', () => {
  test('is shown and announced once; the same again in other looks is not announced again', async () => {
    await open()
    const id = add('Saved', { message: 'All is well.' })
    await expect.element(toastOf('Info: Saved')).toHaveAccessibleDescription('All is well.')
    add('Saved', { id, message: 'All is well.', level: 'info', link: '/x' })
    await expect.element(page.getByRole('link', { name: 'Saved' })).toBeVisible()
    stay('Lost', { id: 'lost' })
    await expect.poll(ears.said).toEqual(['polite: Info: Saved. All is well.', 'assertive: Error: Lost'])
    expect(shown()).toEqual(['Lost', 'Saved'])
    messages.dismiss('lost')
    await expectShown('Saved')
  })

  test('its action is called once, and takes it away', async () => {
    await open()
    const onPress = vi.fn<() => void>()
    const onDismiss = vi.fn<() => void>()
    add('Deleted', { actions: [{ label: 'Undo', onPress }], onDismiss })
    await region.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(present).toBe(0)
    expect([onPress.mock.calls.length, onDismiss.mock.calls.length]).toEqual([1, 1])
  })

  test('is asked for below a ToastProvider only', async () => {
    mount(
      <Boundary>
        <Lost />
      </Boundary>,
    )
    await expect.element(page.getByText('pitchey-live: render this below a <ToastProvider>')).toBeVisible()
    await expectComplaint(/below a <ToastProvider>|error occurred in the <Lost>/)
  })
})

describe('time', () => {
  let clock: ManualClock
  beforeEach(() => {
    clock = manualClock()
    vi.spyOn(systemClock, 'now').mockImplementation(() => clock.now())
    vi.spyOn(systemClock, 'after').mockImplementation((ms, run) => {
      const cancel = clock.after(ms, run)
      return () => {
        cancel()
      }
    })
  })
  test('takes away what is no error and asks for nothing; what waits follows, the oldest first', async () => {
    await open({ max: 2 })
    add('First')
    stay('Second')
    add('Third')
    add('Fourth')
    await expect.poll(shown).toEqual(['Second', 'First'])
    await expect.element(region.getByText('2 more')).toBeVisible()
    for (const next of [['Third', 'Second'], ['Fourth', 'Second'], ['Second']]) {
      clock.advance(6_000)
      await expect.poll(shown).toEqual(next)
    }
    clock.advance(3_600_000)
    add('Last')
    await expect.poll(shown).toEqual(['Last', 'Second'])
  })

  test.each(['the pointer is on one', 'the focus is in one', 'the tab is hidden'])(
    'stands still while %s',
    async (why) => {
      await open()
      add('Short')
      stay('Stays')
      await expect.poll(shown).toEqual(['Stays', 'Short'])
      const visibility = vi.spyOn(document, 'visibilityState', 'get')
      const hide = (hidden: boolean) => {
        visibility.mockReturnValue(hidden ? 'hidden' : 'visible')
        document.dispatchEvent(new Event('visibilitychange'))
      }
      if (why === 'the pointer is on one') await userEvent.hover(toastOf('Short'))
      if (why === 'the focus is in one') await userEvent.keyboard('{F6}')
      if (why === 'the tab is hidden') hide(true)
      clock.advance(3_600_000)
      add('Another')
      await expect.poll(shown).toEqual(['Another', 'Stays', 'Short'])
      if (why === 'the pointer is on one') await field.hover()
      if (why === 'the focus is in one') await userEvent.keyboard('{F6}')
      if (why === 'the tab is hidden') hide(false)
      clock.advance(6_000)
      await expect.poll(shown).toEqual(['Stays'])
    },
  )
})

describe('the keyboard', () => {
  test('F6 leads to the newest, and back; Escape dismisses one after the other, and the last leads back', async () => {
    await open()
    await field.click()
    for (const title of ['One', 'Two', 'Three']) stay(title)
    await expectShown('Three', 'Two', 'One')
    await expect.element(field).toHaveFocus()
    await userEvent.keyboard('{F6}')
    await expect.element(toastOf('Three')).toHaveFocus()
    await userEvent.keyboard('{F6}')
    await expect.element(field).toHaveFocus()
    await userEvent.keyboard('{Alt>}t{/Alt}')
    await expect.element(toastOf('Three')).toHaveFocus()
    await userEvent.tab()
    await expect.element(dismissOf('Three')).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(toastOf('Two')).toHaveFocus()
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await expect.element(toastOf('One')).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(field).toHaveFocus()
    await expect.poll(present).toBe(0)
  })

  test('what goes elsewhere with the focus in it leaves it to the page', async () => {
    const { host } = await open()
    await field.click()
    stay('One', { id: 'one' })
    await expectShown('One')
    await userEvent.keyboard('{F6}')
    await expect.element(toastOf('One')).toHaveFocus()
    host.querySelector('input')?.remove()
    messages.dismiss('one')
    await expect.poll(() => document.activeElement?.tagName).toBe('MAIN')
  })

  test('whoever presses the cross with a pointer goes on where they were', async () => {
    await open()
    await field.click()
    stay('One')
    stay('Two')
    await dismissOf('Two').click()
    await expectShown('One')
    await expect.element(field).toHaveFocus()
  })

  test('an action that is gone from what replaces it leaves the focus to the toast', async () => {
    await open()
    stay('One', { id: 'one', actions: [{ label: 'Retry' }] })
    await expectShown('One')
    await userEvent.keyboard('{F6}')
    await userEvent.tab()
    await expect.element(region.getByRole('button', { name: 'Retry' })).toHaveFocus()
    stay('Done', { id: 'one' })
    await expect.element(toastOf('Done')).toHaveFocus()
  })

  test('when many wait, all can be dismissed at once', async () => {
    await open()
    for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) stay(title)
    await region.getByRole('button', { name: 'Dismiss all' }).click()
    await expect.poll(present).toBe(0)
  })
})

describe('above a modal dialog,', () => {
  const topAt = (element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return document.elementFromPoint(left + width / 2, top + height / 2)
  }
  const dialogs = (
    <>
      <dialog id="outer" aria-label="Outer" style={{ inlineSize: '90vw', blockSize: '90vh' }}>
        <button type="button">In the dialog</button>
      </dialog>
      <dialog id="inner" aria-label="Inner" style={{ inlineSize: '80vw', blockSize: '90vh' }} />
    </>
  )
  const dialog = (id: string) => document.querySelector<HTMLDialogElement>(`dialog#${id}`) ?? new HTMLDialogElement()

  test('and above whatever else was in front of everything before they came', async () => {
    const cover = <div id="cover" popover="manual" style={{ inset: 0, inlineSize: '100vw', blockSize: '100vh' }} />
    await open({ children: cover })
    document.querySelector<HTMLElement>('#cover')?.showPopover()
    stay('One')
    await expectShown('One')
    await expect.poll(() => topAt(toastOf('One').element())?.closest('article')).not.toBeNull()
  })

  test('toasts are seen, pressed and reached by key, and are announced within it', async () => {
    await open({ children: dialogs })
    stay('Before')
    await expectShown('Before')
    dialog('outer').showModal()
    await expect.poll(() => topAt(toastOf('Before').element())?.closest('article')).not.toBeNull()
    stay('Within')
    await expectShown('Within', 'Before')
    await expect.poll(ears.said).toEqual(['assertive: Error: Before', 'assertive: Error: Within'])
    expect(dialog('outer').contains(document.querySelector('[data-pl-part=announcer]'))).toBe(true)
    await userEvent.keyboard('{F6}')
    await expect.element(toastOf('Within')).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expectShown('Before')
    expect(dialog('outer').open).toBe(true)
    dialog('inner').showModal()
    await dismissOf('Before').click()
    await expect.poll(present).toBe(0)
    dialog('inner').close()
    dialog('outer').close()
  })

  test('when the dialog goes, also when it is taken out of the page, toasts go on', async () => {
    const { render } = await open({ children: dialogs })
    dialog('outer').showModal()
    stay('One')
    await expect.poll(() => dialog('outer').contains(document.querySelector('.pl-toasts'))).toBe(true)
    dialog('outer').close()
    await expect.poll(() => document.querySelector('.pl-toasts')?.closest('dialog')).toBeNull()
    await expect.element(toastOf('One')).toBeVisible()
    dialog('outer').showModal()
    await expect.poll(() => dialog('outer').contains(document.querySelector('.pl-toasts'))).toBe(true)
    render(
      <ToastProvider>
        <Sender />
      </ToastProvider>,
    )
    await expect.element(toastOf('One')).toBeVisible()
    await dismissOf('One').click()
    await expect.poll(present).toBe(0)
  })
})

describe('motion', () => {
  afterEach(() => motion('no-preference'))
  test('where it is not wanted there is none, and what is dismissed is gone at once', async () => {
    await motion('reduce')
    await open()
    stay('One', { id: 'one' })
    await expectShown('One')
    expect(toastOf('One').element().getAnimations({ subtree: true })).toEqual([])
    messages.dismiss('one')
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    expect(present()).toBe(0)
  })
  test('where it is, a toast leaves when it has been seen to', async () => {
    await open()
    stay('One', { id: 'one' })
    await expectShown('One')
    messages.dismiss('one')
    await expect.poll(shown).toEqual([])
    expect(present()).toBe(1)
    await expect.poll(present).toBe(0)
  })
})

describe('a swipe', () => {
  const swipe = (title: string, by: number, onto = '.pl-toast-icon') => {
    const part = toastOf(title).element().querySelector(onto)
    const init = { bubbles: true, isPrimary: true, pointerId: 1, pointerType: 'touch', clientY: 10 }
    const card = toastOf(title).element()
    vi.spyOn(card as HTMLElement, 'setPointerCapture').mockImplementation(() => undefined)
    part?.dispatchEvent(new PointerEvent('pointerdown', { ...init, clientX: 200 }))
    for (const part of [0.2, 0.6, 1])
      card.dispatchEvent(new PointerEvent('pointermove', { ...init, clientX: 200 + by * part }))
    card.dispatchEvent(new PointerEvent('pointerup', { ...init, clientX: 200 + by }))
  }
  test.each(['ltr', 'rtl'])('%s: towards the end of the line takes it away, the other way does not', async (dir) => {
    document.documentElement.dir = dir
    await open()
    stay('One')
    await expectShown('One')
    const way = dir === 'ltr' ? 1 : -1
    swipe('One', -300 * way)
    stay('Two')
    await expect.poll(shown).toEqual(['Two', 'One'])
    swipe('One', 300 * way)
    await expect.poll(shown).toEqual(['Two'])
  })
  test('a button is pressed, not swiped', async () => {
    await open()
    stay('One')
    await expectShown('One')
    swipe('One', 300, '.pl-toast-dismiss')
    stay('Two')
    await expect.poll(shown).toEqual(['Two', 'One'])
  })
})

describe('how they look', () => {
  test.each(['light', 'dark'] as const)(
    '%s: axe finds nothing, and only the announcer is a live region',
    async (theme) => {
      document.documentElement.dataset['plTheme'] = theme
      document.documentElement.style.colorScheme = theme
      await open({ max: 5 })
      for (const level of ['info', 'success', 'warning', 'error'] as const)
        add(`A ${level}`, { level, message: 'Words.', link: '/x', actions: [{ label: 'Do', style: 'primary' }] })
      for (const title of ['More', 'And more']) stay(title)
      await expect.poll(() => shown().length).toBe(5)
      await expect.poll(() => document.getAnimations().length).toBe(0)
      expect(await violations()).toEqual([])
      const live = [...document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=log]')]
      expect(live.filter((one) => !one.closest('[data-pl-part=announcer]'))).toEqual([])
      const small = [...document.querySelectorAll('.pl-toasts button, .pl-toasts a.pl-button')].filter((target) => {
        const { width, height } = target.getBoundingClientRect()
        return width < 24 || height < 24
      })
      expect(small).toEqual([])
      document.documentElement.removeAttribute('style')
    },
  )

  test('nothing on the page moves for them', async () => {
    const moved: number[] = []
    const observer = new PerformanceObserver((list) => moved.push(...list.getEntries().map(({ duration }) => duration)))
    await open()
    const at = () => {
      const { scrollHeight, scrollWidth } = document.documentElement
      return JSON.stringify([field.element().getBoundingClientRect(), scrollHeight, scrollWidth])
    }
    const before = at()
    observer.observe({ type: 'layout-shift' })
    const id = stay('One')
    stay('Two')
    await expect.poll(shown).toEqual(['Two', 'One'])
    messages.dismiss(id)
    await expectShown('Two')
    expect([at(), moved]).toEqual([before, []])
    observer.disconnect()
  })

  test.each(['ltr', 'rtl'])(
    '%s: on a small screen, with large text, they are as wide as it and within it',
    async (dir) => {
      document.documentElement.dir = dir
      document.documentElement.style.fontSize = '200%'
      await page.viewport(320, 480)
      await open()
      stay('A title of quite some length, as titles are', {
        message: 'Averyveryverylongwordthatcannotbebroken'.repeat(3),
      })
      stay('Second', { actions: [{ label: 'Accept the offer' }, { label: 'Later' }] })
      await expect.poll(() => document.getAnimations().length).toBe(0)
      for (const part of document.querySelectorAll('.pl-toast, .pl-toast *:not(.pl-sr-only)')) {
        const { left, right } = part.getBoundingClientRect()
        expect([left >= 0, right <= 320], part.outerHTML).toEqual([true, true])
      }
      expect(toastOf('Second').element().getBoundingClientRect().width).toBeGreaterThan(280)
      await page.viewport(414, 896)
      document.documentElement.removeAttribute('style')
    },
  )

  test('a host dresses each part, and draws what is in a toast', async () => {
    await open({
      className: 'mine',
      style: { zIndex: 7 },
      slotProps: { toast: { className: 'my-toast', 'data-testid': 'toast' } },
      renderToast: ({ title }, { act }) => (
        <button type="button" onClick={() => act(0)}>
          {title}!
        </button>
      ),
      placement: 'block-start center',
    })
    const onPress = vi.fn<() => void>()
    stay('One', { actions: [{ label: 'Go', onPress }] })
    await expect.element(region).toHaveClass('pl-toasts mine')
    await expect.element(region).toHaveAttribute('data-block', 'block-start')
    await expect.element(toastOf('Error: One')).toHaveClass('pl-toast my-toast')
    await page.getByRole('button', { name: 'One!' }).click()
    expect(onPress).toHaveBeenCalledOnce()
    await expect.poll(present).toBe(0)
  })
})
