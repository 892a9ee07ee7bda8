import { UploadProgressList } from 'pitchey-live'
import { beforeEach, expect, test, vi } from 'vitest'
import { fileOf, sendElsewhere } from '../support/browserUploads.js'
import { mount, sockets } from '../support/stage.js'
import { act, button, openHost, row, send } from '../support/uploadHost.js'

beforeEach(openHost)

/** What fails on the server’s disk, or waits there for a day, is told of in its list: here on its way to the page. */
function failElsewhere(...names: readonly string[]): void {
  const ask = window.fetch
  window.fetch = async (input, init) => {
    const answer = await ask(input, init)
    const url = input instanceof Request ? input.url : String(input)
    if (!url.includes('/api/snapshots/uploads')) return answer
    const snapshot = (await answer.json()) as { data: { uploads: object[] } } // as the protocol says
    const failed = names.map((filename) => ({
      uploadId: `id of ${filename}`,
      filename,
      bytesUploaded: 10,
      bytesTotal: 100,
      progress: 10,
      status: 'error',
      error: 'storage',
      updatedAt: new Date().toISOString(),
    }))
    return Response.json({ ...snapshot, data: { uploads: [...snapshot.data.uploads, ...failed] } })
  }
}

test('"Retry failed" is for those alone whose files this page still holds', async () => {
  const onRetry = vi.fn<(uploadId: string) => void>()
  await sockets(false)
  failElsewhere('far.mov', 'farther.mov')
  mount(<UploadProgressList position="relative" onRetry={onRetry} />)
  await expect.element(row('farther.mov')).toHaveTextContent('The server could not store it.')
  await expect.element(row('far.mov')).toBeVisible()
  expect(button('Retry failed').elements()).toEqual([])
  expect(button('Retry far.mov').elements()).toEqual([])

  const others = await Promise.all(Array.from({ length: 20 }, (_, n) => sendElsewhere(`${n}.txt`, 1, 0)))
  send(fileOf('late.mov'))
  await expect.element(button('Retry late.mov')).toBeVisible()
  expect(button('Retry failed').elements()).toEqual([])
  send(fileOf('later.mov'))
  await expect.element(button('Retry later.mov')).toBeVisible()
  await expect.element(button('Retry failed')).toBeVisible()

  await Promise.all(others.map((other) => other.remove()))
  await button('Retry failed').click()
  await expect.element(row('late.mov')).toHaveTextContent('Done')
  await expect.element(row('later.mov')).toHaveTextContent('Done')
  await expect.element(row('far.mov')).toHaveTextContent('The server could not store it.')
  await expect.element(button('Retry failed')).not.toBeInTheDocument()
  const ours = act.uploads.filter(({ isOurs }) => isOurs)
  expect(ours.map(({ filename }) => filename)).toEqual(['late.mov', 'later.mov'])
  expect(onRetry).toHaveBeenCalledTimes(2)
})

test('it is not offered for what will never be taken', async () => {
  mount(<UploadProgressList position="relative" />)
  const large = ['large.mov', 'larger.mov'].map((name) =>
    Object.defineProperty(fileOf(name), 'size', { value: 3 * 1024 ** 3 }),
  )
  send(...large)
  await expect.element(row('larger.mov')).toHaveTextContent('The file is too large.')
  await expect.element(row('large.mov')).toHaveTextContent('The file is too large.')
  expect(button('Retry failed').elements()).toEqual([])
})
