import { NotificationDropdown } from 'pitchey-live'
import { useEffect, useRef, type ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anaHas, bell, bellName, open, panel } from '../support/dropdown.js'
import { mount, signIn, violations } from '../support/stage.js'

beforeEach(async () => {
  await signIn('ana')
  await anaHas('One', 'Two', 'Three')
})
afterEach(async () => {
  await page.viewport(414, 896)
  document.documentElement.removeAttribute('style')
})

const placement = () => panel.element().getAttribute('data-placement')
const box = () => panel.element().getBoundingClientRect()
const bellBox = () => bell.element().getBoundingClientRect()
const isOnTop = () => {
  const { left, right, top, bottom } = box()
  const spots = [
    [left + 20, top + 20],
    [right - 20, bottom - 20],
    [(left + right) / 2, (top + bottom) / 2],
  ] as const
  return spots.every(([x, y]) => panel.element().contains(document.elementFromPoint(x, y)))
}
const isWithinPage = () => {
  const { left, right, top, bottom } = box()
  const { clientWidth, clientHeight } = document.documentElement
  return left >= 0 && right <= clientWidth + 0.5 && top >= 0 && bottom <= clientHeight + 0.5
}
const touchesBell = () => {
  const [{ top, bottom }, at] = [box(), bellBox()]
  return Math.min(Math.abs(top - at.bottom), Math.abs(at.top - bottom)) <= 16
}

/** Browsers without anchors, and without the top layer either. */
const withoutAnchors = () => void vi.spyOn(CSS, 'supports').mockReturnValue(false)
const withoutPopovers = () => {
  const show = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'showPopover')
  if (!show) throw new Error('This browser has no popovers at all')
  Reflect.deleteProperty(HTMLElement.prototype, 'showPopover')
  return () => void Object.defineProperty(HTMLElement.prototype, 'showPopover', show)
}

/** As hosts do it: a bar that clips what leaves it, and a page that lies over it. */
const clipped = (dropdown: ReactNode) => (
  <>
    <div
      style={{
        overflow: 'hidden',
        blockSize: 48,
        position: 'relative',
        zIndex: 1,
        display: 'flex',
        justifyContent: 'end',
      }}
    >
      {dropdown}
    </div>
    <div style={{ position: 'relative', zIndex: 9_999, blockSize: 700, background: 'Canvas' }}>Page</div>
  </>
)

describe.each(['anchor', 'script'] as const)('in the top layer, by %s', (by) => {
  beforeEach(() => {
    if (by === 'script') withoutAnchors()
  })
  const show = async (children: ReactNode) => {
    mount(children)
    await expect.poll(bellName).toContain('3 unread')
    await open()
    expect(placement()).toBe(by)
    await expect.poll(touchesBell).toBe(true)
  }

  test.each([
    ['a desktop', 1_280, 800],
    ['a narrow window', 700, 500],
    ['a phone', 320, 640],
    ['a phone that lies', 640, 320],
  ])('neither clipped nor covered: %s', async (_, width, height) => {
    await page.viewport(width, height)
    await show(clipped(<NotificationDropdown />))
    expect([isOnTop(), isWithinPage()]).toEqual([true, true])
    if (width > 500) expect(Math.abs(box().right - bellBox().right)).toBeLessThanOrEqual(8)
    else expect(box().width).toBeGreaterThan(width - 20)
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
  })

  test('in mirrored order, and where there is no room on its own side', async () => {
    await page.viewport(900, 700)
    document.documentElement.dir = 'rtl'
    await show(clipped(<NotificationDropdown />))
    expect(isWithinPage()).toBe(true)
    expect(Math.abs(box().left - bellBox().left)).toBeLessThanOrEqual(8)
    document.documentElement.dir = 'ltr'
    await expect.poll(isWithinPage).toBe(true)
    expect(isOnTop()).toBe(true)
  })

  test('with text of twice the size', async () => {
    await page.viewport(640, 640)
    document.documentElement.style.fontSize = '200%'
    await show(clipped(<NotificationDropdown />))
    expect([isOnTop(), isWithinPage()]).toEqual([true, true])
    const { scrollWidth, clientWidth } = panel.element()
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
  })

  test('follows its bell when the page is scrolled', async () => {
    await page.viewport(900, 600)
    await show(
      <div style={{ blockSize: 2_000, paddingBlockStart: 200 }}>
        <NotificationDropdown />
      </div>,
    )
    window.scrollTo(0, 150)
    await expect.poll(() => Math.abs(box().top - bellBox().bottom)).toBeLessThanOrEqual(16)
    window.scrollTo(0, 0)
    await expect.poll(() => Math.abs(box().top - bellBox().bottom)).toBeLessThanOrEqual(16)
  })

  test('each of two bells has a panel of its own', async () => {
    await page.viewport(1_000, 700)
    mount(
      <div style={{ display: 'flex', justifyContent: 'space-between' }}>
        <NotificationDropdown />
        <NotificationDropdown className="other" />
      </div>,
    )
    await expect.poll(() => document.querySelectorAll('.pl-badge').length).toBe(2)
    const first = bell.first().element() as HTMLElement
    first.click()
    await expect.element(panel).toBeVisible()
    expect(box().left).toBeLessThan(100)
    ;(bell.last().element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => document.querySelectorAll('.pl-panel').length).toBe(1)
    expect(box().right).toBeGreaterThan(900)
  })
})

test('without a top layer it hangs from the bell, as far as its surroundings let it', async () => {
  const restore = withoutPopovers()
  try {
    await page.viewport(900, 700)
    mount(
      <div style={{ display: 'flex' }}>
        <NotificationDropdown />
      </div>,
    )
    await expect.poll(bellName).toContain('3 unread')
    await open()
    expect([placement(), isWithinPage(), isOnTop(), touchesBell()]).toEqual(['flow', true, true, true])
    await userEvent.keyboard('{Escape}')
    await expect.element(bell).toHaveFocus()
  } finally {
    restore()
  }
})

describe('in a host’s modal dialog', () => {
  function Modal({ onClose }: { readonly onClose: () => void }) {
    const dialog = useRef<HTMLDialogElement>(null)
    useEffect(() => {
      const { current } = dialog
      if (!current?.open) current?.showModal()
    }, [])
    return (
      <dialog
        ref={dialog}
        aria-label="Settings"
        onClose={onClose}
        style={{ inlineSize: 200, blockSize: 120, overflow: 'hidden' }}
      >
        <NotificationDropdown />
      </dialog>
    )
  }

  test('it is seen, heard and used there, and Escape closes no more than it', async () => {
    await page.viewport(900, 700)
    const onClose = vi.fn<() => void>()
    mount(<Modal onClose={onClose} />)
    await expect.poll(bellName).toContain('3 unread')
    await open()
    expect([isOnTop(), isWithinPage()]).toEqual([true, true])
    expect(document.querySelector('dialog [data-pl-part="announcer"]')).not.toBeNull()
    await panel.getByRole('button', { name: 'Mark as read: Two' }).click()
    await expect.poll(bellName).toContain('2 unread')
    expect(await violations()).toEqual([])
    await userEvent.keyboard('{Escape}')
    await expect.element(panel).not.toBeInTheDocument()
    await expect.element(bell).toHaveFocus()
    expect(document.querySelector('dialog')?.open).toBe(true)
    expect(onClose).not.toHaveBeenCalled()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => onClose.mock.calls.length).toBe(1)
  })
})
