import { existsSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../src/server/config.js'
import { startServer } from '../../src/server/startServer.js'
import { createUploadBoard } from '../../src/server/uploads/board.js'
import { manualClock, type ManualClock } from '../support/manualClock.js'
import { PATIENTLY } from '../support/patiently.js'
import { person, type Person } from '../support/person.js'
import { SECRET, startTestServer, type TestServer } from '../support/testServer.js'
import { begin, tusRequest } from '../support/tusClient.js'
import { dig } from '../support/wireClient.js'

const HOUR_MS = 3_600_000

let clock: ManualClock
let server: TestServer
let ben: Person

const start = async (env: Record<string, string> = {}): Promise<void> => {
  server = await startTestServer(env, clock)
  ben = await person(server, { userId: 2, username: 'Ben' })
}
beforeEach(() => {
  clock = manualClock()
})
afterEach(() => server.stop())

const patch = (path: string, offset: number, text: string, who = ben) =>
  tusRequest(who, 'PATCH', path, { 'Upload-Offset': String(offset) }, Buffer.from(text))
const post = (who: Person, size: number, metadata?: string) =>
  tusRequest(who, 'POST', '/api/uploads', {
    'Upload-Length': String(size),
    ...(metadata === undefined ? {} : { 'Upload-Metadata': metadata }),
  })
const shown = async (who = ben): Promise<unknown> =>
  dig((await who.fetch('/api/snapshots/uploads:me')).body, 'data', 'uploads')
/** `fetch` may still hold a connection to the server that was. */
const reachable = async (): Promise<void> => {
  const status = () => ben.fetch('/readyz').then((answer) => answer.status)
  await expect.poll(() => status().catch(() => 0), PATIENTLY).toBe(200)
}
const restart = async (): Promise<void> => {
  await server.restart()
  await reachable()
}
const idOf = (path: string): string => path.split('/').at(-1) ?? ''

test('what does not fit with the other files of the same user is refused, with the reason', async () => {
  await start({ UPLOAD_QUOTA: '100' })
  const stored = await begin(ben, 40)
  await patch(stored, 0, 'x'.repeat(40))
  const unfinished = await begin(ben, 50)
  const refused = await post(ben, 11)
  expect([refused.status, refused.body]).toEqual([
    413,
    {
      error: {
        code: 'payload_too_large',
        message: 'Your files may have 100 bytes together, 10 are left',
        details: { quotaBytes: 100, leftBytes: 10 },
      },
    },
  ])
  expect((await post(await person(server, { userId: 3 }), 100)).status).toBe(201)
  const later = await begin(ben, 'later')
  expect((await patch(later, 0, 'x'.repeat(11))).status).toBe(413)
  expect((await tusRequest(ben, 'PATCH', later, { 'Upload-Offset': '0', 'Upload-Length': '11' })).status).toBe(413)
  await tusRequest(ben, 'DELETE', unfinished)
  expect((await post(ben, 60)).status).toBe(201)
})

test('one user has so many uploads at once and no more', async () => {
  await start({ UPLOADS_AT_ONCE: '2' })
  const first = await begin(ben, 1)
  await begin(ben, 1)
  const refused = await post(ben, 1)
  expect([refused.status, dig(refused.body, 'error', 'code')]).toEqual([429, 'limit_exceeded'])
  await patch(first, 0, 'x')
  expect((await post(ben, 1)).status).toBe(201)
})

test('many that begin at the same moment do not slip past the limits together', async () => {
  await start({ UPLOAD_QUOTA: '30' })
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(ben, 10)))
  expect(answers.map(({ status }) => status).toSorted(byNumber)).toEqual([201, 201, 201, 413, 413, 413, 413, 413])
})

test('only the types that are allowed may come', async () => {
  await start({ UPLOAD_TYPES: 'image/*, application/pdf' })
  const typed = (type: string) => `filetype ${Buffer.from(type).toString('base64')}`
  for (const type of ['image/png', 'IMAGE/JPEG', 'application/pdf; version=2'])
    expect((await post(ben, 1, typed(type))).status).toBe(201)
  for (const type of ['text/html', 'imagex/png', 'application/pdfx', 'image'])
    expect((await post(ben, 1, typed(type))).status).toBe(400)
  const without = await post(ben, 1)
  expect([without.status, without.body]).toEqual([
    400,
    {
      error: {
        code: 'validation_failed',
        message: 'filetype: may be image/*, application/pdf',
        details: { types: ['image/*', 'application/pdf'] },
      },
    },
  ])
})

