import { UploadProgressBadge, UploadProgressList } from 'pitchey-live'
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { sendElsewhere } from '../support/browserUploads.js'
import { mount, violations } from '../support/stage.js'
import { act, bar, button, openHost, row } from '../support/uploadHost.js'

beforeEach(openHost)

const question = (name: string) => page.getByRole('group', { name, exact: true })
const statusOf = (name: string) => act.uploads.find(({ filename }) => filename === name)?.status
const isThere = async (percent: string) => {
  await expect.element(bar('poster.png')).toHaveAttribute('value', percent)
}
const press = async (name: string) => {
  await expect.element(button(name)).toBeVisible()
  button(name).element().focus()
  await userEvent.keyboard('{Enter}')
}

test('of what is more than half there it is asked first; the focus is at what changes nothing, and Escape is that', async () => {
  const onCancel = vi.fn<() => void>()
  mount(<UploadProgressList locale="en" position="relative" onCancel={onCancel} />)
  await sendElsewhere('poster.png', 100, 64)
  const asked = question('Cancel poster.png? 64% of it is there already.')
  await isThere('64')
  await press('Cancel poster.png')
  await expect.element(asked).toBeVisible()
  await expect.element(button('Keep poster.png')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(asked).not.toBeInTheDocument()
  await expect.element(button('Cancel poster.png')).toHaveFocus()

  await userEvent.keyboard('{Enter}')
  await expect.element(button('Keep poster.png')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(button('Cancel poster.png')).toHaveFocus()
  expect(onCancel).not.toHaveBeenCalled()
  expect(['uploading', 'paused']).toContain(statusOf('poster.png'))

  await userEvent.keyboard('{Enter}')
  await expect.element(button('Keep poster.png')).toHaveFocus()
  await userEvent.keyboard('{Tab}{Enter}')
  await expect.element(row('poster.png')).toHaveTextContent('Cancelled')
  await expect.element(row('poster.png')).toHaveFocus()
  await expect.element(asked).not.toBeInTheDocument()
  expect(onCancel).toHaveBeenCalledTimes(1)
})

test('of what is half there, or less, nothing is asked', async () => {
  mount(<UploadProgressList position="relative" />)
  await sendElsewhere('poster.png', 100, 50)
  await isThere('50')
  await press('Cancel poster.png')
  await expect.element(row('poster.png')).toHaveTextContent('Cancelled')
})

test('what ends meanwhile needs no answer', async () => {
  mount(<UploadProgressList position="relative" />)
  const other = await sendElsewhere('poster.png', 100, 64)
  await isThere('64')
  await press('Cancel poster.png')
  await expect.element(button('Keep poster.png')).toHaveFocus()
  await other.more(64, 36)
  await expect.element(row('poster.png')).toHaveTextContent('Done')
  await expect.element(button('Keep poster.png')).not.toBeInTheDocument()
  await expect.element(row('poster.png')).toHaveFocus()
})

test('all at once are asked about once, when one of them is more than half there', async () => {
  mount(<UploadProgressList locale="en" position="relative" />)
  await sendElsewhere('script.pdf', 100, 10)
  const more = await sendElsewhere('poster.png', 100, 10)
  await expect.element(row('poster.png')).toBeVisible()
  await more.more(10, 60)
  await isThere('70')
  await press('Cancel all uploads')
  const asked = question('Cancel all 2 uploads? Some are more than half done.')
  await expect.element(asked).toBeVisible()
  await expect.element(button('Keep all uploads')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(button('Cancel all uploads')).toHaveFocus()
  expect([statusOf('script.pdf'), statusOf('poster.png')]).not.toContain('cancelled')
  await userEvent.keyboard('{Enter}')
  await expect.element(button('Keep all uploads')).toHaveFocus()
  await userEvent.keyboard('{Tab}{Enter}')
  await expect.element(row('script.pdf')).toHaveTextContent('Cancelled')
  await expect.element(row('poster.png')).toHaveTextContent('Cancelled')
  await expect.element(asked).not.toBeInTheDocument()
})

test('in a badge’s list, Escape answers the question first, and closes the list only then', async () => {
  mount(<UploadProgressBadge locale="en" />)
  await sendElsewhere('poster.png', 100, 64)
  await press('1 upload, 64%')
  await press('Cancel poster.png')
  await expect.element(button('Keep poster.png')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(button('Cancel poster.png')).toHaveFocus()
  await expect.element(page.getByRole('dialog', { name: 'Uploads' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(button('1 upload, 64%')).toHaveFocus()
})

const looks = ['light', 'dark'].flatMap((theme) => ['ltr', 'rtl'].map((dir) => [theme, dir] as const))
test.each(looks)(
  '%s, %s: the question breaks no rule of accessibility, and stays within the page',
  async (theme, dir) => {
    await page.viewport(360, 700)
    const root = document.documentElement
    root.dataset['plTheme'] = theme
    root.dir = dir
    root.style.colorScheme = 'light dark'
    root.style.background = 'Canvas'
    mount(<UploadProgressBadge locale="en" />)
    const name = 'a long name that must not push anything out of the page, however long it may be.png'
    await sendElsewhere(name, 100, 64)
    await sendElsewhere('b.png', 100, 10)
    await press('2 uploads, 37%')
    await press(`Cancel ${name}`)
    await expect.element(button(`Keep ${name}`)).toHaveFocus()
    await press('Cancel all uploads')
    await expect.element(button('Keep all uploads')).toHaveFocus()
    expect(await violations()).toEqual([])
    const popup = document.querySelector('.pl-upload-popup')
    const outside = [...(popup?.querySelectorAll('*') ?? [])].filter((part) => {
      const { left, right } = part.getBoundingClientRect()
      return left < 0 || right > root.clientWidth
    })
    expect(outside.map((part) => part.className)).toEqual([])
    const small = [...(popup?.querySelectorAll('button') ?? [])].filter((target) => {
      const { width, height } = target.getBoundingClientRect()
      return target.checkVisibility() && (width < 24 || height < 24)
    })
    expect(small.map((target) => target.outerHTML)).toEqual([])
    root.removeAttribute('style')
  },
)
