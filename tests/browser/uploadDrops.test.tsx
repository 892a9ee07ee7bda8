import { UploadDropZone, UploadProgressList } from 'pitchey-live'
import { beforeEach, expect, test } from 'vitest'
import { isAccepted } from '../../src/components/uploads/isAccepted.js'
import { fileOf } from '../support/browserUploads.js'
import { mount } from '../support/stage.js'
import { announced, openHost, row } from '../support/uploadHost.js'

beforeEach(openHost)

const zone = () => {
  const found = document.querySelector('.pl-drop')
  if (!found) throw new Error('There is no place for files')
  return found
}
/** @returns is the browser kept from what it does by itself? */
function drag(type: 'dragover' | 'dragleave' | 'drop', target: Element, files: readonly File[], to?: Element): boolean {
  const dataTransfer = new DataTransfer()
  for (const file of files) dataTransfer.items.add(file)
  const options = { dataTransfer, bubbles: true, cancelable: true, relatedTarget: to ?? null }
  return !target.dispatchEvent(new DragEvent(type, options))
}

test('what is dropped and not of the kind that is asked for is refused by name, seen and heard; the rest is sent', async () => {
  mount(
    <>
      <UploadDropZone accept="video/*, .srt" locale="en" />
      <UploadProgressList position="relative" />
    </>,
  )
  await expect.poll(() => document.querySelector('.pl-drop')).not.toBeNull()
  const text = (name: string) => new File(['x'], name, { type: 'text/plain' })
  drag('drop', zone(), [text('notes.txt'), fileOf('a.mov'), text('a.SRT'), text('more.txt')])
  await expect.poll(() => zone().textContent).toContain('Not taken here: notes.txt and more.txt')
  await expect.poll(announced).toContain('Not taken here: notes.txt and more.txt')
  await expect.element(row('a.mov')).toHaveTextContent('Done')
  await expect.element(row('a.SRT')).toHaveTextContent('Done')
  await expect.element(row('notes.txt')).not.toBeInTheDocument()
  drag('drop', zone(), [fileOf('b.mov')])
  await expect.poll(() => zone().textContent).not.toContain('Not taken')
})

test('where one file is asked for, the others that are dropped are not let go of silently', async () => {
  mount(<UploadDropZone multiple={false} locale="en" />)
  await expect.poll(() => document.querySelector('.pl-drop')).not.toBeNull()
  drag('drop', zone(), [fileOf('a.mov'), fileOf('b.mov')])
  await expect.poll(() => zone().textContent).toContain('Not taken here: b.mov')
})

test('a file that is dropped beside the place is not opened in place of the page; an input for files keeps its own', async () => {
  const { unmount } = mount(
    <>
      <UploadDropZone />
      <p id="beside">Beside</p>
      <input id="input" type="file" aria-label="A file" />
    </>,
  )
  await expect.poll(() => document.querySelector('#beside')).not.toBeNull()
  const beside = document.querySelector('#beside') ?? document.body
  const input = document.querySelector('#input') ?? document.body
  for (const type of ['dragover', 'drop'] as const) {
    await expect.poll(() => drag(type, beside, [fileOf('a.mov')])).toBe(true)
    expect(drag(type, input, [fileOf('a.mov')])).toBe(false)
    expect(drag(type, beside, [])).toBe(false)
  }
  unmount()
  expect(drag('drop', document.body, [fileOf('a.mov')])).toBe(false)
})

test('carried over its parts, the place stays lit until it is left', async () => {
  mount(<UploadDropZone />)
  await expect.poll(() => document.querySelector('.pl-drop')).not.toBeNull()
  const [button] = zone().querySelectorAll('button')
  drag('dragover', zone(), [fileOf('a.mov')])
  await expect.poll(() => zone().getAttribute('data-over')).toBe('true')
  drag('dragleave', zone(), [fileOf('a.mov')], button)
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))
  expect(zone().getAttribute('data-over')).toBe('true')
  drag('dragleave', zone(), [fileOf('a.mov')], document.body)
  await expect.poll(() => zone().getAttribute('data-over')).toBe('false')
})

test.each([
  [undefined, true],
  ['', true],
  ['video/*', true],
  ['VIDEO/QuickTime', true],
  ['image/*, .MOV', true],
  ['.mp4', false],
  ['video/mp4,image/*', false],
])('accept %j: a QuickTime film is taken: %j', (accept, taken) => {
  expect(isAccepted({ name: 'Trailer.mov', type: 'video/quicktime' }, accept)).toBe(taken)
})
