import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mergeUploads, type LocalUpload } from '../../../src/live/uploads/view.js'
import type { UploadProgress } from '../../../src/protocol/streams/uploads.js'
import { startFaultProxy } from '../../support/faultProxy.js'
import { PATIENTLY } from '../../support/patiently.js'
import { person } from '../../support/person.js'
import { digestOf, fileOf, openSendingPage, type SendingPage } from '../../support/sendingPage.js'
import { startTestServer, type TestServer } from '../../support/testServer.js'
import { randomFile } from '../../support/tusClient.js'
import { dig } from '../../support/wireClient.js'

const MB = 1024 * 1024

let server: TestServer
let page: SendingPage
const sessionOf = async (userId: number, expiresInMs?: number): Promise<Session> => ({
  token: await server.token({ userId }, expiresInMs),
  userKey: String(userId),
})
const open = async (more: Partial<Parameters<typeof openSendingPage>[0]> = {}): Promise<void> => {
  page = await openSendingPage({ url: () => server.httpUrl, session: await sessionOf(2), ...more })
}
beforeEach(async () => {
  server = await startTestServer({ UPLOAD_QUOTA: String(100 * MB) })
})
afterEach(async () => {
  page.close()
  await server.stop()
})

const statuses = () => page.uploader.look().local.map(({ state }) => state.status)
const first = (): LocalUpload | undefined => page.uploader.look().local[0]
const storedAs = (uploadId: string) => digestOf(readFileSync(join(server.uploadDir, uploadId)))
const remote = async (userId = 2): Promise<unknown> =>
  dig((await (await person(server, { userId })).fetch('/api/snapshots/uploads:me')).body, 'data', 'uploads')

it('60 MB that are cut and outlive a restart arrive as they were, and their progress never falls', async () => {
  const proxy = await startFaultProxy(server.port)
  await open({ url: () => `http://127.0.0.1:${proxy.port}` })
  const cuts = [9 * MB, 20 * MB]
  proxy.forecast(() => {
    const afterBytes = cuts.shift()
    return afterBytes === undefined ? { do: 'pass' } : { do: 'reset', from: 'client', afterBytes }
  })
  const bytes = randomFile(60 * MB)
  const seen: number[] = []
  const restarts: Promise<void>[] = []
  page.uploader.subscribe(() => {
    const { bytes: now = 0 } = first() ?? {}
    seen.push(now)
    if (now > 40 * MB && restarts.length === 0) restarts.push(server.restart())
  })
  const { uploadId } = await page.uploader.upload(fileOf(bytes, 'trailer.mov')).done
  expect([cuts, restarts.length]).toEqual([[], 1])
  await Promise.all(restarts)
  expect(storedAs(uploadId)).toBe(digestOf(bytes))
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(await remote()).toMatchObject([{ uploadId, filename: 'trailer.mov', status: 'completed' }])
  await proxy.close()
})

it('three are sent at once, the others in the order of asking', async () => {
  const order: string[] = []
  await open({
    sender: {
      send: (sent) => {
        order.push(sent.file.name)
        const timer = setTimeout(() => sent.onDone(), 20)
        return { stop: () => clearTimeout(timer) }
      },
    },
  })
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const handles = names.map((name) => page.uploader.upload(fileOf(Buffer.from(name), name)))
  expect(statuses().filter((status) => status === 'uploading')).toHaveLength(3)
  await Promise.all(handles.map(({ done }) => done))
  expect(order).toEqual(names)
})

it('what is paused waits, and goes on where it was', async () => {
  await open()
  const bytes = randomFile(40 * MB)
  const handle = page.uploader.upload(fileOf(bytes, 'a.mov'))
  await expect.poll(() => first()?.bytes ?? 0, PATIENTLY).toBeGreaterThan(MB)
  handle.pause()
  expect(statuses()).toEqual(['paused'])
  const uploadId = first()?.uploadId
  handle.resume()
  expect(await handle.done).toEqual({ uploadId })
  expect(storedAs(String(uploadId))).toBe(digestOf(bytes))
})

it('paused and resumed while it is being made, it is made once', async () => {
  await open()
  // What sends is loaded with the first file.
  await page.uploader.upload(fileOf(Buffer.from('x'), 'first')).done
  const handle = page.uploader.upload(fileOf(randomFile(MB), 'a.mov'))
  for (let n = 0; n < 3; n += 1) {
    // The question is on its way by then, and its answer is not here.
    await new Promise((resolve) => setImmediate(resolve))
    handle.pause()
    handle.resume()
  }
  const { uploadId } = await handle.done
  expect(await remote()).toMatchObject([{ filename: 'first' }, { uploadId, status: 'completed' }])
})

