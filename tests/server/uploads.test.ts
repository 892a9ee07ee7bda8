import { readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFaultProxy } from '../support/faultProxy.js'
import { PATIENTLY } from '../support/patiently.js'
import { person, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { begin, metadataOf, randomFile, sendByTus, sha256, tusRequest } from '../support/tusClient.js'
import { dig, type WireClient } from '../support/wireClient.js'

const MB = 1024 * 1024

let server: TestServer
let ben: Person
beforeAll(async () => {
  server = await startTestServer({ ALLOWED_ORIGINS: 'https://app.example.com' })
  ben = await person(server, { userId: 2, username: 'Ben' })
})
afterAll(() => server.stop())

const fetchFile = async (who: Person, path: string): Promise<Buffer> => {
  const answer = await fetch(`${server.httpUrl}${path}`, { headers: { Authorization: `Bearer ${who.token}` } })
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

const subscribed = async (who: Person): Promise<WireClient> => {
  const client = await who.connect()
  await client.ask('subscribe', { topics: [{ topic: 'uploads:me' }] })
  return client
}

test('60 MB that are cut twice and outlive a restart arrive as they were, and are told of as they come', async () => {
  const proxy = await startFaultProxy(server.port)
  const ana = await person(server, { userId: 1, username: 'Ana' })
  const client = await subscribed(ana)
  const file = randomFile(60 * MB)
  const cuts = [8 * MB, 20 * MB]
  proxy.forecast(() => {
    const afterBytes = cuts.shift()
    return afterBytes === undefined ? { do: 'pass' } : { do: 'reset', from: 'client', afterBytes }
  })
  let restarted = false
  const { done, upload } = sendByTus(`http://127.0.0.1:${proxy.port}`, ana, file, {
    onChunkComplete(_, accepted) {
      if (restarted || accepted < 40 * MB) return
      restarted = true
      void server.restart()
    },
    chunkSize: 16 * MB,
  })
  const id = await done
  expect([cuts, restarted]).toEqual([[], true])
  expect(sha256(await fetchFile(ana, `/api/uploads/${id}`))).toBe(sha256(file))
  expect(upload.url).toContain(id)
  const told = client.messages.filter(({ type }) => type === 'upload_progress').map(({ data }) => dig(data, 'progress'))
  expect(told.length).toBeGreaterThan(1)
  expect(told).toEqual(told.toSorted((a, b) => Number(a) - Number(b)))
  await proxy.close()
})

test('an upload is told of from its beginning to its end, and its snapshot says the same', async () => {
  const cara = await person(server, { userId: 3 })
  const client = await subscribed(cara)
  const path = await begin(cara, 10, { filename: 'poster.png', filetype: 'image/png' })
  const uploadId = path.split('/').at(-1)
  const first = { uploadId, filename: 'poster.png', bytesTotal: 10, updatedAt: expect.any(String) }
  expect((await client.next('upload_progress')).data).toEqual({
    ...first,
    bytesUploaded: 0,
    progress: 0,
    status: 'queued',
  })
  const half = await tusRequest(cara, 'PATCH', path, { 'Upload-Offset': '0' }, Buffer.from('01234'))
  expect([half.status, half.headers.get('Upload-Offset')]).toEqual([204, '5'])
  expect((await client.next('upload_progress')).data).toEqual({
    ...first,
    bytesUploaded: 5,
    progress: 50,
    status: 'uploading',
  })
  const head = await tusRequest(cara, 'HEAD', path)
  expect(Object.fromEntries(head.headers)).toMatchObject({
    'upload-offset': '5',
    'upload-length': '10',
    'upload-metadata': metadataOf({ filename: 'poster.png', filetype: 'image/png' }),
    'cache-control': 'no-store',
  })
  expect((await cara.fetch(path)).status).toBe(409)
  await tusRequest(cara, 'PATCH', path, { 'Upload-Offset': '5' }, Buffer.from('56789'))
  const end = { ...first, bytesUploaded: 10, progress: 100, status: 'completed' }
  expect((await client.next('upload_progress', ({ data }) => dig(data, 'progress') === 100)).data).toEqual(end)
  expect((await cara.fetch('/api/snapshots/uploads:me')).body).toMatchObject({ data: { uploads: [end] } })
  const again = await client.ask('subscribe', { topics: [{ topic: 'uploads:3' }] })
  expect(dig(again.data, 'topics', 0)).toMatchObject({ epoch: null, offset: null, state: { uploads: [end] } })
  await client.close()
})

test('a finished file is handed out to be saved, never to be shown', async () => {
  const path = await begin(ben, 29, { filename: 'où "é".html', filetype: 'text/html' })
  await tusRequest(ben, 'PATCH', path, { 'Upload-Offset': '0' }, Buffer.from('<script>alert("hi")</script>\n'))
  const { headers } = await fetch(`${server.httpUrl}${path}`, { headers: { Authorization: `Bearer ${ben.token}` } })
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': '29',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="o_ ___.html"; filename*=UTF-8''o%C3%B9%20%22%C3%A9%22.html`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  })
})

test('a file that is lost is no finished answer', async () => {
  const path = await begin(ben, 1)
  await tusRequest(ben, 'PATCH', path, { 'Upload-Offset': '0' }, Buffer.from('x'))
  unlinkSync(join(server.uploadDir, String(path.split('/').at(-1))))
  const { status, body } = await ben.fetch(path)
  expect([status, dig(body, 'error', 'code')]).toEqual([503, 'unavailable'])
})

test.each(['POST', 'HEAD', 'PATCH', 'DELETE', 'GET'])('%s without a good token is 401', async (method) => {
  const path = method === 'POST' ? '/api/uploads' : await begin(ben, 5)
  for (const authorization of [undefined, 'Bearer rubbish', `Bearer ${await server.token({}, -1_000)}`]) {
    const answer = await fetch(`${server.httpUrl}${path}`, {
      method,
      headers: { 'Tus-Resumable': '1.0.0', ...(authorization === undefined ? {} : { Authorization: authorization }) },
    })
    expect(answer.status).toBe(401)
  }
})

test.each(['HEAD', 'PATCH', 'DELETE', 'GET'])(
  "%s of another's upload is answered like one of an upload that never was",
  async (method) => {
    const eve = await person(server, { userId: 666 })
    const path = await begin(ben, 5)
    const send = (who: Person, path: string) =>
      tusRequest(who, method, path, { 'Upload-Offset': '0' }, method === 'PATCH' ? Buffer.from('evil!') : undefined)
    const others = await send(eve, path)
    const none = await send(eve, '/api/uploads/AAAAAAAAAAAAAAAAAAAAAA')
    expect([others.status, none.status]).toEqual([404, 404])
    expect(others.body).toEqual(none.body)
    expect((await tusRequest(ben, 'HEAD', path)).headers.get('Upload-Offset')).toBe('0')
  },
)

test('of another no progress is told', async () => {
  const eve = await person(server, { userId: 666 })
  expect((await eve.fetch('/api/snapshots/uploads:2')).status).toBe(403)
})

test('what is too large is refused before a byte of it came', async () => {
  const answer = await tusRequest(ben, 'POST', '/api/uploads', { 'Upload-Length': String(2 * 1024 ** 3 + 1) })
  expect([answer.status, dig(answer.body, 'error', 'code')]).toEqual([413, 'payload_too_large'])
  const path = await begin(ben, 2 * 1024 ** 3)
  await tusRequest(ben, 'DELETE', path)
})

test('no more is stored than was said', async () => {
  const path = await begin(ben, 5)
  const answer = await tusRequest(ben, 'PATCH', path, { 'Upload-Offset': '0' }, Buffer.from('too much'))
  expect([answer.status, dig(answer.body, 'error', 'code')]).toEqual([413, 'payload_too_large'])
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['%2e%2e%2fx.txt', '%2e%2e%2fx.txt'],
  ['a\0b\r\nSet-Cookie: x.txt', 'abSet-Cookie: x.txt'],
  ['..', 'unnamed'],
  ['', 'unnamed'],
  ['photo\u202egnp.exe', 'photognp.exe'],
  [`${'ü'.repeat(400)}.mov`, `${'ü'.repeat(250)}….mov`],
])('the name %j is only a label: %j', async (filename, label) => {
  const dora = await person(server, { userId: 4 })
  const path = await begin(dora, 1, { filename })
  await tusRequest(dora, 'PATCH', path, { 'Upload-Offset': '0' }, Buffer.from('x'))
  const { body } = await dora.fetch('/api/snapshots/uploads:me')
  expect(dig(body, 'data', 'uploads')).toContainEqual(
    expect.objectContaining({ filename: label, uploadId: path.split('/').at(-1) }),
  )
  expect(readdirSync(server.uploadDir).filter((name) => !/^[A-Za-z0-9_-]{22}$/.test(name))).toEqual([])
  await tusRequest(dora, 'DELETE', path)
})

test.each(['..', '%2e%2e', '..%2fx', '%2e%2e%2ftest.db', 'a%00b', '%E0%A4%A', 'x', `${'A'.repeat(22)}%2f..`])(
  'the id %s names nothing',
  async (id) => {
    for (const method of ['HEAD', 'PATCH', 'DELETE', 'GET'])
      expect((await tusRequest(ben, method, `/api/uploads/${id}`, { 'Upload-Offset': '0' })).status).toBe(404)
  },
)

test('a size may be said later', async () => {
  const path = await begin(ben, 'later')
  const patch = (offset: number, text: string, more = {}) =>
    tusRequest(ben, 'PATCH', path, { 'Upload-Offset': String(offset), ...more }, Buffer.from(text))
  expect((await patch(0, 'abc')).status).toBe(204)
  const head = await tusRequest(ben, 'HEAD', path)
  expect([head.headers.get('Upload-Defer-Length'), head.headers.get('Upload-Length')]).toEqual(['1', null])
  expect((await patch(3, 'de', { 'Upload-Length': '2' })).status).toBe(400)
  expect((await patch(3, 'de', { 'Upload-Length': String(3 * 1024 ** 3) })).status).toBe(413)
  expect((await patch(3, 'de', { 'Upload-Length': '5' })).status).toBe(204)
  expect((await fetchFile(ben, path)).toString()).toBe('abcde')
})

test('a file comes along with its beginning, whole, in part or empty', async () => {
  const post = (length: string, body: string) =>
    tusRequest(
      ben,
      'POST',
      '/api/uploads',
      { 'Upload-Length': length, 'Content-Type': 'application/offset+octet-stream' },
      Buffer.from(body),
    )
  for (const [length, body] of [
    ['5', 'whole'],
    ['0', ''],
  ] as const) {
    const { status, headers } = await post(length, body)
    expect(status).toBe(201)
    expect((await fetchFile(ben, headers.get('Location') ?? '')).toString()).toBe(body)
  }
  const part = await post('9', 'part')
  expect([part.headers.get('Upload-Offset'), (await ben.fetch(part.headers.get('Location') ?? '')).status]).toEqual([
    '4',
    409,
  ])
})

test('of two that write at once one is refused, and the file is what it should be', async () => {
  const file = randomFile(8 * MB)
  const path = await begin(ben, file.length)
  const write = () => tusRequest(ben, 'PATCH', path, { 'Upload-Offset': '0' }, file)
  const answers = await Promise.all([write(), write()])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409])
  const offset = Number((await tusRequest(ben, 'HEAD', path)).headers.get('Upload-Offset'))
  if (offset < file.length)
    await tusRequest(ben, 'PATCH', path, { 'Upload-Offset': String(offset) }, file.subarray(offset))
  expect(sha256(await fetchFile(ben, path))).toBe(sha256(file))
})