test('a day after its last request an unfinished upload is gone, and its owner told', async () => {
  await start()
  const path = await begin(ben, 10)
  const expires = async () => Date.parse((await tusRequest(ben, 'HEAD', path)).headers.get('Upload-Expires') ?? '')
  expect(await expires()).toBe(clock.now() + 24 * HOUR_MS)
  clock.advance(20 * HOUR_MS)
  ben = await person(server, { userId: 2 })
  await patch(path, 0, 'half')
  clock.advance(20 * HOUR_MS)
  ben = await person(server, { userId: 2 })
  expect((await tusRequest(ben, 'HEAD', path)).headers.get('Upload-Offset')).toBe('4')
  clock.advance(4 * HOUR_MS)
  ben = await person(server, { userId: 2 })
  expect((await patch(path, 4, 'x')).status).toBe(404)
  clock.advance(60_000)
  await expect
    .poll(() => shown(), PATIENTLY)
    .toEqual([expect.objectContaining({ uploadId: idOf(path), status: 'error', error: 'expired', progress: 40 })])
  expect(existsSync(join(server.uploadDir, idOf(path)))).toBe(false)
  expect((await post(ben, 10)).status).toBe(201)
})

test('one that is still coming after a day is not taken for one that nobody comes back for', async () => {
  await start()
  const forgotten = await begin(ben, 10)
  const path = await begin(ben, 8)
  let body: ReadableStreamDefaultController<Uint8Array> | undefined
  const sending = tusRequest(
    ben,
    'PATCH',
    path,
    { 'Upload-Offset': '0' },
    new ReadableStream<Uint8Array>({ start: (controller) => void (body = controller) }),
  )
  body?.enqueue(Buffer.from('half'))
  await expect
    .poll(() => shown(), PATIENTLY)
    .toContainEqual(expect.objectContaining({ uploadId: idOf(path), bytesUploaded: 4 }))
  clock.advance(25 * HOUR_MS)
  ben = await person(server, { userId: 2 })
  await expect
    .poll(() => shown(), PATIENTLY)
    .toContainEqual(expect.objectContaining({ uploadId: idOf(forgotten), error: 'expired' }))
  body?.enqueue(Buffer.from('half'))
  body?.close()
  expect((await sending).status).toBe(204)
  const file = await fetch(`${server.httpUrl}${path}`, { headers: { Authorization: `Bearer ${ben.token}` } })
  expect(await file.text()).toBe('halfhalf')
})

test('what ended is shown for an hour, and a finished file stays', async () => {
  await start()
  const finished = await begin(ben, 1)
  clock.advance(1)
  const cancelled = await begin(ben, 1)
  await patch(finished, 0, 'x')
  await tusRequest(ben, 'DELETE', cancelled)
  const both = [
    expect.objectContaining({ uploadId: idOf(finished), status: 'completed', progress: 100 }),
    expect.objectContaining({ uploadId: idOf(cancelled), status: 'cancelled' }),
  ]
  clock.advance(HOUR_MS - 60_002)
  ben = await person(server, { userId: 2 })
  expect(await shown()).toEqual(both)
  await restart()
  expect(await shown()).toEqual(both)
  clock.advance(120_000)
  ben = await person(server, { userId: 2 })
  await expect.poll(() => shown(), PATIENTLY).toEqual([])
  expect(
    (await fetch(`${server.httpUrl}${finished}`, { headers: { Authorization: `Bearer ${ben.token}` } })).status,
  ).toBe(200)
})

test('an upload that nothing comes for is a pause after a while, and after a restart', async () => {
  await start()
  const path = await begin(ben, 10)
  await patch(path, 0, 'half')
  const standing = (status: string, progress: number) => [expect.objectContaining({ status, progress })]
  clock.advance(4_999)
  expect(await shown()).toEqual(standing('uploading', 40))
  clock.advance(1)
  expect(await shown()).toEqual(standing('paused', 40))
  await patch(path, 4, 'more')
  expect(await shown()).toEqual(standing('uploading', 80))
  await restart()
  expect(await shown()).toEqual(standing('paused', 80))
  await patch(path, 8, '!!')
  expect(await shown()).toEqual(standing('completed', 100))
})

test('a server that died after the last byte and before it was noted finds the file whole', async () => {
  await start()
  const asked = await begin(ben, 4)
  clock.advance(1)
  const silent = await begin(ben, 4)
  for (const path of [asked, silent]) writeFileSync(join(server.uploadDir, idOf(path)), 'full')
  expect((await tusRequest(ben, 'HEAD', asked)).headers.get('Upload-Offset')).toBe('4')
  expect(await shown()).toMatchObject([{ status: 'completed' }, { status: 'queued' }])
  await restart()
  expect(await shown()).toMatchObject([{ status: 'completed' }, { status: 'completed' }])
})