it('offline nothing is tried; online again it goes on by itself, but for what people paused', async () => {
  let sends = 0
  await open({ sender: { send: () => ({ stop: () => (sends += 1) }) } })
  page.uploader.upload(fileOf(Buffer.from('a'), 'a'))
  const paused = page.uploader.upload(fileOf(Buffer.from('b'), 'b'))
  page.setOnline(false)
  paused.pause()
  page.uploader.upload(fileOf(Buffer.from('c'), 'c'))
  expect(page.uploader.look().local.map(({ state }) => state)).toEqual([
    { status: 'paused', by: 'offline' },
    { status: 'paused', by: 'user' },
    { status: 'queued', tries: 0 },
  ])
  expect(sends).toBe(2)
  page.setOnline(true)
  expect(statuses()).toEqual(['uploading', 'paused', 'uploading'])
})

it('after a reload the same file goes on as the same upload, another begins anew', async () => {
  await open()
  const bytes = randomFile(30 * MB)
  page.uploader.upload(fileOf(bytes, 'a.mov'))
  await expect.poll(() => first()?.bytes ?? 0, PATIENTLY).toBeGreaterThan(MB)
  const uploadId = String(first()?.uploadId)
  page = await page.reload()
  expect([...page.uploader.look().resumable]).toEqual([uploadId])
  const other = await page.uploader.upload(fileOf(randomFile(10), 'a.mov')).done
  expect(other.uploadId).not.toBe(uploadId)
  expect(await page.uploader.upload(fileOf(bytes, 'a.mov')).done).toEqual({ uploadId })
  expect(storedAs(uploadId)).toBe(digestOf(bytes))
  expect([...page.uploader.look().resumable]).toEqual([])
})

it('what was kept and is gone by now is begun anew, without a word', async () => {
  await open()
  page.uploader.upload(fileOf(randomFile(40 * MB), 'a.mov'))
  await expect.poll(() => first()?.uploadId ?? null, PATIENTLY).not.toBeNull()
  const uploadId = String(first()?.uploadId)
  page = await page.reload()
  const ben = await person(server, { userId: 2 })
  await ben.fetch(`/api/uploads/${uploadId}`, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } })
  const bytes = Buffer.alloc(40 * MB)
  const again = await page.uploader.upload(fileOf(bytes, 'a.mov')).done
  expect(again.uploadId).not.toBe(uploadId)
})

it("another user sees and sends nothing of the former one's", async () => {
  await open()
  const handle = page.uploader.upload(fileOf(randomFile(60 * MB), 'secret.mov'))
  await expect.poll(() => first()?.bytes ?? 0, PATIENTLY).toBeGreaterThan(MB)
  page.signIn(await sessionOf(3))
  expect(page.uploader.look().local).toEqual([])
  expect([...page.uploader.look().resumable]).toEqual([])
  await expect(handle.done).rejects.toMatchObject({ code: 'cancelled' })
  const { uploadId } = await page.uploader.upload(fileOf(Buffer.from('mine'), 'mine.txt')).done
  expect(await remote(3)).toMatchObject([{ uploadId, filename: 'mine.txt' }])
  expect(await remote(2)).toMatchObject([{ filename: 'secret.mov' }])
  expect(dig(await remote(2), 0, 'status')).not.toBe('completed')
})

it('a refused token is exchanged once, and then the upload goes on', async () => {
  let renewals = 0
  const fresh = await sessionOf(2)
  const renewed = () => {
    renewals += 1
    return fresh
  }
  await open({ session: await sessionOf(2, -1_000), renewed })
  await page.uploader.upload(fileOf(Buffer.from('x'), 'a')).done
  expect(renewals).toBe(1)
})

it('a token that is refused again is the end of it, visibly', async () => {
  const expired = await sessionOf(2, -1_000)
  let renewals = 0
  await open({
    session: expired,
    renewed: () => {
      renewals += 1
      return expired
    },
  })
  const handle = page.uploader.upload(fileOf(Buffer.from('x'), 'a'))
  await expect(handle.done).rejects.toMatchObject({ code: 'unauthorized' })
  expect(renewals).toBe(1)
  expect(first()?.state).toEqual({ status: 'error', code: 'unauthorized' })
})

it('what is cancelled is gone from the server too, also when it was only just being made', async () => {
  await open()
  const late = page.uploader.upload(fileOf(randomFile(40 * MB), 'a.mov'))
  await expect.poll(() => first()?.bytes ?? 0, PATIENTLY).toBeGreaterThan(MB)
  await late.cancel()
  await expect(late.done).rejects.toMatchObject({ code: 'cancelled' })
  const early = page.uploader.upload(fileOf(randomFile(MB), 'b.mov'))
  await early.cancel()
  expect(statuses()).toEqual(['cancelled', 'cancelled'])
  await expect.poll(() => readdirSync(server.uploadDir), PATIENTLY).toEqual([])
})