test('a link that is dead does not keep its upload from going on', async () => {
  const proxy = await startFaultProxy(server.port)
  const file = randomFile(2 * MB)
  const path = await begin(ben, file.length)
  proxy.forecast(() => ({ do: 'silence', from: 'client', afterBytes: MB }))
  const dead = fetch(`http://127.0.0.1:${proxy.port}${path}`, {
    method: 'PATCH',
    headers: {
      Authorization: `Bearer ${ben.token}`,
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(file),
  })
  dead.catch(() => undefined)
  await expect
    .poll(async () => dig((await ben.fetch('/api/snapshots/uploads:me')).body, 'data', 'uploads'), PATIENTLY)
    .toContainEqual(expect.objectContaining({ uploadId: path.split('/').at(-1), status: 'uploading' }))
  const { headers } = await tusRequest(ben, 'HEAD', path)
  const offset = Number(headers.get('Upload-Offset'))
  expect(offset).toBeGreaterThan(0)
  await tusRequest(ben, 'PATCH', path, { 'Upload-Offset': String(offset) }, file.subarray(offset))
  expect(sha256(await fetchFile(ben, path))).toBe(sha256(file))
  await proxy.close()
})

test('who takes an upload back is told so, and its bytes are gone', async () => {
  const client = await subscribed(ben)
  const path = await begin(ben, 10)
  await tusRequest(ben, 'PATCH', path, { 'Upload-Offset': '0' }, Buffer.from('half'))
  expect((await tusRequest(ben, 'DELETE', path)).status).toBe(204)
  const uploadId = path.split('/').at(-1)
  const cancelled = await client.next('upload_progress', ({ data }) => dig(data, 'status') === 'cancelled')
  expect(cancelled.data).toMatchObject({ uploadId, progress: 40 })
  expect(readdirSync(server.uploadDir)).not.toContain(uploadId)
  for (const method of ['HEAD', 'PATCH', 'DELETE', 'GET'])
    expect((await tusRequest(ben, method, path, { 'Upload-Offset': '4' })).status).toBe(404)
  await client.close()
})

test('who takes an upload back does not wait for those who still send it', async () => {
  const path = await begin(ben, 10)
  let go: () => void = () => undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from('slow'))
      go = () => controller.close()
    },
  })
  const sending = tusRequest(ben, 'PATCH', path, { 'Upload-Offset': '0' }, body)
  sending.catch(() => undefined)
  await expect
    .poll(async () => (await ben.fetch('/api/snapshots/uploads:me')).body, PATIENTLY)
    .toMatchObject({ data: { uploads: expect.arrayContaining([expect.objectContaining({ bytesUploaded: 4 })]) } })
  const before = Date.now()
  expect((await tusRequest(ben, 'DELETE', path)).status).toBe(204)
  expect(Date.now() - before).toBeLessThan(2_000)
  go()
  await sending.catch(() => undefined)
  const { body: after } = await ben.fetch('/api/snapshots/uploads:me')
  expect(dig(after, 'data', 'uploads')).toContainEqual(
    expect.objectContaining({ uploadId: path.split('/').at(-1), status: 'cancelled' }),
  )
})

