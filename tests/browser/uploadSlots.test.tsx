import { UploadDropZone, UploadProgressBadge, UploadProgressList } from 'pitchey-live'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { fileOf, holdPatches, sendElsewhere } from '../support/browserUploads.js'
import { mount, rest } from '../support/stage.js'
import { act, button, openHost, row, send } from '../support/uploadHost.js'

let release: () => void = () => undefined
beforeEach(openHost)
afterEach(() => release())

const dress = (...parts: readonly string[]) =>
  Object.fromEntries(parts.map((part) => [part, { className: `host-${part}`, 'data-host': part }]))
/** Which of these are not there, dressed by the host and with their own look besides. */
const undressed = (...parts: readonly string[]) =>
  parts.filter((part) => {
    const shown = document.querySelector(`[data-host="${part}"]`)?.getAttribute('class') ?? ''
    return !new RegExp(`^pl-.* host-${part}$`).test(shown)
  })

test('a host dresses every button and every other part of a list', async () => {
  release = holdPatches()
  const slotProps = dress(
    ...([
      'list',
      'row',
      'icon',
      'name',
      'progress',
      'standing',
      'summary',
      'total',
      'failure',
      'none',
      'status',
    ] as const),
    ...(['pause', 'resume', 'retry', 'cancel', 'dismiss', 'question', 'keep', 'confirm'] as const),
    ...(['retryFailed', 'cancelAll', 'collapse'] as const),
  )
  const { render } = mount(<UploadProgressList position="relative" slotProps={slotProps} />)
  await expect.poll(() => undressed('none', 'status', 'list', 'summary')).toEqual([])
  await Promise.all(Array.from({ length: 18 }, (_, n) => sendElsewhere(`${n}.txt`, 100, n === 0 ? 64 : 0)))
  send(fileOf('a.mov'), fileOf('b.mov'))
  const isMade = () => act.uploads.filter(({ isOurs, uploadId, key }) => isOurs && uploadId !== key).length
  await expect.poll(isMade).toBe(2)
  await button('Pause b.mov').click()
  send(fileOf('late.mov'), fileOf('later.mov'))
  await expect.element(row('later.mov')).toHaveTextContent('Too many uploads are unfinished.')
  await expect.poll(() => undressed('row', 'icon', 'name', 'progress', 'standing', 'total')).toEqual([])
  await expect
    .poll(() => undressed('pause', 'resume', 'retry', 'cancel', 'dismiss', 'retryFailed', 'cancelAll'))
    .toEqual([])
  await button('Cancel 0.txt').click()
  await expect.poll(() => undressed('question', 'keep', 'confirm')).toEqual([])
  rest('refuse')
  await button('Cancel 1.txt').click()
  await expect.poll(() => undressed('failure')).toEqual([])
  rest('answer')
  // What a part is called stays ours.
  expect(document.querySelector('[data-host=retry]')?.getAttribute('aria-label')).toBe('Retry late.mov')
  render(<UploadProgressList slotProps={slotProps} />)
  await expect.poll(() => undressed('collapse')).toEqual([])
})

test('and those of a badge and of a place for files', async () => {
  release = holdPatches()
  const badge = mount(<UploadProgressBadge slotProps={dress('button', 'ring', 'count', 'popup', 'row', 'cancel')} />)
  send(fileOf('a.mov'))
  await expect.poll(() => undressed('button', 'ring', 'count')).toEqual([])
  await page.getByRole('button', { name: /^1 upload/ }).click()
  await expect.poll(() => undressed('popup', 'row', 'cancel')).toEqual([])
  badge.unmount()

  mount(<UploadDropZone accept=".mov" slotProps={dress('text', 'button', 'refusal')} />)
  await expect.poll(() => undressed('text', 'button')).toEqual([])
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(fileOf('notes.txt'))
  document
    .querySelector('.pl-drop')
    ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  await expect.poll(() => undressed('refusal')).toEqual([])
})