it('one of another device may be cancelled from here, and one of here from there', async () => {
  await open()
  const ben = await person(server, { userId: 2 })
  const answer = await ben.fetch('/api/uploads', {
    method: 'POST',
    headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10' },
  })
  const other = String(answer.headers.get('Location')?.split('/').at(-1))
  await page.uploader.cancel(other)
  expect(await remote()).toMatchObject([{ uploadId: other, status: 'cancelled' }])
  const handle = page.uploader.upload(fileOf(randomFile(60 * MB), 'a.mov'))
  await expect.poll(() => first()?.uploadId ?? null, PATIENTLY).not.toBeNull()
  const own = String(first()?.uploadId)
  page.uploader.heard([
    {
      uploadId: own,
      filename: 'a.mov',
      bytesUploaded: 0,
      bytesTotal: 1,
      progress: 0,
      status: 'cancelled',
      updatedAt: '2026-05-01T12:00:00.000Z',
    },
  ])
  await expect(handle.done).rejects.toMatchObject({ code: 'cancelled' })
  expect(statuses()).toEqual(['cancelled'])
})

it('a file that was changed or moved is told from a server that cannot be reached, and not tried again', async () => {
  const port = server.port
  await server.stop()
  await open({ url: () => `http://127.0.0.1:${port}`, session: { token: 'x', userKey: '2' } })
  const moved = fileOf(Buffer.from('x'), 'moved')
  Object.assign(moved, { slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }) })
  await expect(page.uploader.upload(moved).done).rejects.toMatchObject({ code: 'unreadable' })
  page.uploader.upload(fileOf(Buffer.from('x'), 'there'))
  await expect.poll(() => page.uploader.look().local[1]?.state, PATIENTLY).toMatchObject({ status: 'waiting' })
  server = await startTestServer()
})

it('says why the server does not take a file, and takes it when there is room for it', async () => {
  await open()
  const large = fileOf(Buffer.alloc(0), 'large')
  Object.assign(large, { size: 2 * 1024 ** 3 + 1 })
  await expect(page.uploader.upload(large).done).rejects.toMatchObject({ code: 'too_large' })
  const ben = await person(server, { userId: 2 })
  const answer = await ben.fetch('/api/uploads', {
    method: 'POST',
    headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(100 * MB) },
  })
  const handle = page.uploader.upload(fileOf(Buffer.from('x'), 'small'))
  await expect(handle.done).rejects.toMatchObject({ code: 'quota' })
  expect(statuses()).toEqual(['error', 'error'])
  await page.uploader.cancel(String(answer.headers.get('Location')?.split('/').at(-1)))
  handle.retry()
  await expect.poll(() => statuses(), PATIENTLY).toEqual(['error', 'completed'])
  page.uploader.dismiss(handle.key)
  expect(statuses()).toEqual(['error'])
})

it('what is done can be thrown away: it is gone from the server, and from here', async () => {
  await open()
  const { uploadId } = await page.uploader.upload(fileOf(Buffer.from('x'), 'a.mov')).done
  await page.uploader.remove(uploadId)
  expect(readdirSync(server.uploadDir)).toEqual([])
  expect(await remote()).toMatchObject([{ uploadId, status: 'cancelled' }])
  expect(statuses()).toEqual([])
  expect([...page.uploader.look().dismissed]).toContain(uploadId)

  // By another device.
  await page.uploader.upload(fileOf(Buffer.from('x'), 'b.mov')).done
  const told = {
    filename: 'b.mov',
    bytesUploaded: 1,
    bytesTotal: 1,
    progress: 0,
    updatedAt: '2026-05-01T12:00:00.000Z',
  }
  page.uploader.heard([{ ...told, uploadId: String(first()?.uploadId), status: 'cancelled' }])
  expect(statuses()).toEqual([])
})

it('what is thrown away while it is being made does not turn up by the name that it is given', async () => {
  await open()
  // What sends is loaded with the first file.
  const { uploadId } = await page.uploader.upload(fileOf(Buffer.from('x'), 'first')).done
  const handle = page.uploader.upload(fileOf(randomFile(MB), 'a.mov'))
  // The question is on its way by then, and its answer is not here.
  await new Promise((resolve) => setImmediate(resolve))
  await page.uploader.remove(handle.key)
  const rows = async () => mergeUploads({ ...page.uploader.look(), remote: (await remote()) as UploadProgress[] }) // as the stream says
  await expect.poll(remote, PATIENTLY).toMatchObject([{ uploadId }, { filename: 'a.mov', status: 'cancelled' }])
  expect(await rows()).toMatchObject([{ uploadId }])
})

it('what cannot be thrown away is shown on, and its owner told', async () => {
  await open()
  const { uploadId } = await page.uploader.upload(fileOf(Buffer.from('x'), 'a.mov')).done
  page.signIn(null)
  page.signIn(await sessionOf(2, -1_000))
  await expect(page.uploader.remove(uploadId)).rejects.toMatchObject({ code: 'unauthorized' })
  expect([...page.uploader.look().dismissed]).toEqual([])
})