test('a page of an allowed origin may read what tus answers; others may not', async () => {
  const preflight = (origin: string) =>
    fetch(`${server.httpUrl}/api/uploads`, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization,tus-resumable,upload-offset',
      },
    })
  const good = await preflight('https://app.example.com')
  expect(good.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example.com')
  expect(good.headers.get('Access-Control-Allow-Methods')).toMatch(/PATCH.*DELETE/)
  for (const name of ['Authorization', 'Tus-Resumable', 'Upload-Length', 'Upload-Metadata', 'Upload-Offset'])
    expect(good.headers.get('Access-Control-Allow-Headers')).toContain(name)
  expect(Object.fromEntries(good.headers)).toMatchObject({
    'tus-version': '1.0.0',
    'tus-max-size': String(2 * 1024 ** 3),
    'tus-extension': expect.stringContaining('termination'),
  })
  expect((await preflight('https://evil.io')).headers.get('Access-Control-Allow-Origin')).toBeNull()
  const { headers } = await tusRequest(ben, 'HEAD', await begin(ben, 5), { Origin: 'https://app.example.com' })
  expect(headers.get('Access-Control-Allow-Origin')).toBe('https://app.example.com')
  for (const name of ['Location', 'Upload-Offset', 'Upload-Length', 'Tus-Resumable'])
    expect(headers.get('Access-Control-Expose-Headers')).toContain(name)
})

test('refusals of tus itself are told like all others', async () => {
  const path = await begin(ben, 5)
  const without = await ben.fetch(path, { method: 'HEAD' })
  expect(without.status).toBe(412)
  const conflict = await tusRequest(ben, 'PATCH', path, { 'Upload-Offset': '3' }, Buffer.from('x'))
  expect([conflict.status, conflict.body]).toEqual([
    409,
    { error: { code: 'conflict', message: 'Upload-Offset conflict' } },
  ])
  const bare = await tusRequest(ben, 'POST', '/api/uploads')
  expect([bare.status, dig(bare.body, 'error', 'code')]).toEqual([400, 'validation_failed'])
})
