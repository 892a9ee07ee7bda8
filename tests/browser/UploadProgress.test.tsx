import { UploadDropZone, UploadProgressBadge, UploadProgressList } from 'pitchey-live'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { fileOf, holdPatches, sendElsewhere } from '../support/browserUploads.js'
import { mount, rest, signIn, sockets, violations } from '../support/stage.js'
import { act, announced, bar, button, list, openHost, row, send } from '../support/uploadHost.js'

let release: () => void = () => undefined
beforeEach(async () => {
  await page.viewport(800, 700)
  await openHost()
})
afterEach(() => release())
const held = () => {
  release = holdPatches()
}

describe('one upload', () => {
  test('stands in the list with a bar that has its name, and how far it is in words', async () => {
    mount(<UploadProgressList locale="en" position="relative" />)
    const other = await sendElsewhere('poster.png', 7_400, 3_100)
    await expect.element(bar('poster.png')).toHaveAttribute('aria-valuetext', '41%, 3.1 kB of 7.4 kB')
    await expect.element(bar('poster.png')).toHaveAttribute('value', '41')
    await expect.element(row('poster.png')).toHaveTextContent('41%, 3.1 kB of 7.4 kB')
    await other.more(3_100, 4_300)
    await expect.element(row('poster.png')).toHaveTextContent('Done, 7.4 kB')
    await expect.element(bar('poster.png')).not.toBeInTheDocument()
  })

  test('is sent by this page, and held up, goes on, and is there', async () => {
    held()
    mount(<UploadProgressList locale="en" position="relative" />)
    const [handle] = send(fileOf('trailer.mov'))
    await expect.element(row('trailer.mov')).toHaveAttribute('data-status', 'uploading')
    await button('Pause trailer.mov').click()
    await expect.element(row('trailer.mov')).toHaveTextContent('Paused')
    await expect.element(row('trailer.mov')).toHaveFocus()
    release()
    await button('Resume trailer.mov').click()
    await handle?.done
    await expect.element(row('trailer.mov')).toHaveTextContent('Done, 1 kB')
  })

  test('is taken back, from the server too, and its owner told', async () => {
    held()
    const onCancel = vi.fn<(uploadId: string) => void>()
    mount(<UploadProgressList position="relative" onCancel={onCancel} />)
    const [handle] = send(fileOf('trailer.mov'))
    const ours = () => act.uploads.find(({ key, uploadId }) => key === handle?.key && uploadId !== key)
    await expect.poll(ours).toBeDefined()
    const uploadId = ours()?.uploadId
    await button('Cancel trailer.mov').click()
    await expect.element(row('trailer.mov')).toHaveTextContent('Cancelled')
    expect(onCancel.mock.calls).toEqual([[uploadId]])
    await expect(handle?.done).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('of another device can be taken back here; when the server cannot be told, that is said', async () => {
    mount(<UploadProgressList position="relative" />)
    await sendElsewhere('far.mov', 100, 10)
    await expect.element(row('far.mov')).toBeVisible()
    await expect.element(button('Pause far.mov')).not.toBeInTheDocument()
    rest('refuse')
    await button('Cancel far.mov').click()
    const failure = 'Could not cancel far.mov. The server cannot be reached.'
    await expect.element(list).toHaveTextContent(failure)
    await expect.poll(announced).toContain(failure)
    rest('answer')
    await button('Cancel far.mov').click()
    await expect.element(row('far.mov')).toHaveTextContent('Cancelled')
    await expect.element(list).not.toHaveTextContent(failure)
  })

  test('that failed stays, says why, and is retried', async () => {
    const onRetry = vi.fn<(uploadId: string) => void>()
    mount(<UploadProgressList position="relative" onRetry={onRetry} />)
    const large = fileOf('large.mov')
    Object.defineProperty(large, 'size', { value: 3 * 1024 ** 3, configurable: true })
    send(large)
    await expect.element(row('large.mov')).toHaveTextContent('The file is too large.')
    await expect.element(button('Retry large.mov')).not.toBeInTheDocument()
    await button('Dismiss large.mov').click()
    await expect.element(row('large.mov')).not.toBeInTheDocument()
    // Too many that are not finished: room comes when others end.
    const others = await Promise.all(Array.from({ length: 20 }, (_, n) => sendElsewhere(`${n}.txt`, 1, 0)))
    send(fileOf('late.mov'))
    await expect.element(row('late.mov')).toHaveTextContent('Too many uploads are unfinished.')
    await Promise.all(others.map((other) => other.remove()))
    await button('Retry late.mov').click()
    await expect.element(row('late.mov')).toHaveTextContent('Done')
    expect(onRetry).toHaveBeenCalledTimes(1)
  })
})

describe('several', () => {
  test('are summed up as they are, with one bar for all', async () => {
    held()
    mount(<UploadProgressList locale="en" position="relative" />)
    send(fileOf('a.mov'), fileOf('b.mov'), fileOf('c.mov'))
    await expect.element(list).toHaveTextContent(/3 uploading/)
    await expect.element(bar('Uploads')).toHaveAttribute('aria-valuetext', '0%, 3 uploading')
    release()
    await expect.element(list).toHaveTextContent(/3 done/)
  })

  test('are cancelled all at once', async () => {
    held()
    mount(<UploadProgressList position="relative" />)
    send(fileOf('a.mov'), fileOf('b.mov'))
    await button('Cancel all uploads').click()
    await expect.element(row('a.mov')).toHaveTextContent('Cancelled')
    await expect.element(row('b.mov')).toHaveTextContent('Cancelled')
  })

  test('when the row with the focus goes, the next one has it', async () => {
    held()
    mount(<UploadProgressList position="relative" />)
    send(fileOf('a.mov'), fileOf('b.mov'))
    await button('Cancel a.mov').click()
    await button('Dismiss a.mov').click()
    await expect.element(row('a.mov')).not.toBeInTheDocument()
    await expect.element(row('b.mov')).toHaveFocus()
  })

  test('begin, fail and end aloud, each once, however many lists there are', async () => {
    held()
    mount(
      <>
        <UploadProgressList position="relative" />
        <UploadProgressBadge />
      </>,
    )
    await expect.element(list).toBeVisible()
    send(fileOf('a.mov'))
    await expect.poll(announced).toEqual(['Upload started: a.mov'])
    release()
    await expect.poll(announced).toContain('All uploads complete')
    expect(announced().filter((text) => text === 'All uploads complete')).toHaveLength(1)
    expect(announced().filter((text) => text === 'Upload started: a.mov').length).toBeLessThan(2)
  })
})

describe('the place', () => {
  test('a fixed list is there while there is something to show, and can be made small', async () => {
    held()
    mount(<UploadProgressList />)
    await expect.element(list).not.toBeInTheDocument()
    send(fileOf('a.mov'))
    await expect.element(list).toBeVisible()
    expect(getComputedStyle(list.element()).position).toBe('fixed')
    await button('Hide uploads').click()
    await expect.element(row('a.mov')).not.toBeInTheDocument()
    await button('Show uploads').click()
    await expect.element(row('a.mov')).toBeVisible()
  })

  test('what is done makes room after a while, but never under somebody who is at it', async () => {
    mount(<UploadProgressList position="relative" />)
    send(fileOf('a.mov'))
    await expect.element(button('Dismiss a.mov')).toBeVisible()
    button('Dismiss a.mov').element().focus()
    await new Promise((resolve) => setTimeout(resolve, 6_500)) // longer than it stays
    await expect.element(row('a.mov')).toBeVisible()
    button('Dismiss a.mov').element().blur()
    await expect.element(row('a.mov')).not.toBeInTheDocument()
    await expect.element(list).toHaveTextContent(/1 done/)
    await button('Show 1 done').click()
    await expect.element(row('a.mov')).toBeVisible()
  })

  test('the badge counts, opens the list with the focus in it, and Escape brings it back', async () => {
    held()
    mount(<UploadProgressBadge locale="en" />)
    await expect.poll(() => document.querySelector('.pl-upload-badge')).toBeNull()
    send(fileOf('a.mov'), fileOf('b.mov'))
    await button('2 uploads, 0%').click()
    await expect.element(page.getByRole('dialog', { name: 'Uploads' })).toBeVisible()
    await expect.element(row('b.mov')).toBeVisible()
    await expect.element(page.getByRole('group', { name: 'Uploads' })).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    await expect.element(button('2 uploads, 0%')).toHaveFocus()
  })

  test('asked for, the page is not left unasked while it sends', async () => {
    const leave = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    held()
    mount(<UploadProgressList guardUnload />)
    expect(leave()).toBe(false)
    send(fileOf('a.mov'))
    await expect.poll(leave).toBe(true)
    release()
    await expect.poll(leave).toBe(false)
  })

  test('files are chosen by a button, or dropped', async () => {
    const onUpload = vi.fn<() => void>()
    mount(
      <>
        <UploadDropZone onUpload={onUpload} />
        <UploadProgressList position="relative" />
      </>,
    )
    await userEvent.upload(page.elementLocator(await zoneInput()), [fileOf('chosen.mov'), fileOf('both.mov')])
    await expect.element(row('chosen.mov')).toHaveTextContent('Done')
    await expect.element(row('both.mov')).toHaveTextContent('Done')
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(fileOf('dropped.mov'))
    const zone = document.querySelector('.pl-drop')
    zone?.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }))
    await expect.poll(() => zone?.getAttribute('data-over')).toBe('true')
    zone?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    await expect.element(row('dropped.mov')).toHaveTextContent('Done')
    expect(onUpload).toHaveBeenCalledTimes(3)
  })
})
const zoneInput = async (): Promise<Element> => {
  await expect.poll(() => document.querySelector('.pl-drop input')).not.toBeNull()
  return document.querySelector('.pl-drop input') ?? document.body
}