test('a full disk is told to whoever sends and to whoever looks, and once it has room the upload goes on', async () => {
  await start()
  const path = await begin(ben, 8)
  const file = join(server.uploadDir, idOf(path))
  unlinkSync(file)
  symlinkSync('/dev/full', file)
  const refused = await patch(path, 0, 'half')
  expect([refused.status, refused.body]).toEqual([
    503,
    { error: { code: 'unavailable', message: 'The storage does not take it right now' } },
  ])
  expect(await shown()).toMatchObject([{ status: 'error', error: 'storage', bytesUploaded: 0 }])
  const metrics = await (await fetch(`${server.httpUrl}/metrics`)).text()
  expect(metrics).toContain('rt_uploads_total{result="failed"} 1')
  unlinkSync(file)
  writeFileSync(file, '')
  expect((await patch(path, 0, 'complete')).status).toBe(204)
  const [upload] = (await shown()) as readonly unknown[]
  expect(upload).toMatchObject({ status: 'completed' })
  expect(upload).not.toHaveProperty('error')
})

test('a server that goes does not wait for those who send: they come back for the rest', async () => {
  await start()
  const path = await begin(ben, 10)
  let send: (chunk: string) => void = () => undefined
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      send = (chunk) => controller.enqueue(Buffer.from(chunk))
    },
  })
  const slow = tusRequest(ben, 'PATCH', path, { 'Upload-Offset': '0' }, body)
  send('slow')
  await expect.poll(() => shown(), PATIENTLY).toMatchObject([{ status: 'uploading', bytesUploaded: 4 }])
  const before = Date.now()
  await server.restart()
  expect(Date.now() - before).toBeLessThan(3_000)
  expect((await slow.catch(() => null))?.status ?? 503).toBe(503)
  await reachable()
  expect((await tusRequest(ben, 'HEAD', path)).headers.get('Upload-Offset')).toBe('4')
})

test('progress is told at once, then at most four times a second, the last of it always, and it never falls', () => {
  const told: { readonly at: number; readonly progress: unknown; readonly status: unknown }[] = []
  const board = createUploadBoard({
    clock,
    broadcast: (topic, _, data) => {
      expect(topic).toBe('uploads:2')
      told.push({ at: clock.now() - began, progress: dig(data, 'progress'), status: dig(data, 'status') })
    },
  })
  const began = clock.now()
  const tell = (bytes: number, status: 'uploading' | 'error' | 'completed') =>
    board.tell(2, 'u', { filename: 'f', bytesUploaded: bytes, bytesTotal: 1000, status })
  for (let bytes = 0; bytes <= 1000; bytes += 1) {
    tell(bytes > 400 && bytes < 600 ? 100 : bytes, 'uploading') // a file that shrank, for whatever reason
    clock.advance(3)
  }
  tell(1000, 'completed')
  clock.advance(10_000)
  for (const { at } of told) expect(told.filter((one) => one.at >= at && one.at < at + 1000).length).toBeLessThan(5)
  expect(told.length).toBeGreaterThan(8)
  expect(told.map(({ progress }) => progress)).toEqual(told.map(({ progress }) => progress).toSorted(byNumber))
  expect(told.at(-1)).toMatchObject({ progress: 100, status: 'completed' })
  expect(board.of(2)).toMatchObject([{ progress: 100 }])
  board.stop()
  server ??= { stop: () => Promise.resolve() } as TestServer // nothing to stop when this test runs alone
})
const byNumber = (a: unknown, b: unknown): number => Number(a) - Number(b)

test('what cannot be served stops the start', async () => {
  await start()
  for (const [name, value] of [
    ['UPLOAD_QUOTA', '0'],
    ['UPLOAD_QUOTA', '1.5'],
    ['UPLOADS_AT_ONCE', 'many'],
    ['UPLOAD_TYPES', 'image'],
    ['UPLOAD_TYPES', '*/*,'],
  ] as const)
    expect(() => readConfig({ JWT_SECRET: SECRET, [name]: value })).toThrow(new RegExp(name))
  const file = join(server.uploadDir, 'file')
  writeFileSync(file, '')
  const config = readConfig({
    JWT_SECRET: SECRET,
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: `file:${join(server.uploadDir, 'x.db')}`,
    UPLOAD_DIR: join(file, 'below'),
  })
  await expect(startServer(config)).rejects.toThrow(/UPLOAD_DIR/)
})