describe('all states', () => {
  const show = () =>
    mount(
      <>
        <UploadProgressBadge />
        <UploadProgressList position="relative" />
        <UploadDropZone />
      </>,
    )

  test.each(['light', 'dark'])('%s: axe finds nothing, and nothing is a live region', async (theme) => {
    document.documentElement.dataset['plTheme'] = theme
    document.documentElement.style.colorScheme = 'light dark'
    document.documentElement.style.background = 'Canvas'
    held()
    show()
    const large = fileOf('large.mov')
    Object.defineProperty(large, 'size', { value: 3 * 1024 ** 3 })
    await sendElsewhere('paused.mov', 100, 10)
    const done = await sendElsewhere('done.mov', 2, 1)
    await expect.element(row('done.mov')).toBeVisible()
    await done.more(1, 1)
    send(fileOf('a.mov'), large)
    await expect.element(row('large.mov')).toBeVisible()
    await expect.element(row('a.mov')).toBeVisible()
    await page.getByRole('button', { name: /^1 upload|^2 uploads/ }).click()
    expect(await violations()).toEqual([])
    const live = [...document.querySelectorAll('[aria-live], [role=status], [role=log], [role=timer]')]
    expect(live.filter((region) => !region.closest('[data-pl-part=announcer]'))).toEqual([])
    document.documentElement.removeAttribute('style')
  })

  test('the other way round everything stays within the page', async () => {
    document.documentElement.dir = 'rtl'
    held()
    mount(
      <>
        <UploadProgressBadge />
        <UploadProgressList />
        <UploadDropZone />
      </>,
    )
    send(fileOf('a long name that must not push anything out of the page, however long it may be.mov'), fileOf('b.mov'))
    await page.getByRole('button', { name: /^2 uploads/ }).click()
    await expect.element(page.getByRole('dialog')).toBeVisible()
    const outside = [...document.querySelectorAll('[class^="pl-"]')].filter((part) => {
      const { left, right } = part.getBoundingClientRect()
      return left < 0 || right > document.documentElement.clientWidth
    })
    expect(outside.map((part) => part.className)).toEqual([])
    const small = [...document.querySelectorAll('.pl-upload button, .pl-upload-button')].filter((target) => {
      const { width, height } = target.getBoundingClientRect()
      return width < 24 || height < 24
    })
    expect(small.map((target) => target.outerHTML)).toEqual([])
  })

  test('empty says so; an error says so, and a retry brings the list', async () => {
    mount(<UploadProgressList position="relative" />)
    await signIn('service')
    await expect.element(list).toHaveAttribute('data-state', 'empty')
    await expect.element(list).toHaveTextContent('No uploads')
    await sockets(false)
    rest('refuse')
    await signIn('ana')
    await expect.element(list).toHaveAttribute('data-state', 'error')
    rest('answer')
    await button('Retry loading uploads').click()
    await expect.element(list).not.toHaveAttribute('data-state', 'error')
  })
})
