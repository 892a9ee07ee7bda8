import { connect as connectTcp } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENTLY } from '../support/patiently.js'
import { person, service, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig } from '../support/wireClient.js'

let server: TestServer
let ben: Person
beforeAll(async () => {
  server = await startTestServer({ ALLOWED_ORIGINS: 'https://app.example.com' })
  ben = await person(server, { userId: 2, username: 'Ben' })
})
afterAll(() => server.stop())

test('a snapshot carries its position, a tag for it, and who may cache it', async () => {
  const { status, headers, body } = await ben.fetch('/api/snapshots/pitch:4')
  expect(status).toBe(200)
  expect(body).toMatchObject({ topic: 'pitch:4', epoch: expect.any(String), offset: 1, data: { pitchId: 4 } })
  expect(headers.get('ETag')).toBe(`"${String(dig(body, 'epoch'))}:1"`)
  expect(headers.get('Cache-Control')).toBe('private, no-cache')
  expect(headers.get('Vary')).toMatch(/\bAuthorization\b/)
})

test('a snapshot that one has already is 304 without a body, until something happens', async () => {
  const first = await ben.fetch('/api/snapshots/notifications:me')
  const tag = first.headers.get('ETag') ?? ''
  for (const ifNoneMatch of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
    const again = await ben.fetch('/api/snapshots/notifications:me', { headers: { 'If-None-Match': ifNoneMatch } })
    expect([again.status, again.body, again.headers.get('ETag')]).toEqual([304, null, tag])
    expect(again.headers.get('Cache-Control')).toBe('private, no-cache')
    expect(again.headers.get('Vary')).toMatch(/\bAuthorization\b/)
  }
  const order = { userId: 2, kind: 'k', level: 'info', title: 't', message: '' }
  await (await service(server)).send('POST', '/api/notifications', order)
  const changed = await ben.fetch('/api/snapshots/notifications:me', { headers: { 'If-None-Match': tag } })
  expect(changed.status).toBe(200)
})

test('an untouched topic has a snapshot at offset 0', async () => {
  const nobody = await person(server, { userId: 777 })
  expect((await nobody.fetch('/api/snapshots/dashboard:me')).body).toMatchObject({
    topic: 'dashboard:me',
    offset: 0,
    data: { pitchViews: 0, totalRevenue: 0, activeInvestors: 0, newMessages: 0 },
  })
  expect((await nobody.fetch('/api/snapshots/notifications:777')).body).toMatchObject({
    offset: 0,
    data: { items: [], unreadCount: 0, nextCursor: null },
  })
})

test.each([
  'notifications:1',
  'dashboard:3',
  'pitch:404',
  'watchers:404',
  'nonsense',
  'pitch:',
  '__proto__:1',
  'admin:1',
])('the snapshot of %s is forbidden', async (topic) => {
  const { status, body } = await ben.fetch(`/api/snapshots/${topic}`)
  expect(status).toBe(403)
  expect(body).toEqual({ error: { code: 'forbidden', message: 'You may not read this topic' } })
})

test('several snapshots come in one answer, in order, the refused ones as errors', async () => {
  const { status, headers, body } = await ben.fetch(
    '/api/snapshots?topics=pitch:1,notifications:1,watchers:1,pitch%3A2',
  )
  expect(status).toBe(200)
  expect(body).toMatchObject({
    snapshots: [
      { topic: 'pitch:1', data: { pitchId: 1 } },
      { topic: 'notifications:1', error: { code: 'forbidden' } },
      { topic: 'watchers:1', epoch: null, offset: null, data: { pitchId: 1, count: 0 } },
      { topic: 'pitch:2', data: { pitchId: 2 } },
    ],
  })
  expect(headers.get('Cache-Control')).toBe('private, no-cache')
  expect(headers.get('ETag')).toBeNull()
  for (const query of [
    '',
    '?topics=',
    '?topics=,',
    `?topics=${Array.from({ length: 101 }, () => 'pitch:1').join(',')}`,
  ])
    expect((await ben.fetch(`/api/snapshots${query}`)).status).toBe(400)
})

test.each([
  ['GET', '/api/snapshots/pitch:1'],
  ['GET', '/api/snapshots?topics=pitch:1'],
  ['GET', '/api/notifications'],
  ['POST', '/api/notifications'],
  ['POST', '/api/messages'],
  ['PATCH', '/api/dashboard/1'],
  ['GET', '/api/pitches/1/analytics'],
  ['POST', '/api/auth/ticket'],
  ['POST', '/api/demo/sockets'],
  ['POST', '/api/demo/rewind'],
  ['GET', '/api/nothing'],
])('%s %s without a good token is 401', async (method, path) => {
  const expired = await server.token({}, -1_000)
  for (const authorization of [
    undefined,
    'Bearer',
    'Bearer rubbish',
    `Bearer ${expired}`,
    `Basic ${ben.token}`,
    ben.token,
  ]) {
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization }
    const answer = await fetch(`${server.httpUrl}${path}`, { method, headers })
    expect(answer.status).toBe(401)
    expect(dig(await answer.json(), 'error', 'code')).toBe('unauthorized')
  }
})

test('a token in the query opens no door but the socket', async () => {
  expect((await fetch(`${server.httpUrl}/api/snapshots/pitch:1?token=${ben.token}`)).status).toBe(401)
})

test('an allowed origin may read, preflight included; others may not', async () => {
  const ask = (origin: string, method = 'GET') =>
    fetch(`${server.httpUrl}/api/snapshots/pitch:1`, {
      method,
      headers: {
        Origin: origin,
        ...(method === 'OPTIONS'
          ? { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' }
          : { Authorization: `Bearer ${ben.token}` }),
      },
    })
  const good = await ask('https://app.example.com')
  expect(good.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example.com')
  expect(good.headers.get('Access-Control-Expose-Headers')).toMatch(/ETag/)
  expect(good.headers.get('Vary')).toMatch(/Origin/)
  expect(good.headers.get('Access-Control-Allow-Credentials')).toBeNull()
  const preflight = await ask('https://app.example.com', 'OPTIONS')
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('Access-Control-Allow-Headers')).toMatch(/Authorization/)
  // A refusal must be readable too, or the page sees a network error.
  const refused = await fetch(`${server.httpUrl}/api/notifications`, { headers: { Origin: 'https://app.example.com' } })
  expect([refused.status, refused.headers.get('Access-Control-Allow-Origin')]).toEqual([401, 'https://app.example.com'])
  for (const origin of ['https://evil.io', 'null', 'https://app.example.com.evil.io', 'http://app.example.com']) {
    expect((await ask(origin)).headers.get('Access-Control-Allow-Origin')).toBeNull()
    expect((await ask(origin, 'OPTIONS')).headers.get('Access-Control-Allow-Origin')).toBeNull()
  }
})

test('a body that is too large is refused, announced or not', async () => {
  const large = JSON.stringify({ userId: 1, message: 'x'.repeat(300_000) })
  const staff = await service(server)
  const announced = await staff.send('POST', '/api/notifications', large)
  expect([announced.status, dig(announced.body, 'error', 'code')]).toEqual([413, 'payload_too_large'])
  const chunked = await staff.fetch('/api/notifications', {
    method: 'POST',
    body: new Blob([large]).stream(),
    // `duplex` is what makes fetch stream; its type is not in the DOM's yet.
    ...({ duplex: 'half' } as object),
  })
  expect(chunked.status).toBe(413)
})

test.each(['', 'rubbish', '[]', 'null', '5', `{"a":${'['.repeat(20)}${']'.repeat(20)}}`])(
  'body %.20j is 400 in every door',
  async (body) => {
    const staff = await service(server)
    expect((await staff.send('POST', '/api/notifications', body)).status).toBe(400)
    expect((await staff.send('PATCH', '/api/dashboard/1', body)).status).toBe(400)
    expect((await staff.send('POST', '/api/messages', body)).status).toBe(400)
    expect((await fetch(`${server.httpUrl}/api/auth/demo`, { method: 'POST', body })).status).toBe(400)
  },
)

test('the server says when it is alive, ready, and how it is doing', async () => {
  const [alive, ready, metrics] = await Promise.all(
    ['/healthz', '/readyz', '/metrics'].map((path) => fetch(`${server.httpUrl}${path}`)),
  )
  expect(await alive?.json()).toEqual({ status: 'ok' })
  expect(await ready?.json()).toEqual({ status: 'ok', degraded: [] })
  const client = await ben.connect()
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text()
  expect(metrics?.headers.get('Content-Type')).toMatch(/^text\/plain/)
  for (const name of [
    'rt_connections 1',
    'rt_connects_total{result="ok"} 1',
    'rt_publish_seconds_count',
    'rt_messages_out_total{type="welcome"} 1',
    'rt_event_loop_lag_seconds',
  ])
    expect(text).toContain(name)
  await client.close()
})

test('nothing says what it is made of: unknown paths and faults have no stack, no path, no powered-by', async () => {
  const { status, headers, body } = await ben.fetch('/api/nothing/../../etc/passwd')
  expect(status).toBe(404)
  expect(body).toEqual({ error: { code: 'not_found', message: 'There is nothing here' } })
  expect(headers.get('X-Powered-By')).toBeNull()
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
})

test('the demo lets one in by name, and only by names it has', async () => {
  const login = (body: unknown) =>
    fetch(`${server.httpUrl}/api/auth/demo`, { method: 'POST', body: JSON.stringify(body) })
  for (const [name, user] of [
    ['ana', { userId: 1, role: 'creator' }],
    ['ben', { userId: 2, role: 'investor' }],
    ['cara', { userId: 3, role: 'production' }],
    ['service', { userId: 99, role: 'service' }],
  ] as const) {
    const body: unknown = await (await login({ name })).json()
    expect(body).toMatchObject({ token: expect.any(String), tokenExpiresAt: expect.any(String), user })
    const headers = { Authorization: `Bearer ${String(dig(body, 'token'))}` }
    expect((await fetch(`${server.httpUrl}/api/snapshots/notifications:${user.userId}`, { headers })).status).toBe(200)
  }
  for (const body of [{ name: 'eve' }, { name: 'Ana' }, { name: 5 }, {}, { name: '__proto__' }])
    expect((await login(body)).status).toBe(400)
})

test('the demo switches sockets off and on; REST goes on', async () => {
  const client = await ben.connect()
  expect((await ben.send('POST', '/api/demo/sockets', { on: 'x' })).status).toBe(400)
  expect((await ben.send('POST', '/api/demo/sockets', { on: false })).body).toEqual({ on: false })
  expect((await client.closed()).code).toBe(1006)
  await expect(ben.connect()).rejects.toThrow(/No welcome/)
  expect((await ben.fetch('/api/snapshots/pitch:1')).status).toBe(200)
  await ben.send('POST', '/api/demo/sockets', { on: true })
  await (await ben.connect()).close()
})

test('after a rewind the same visitor counts and is news once more', async () => {
  const dana = await person(server, { userId: 801, username: 'Dana' })
  const cara = await (await person(server, { userId: 3 })).connect()
  await cara.ask('subscribe', { topics: [{ topic: 'notifications:me' }, { topic: 'pitch:5' }] })
  const view = (id: string) => dana.send('POST', '/api/messages', { type: 'pitch_view', data: { pitchId: 5 }, id })
  await view('one')
  await cara.next('notification')
  const counted = dig((await cara.next('pitch_view')).data, 'viewCount')
  await view('two')
  expect((await ben.send('POST', '/api/demo/rewind', {})).status).toBe(200)
  await view('three')
  await cara.next('notification')
  expect((await cara.next('pitch_view')).data).toMatchObject({ viewCount: Number(counted) + 1 })
  await cara.close()
})

test('without DEMO none of the demo exists', async () => {
  const plain = await startTestServer({ DEMO: '0' })
  const someone = await person(plain, { userId: 2 })
  for (const path of ['/api/auth/demo', '/api/demo/sockets', '/api/demo/rewind'])
    expect((await someone.send('POST', path, { name: 'ana', on: false })).status).toBe(404)
  expect((await someone.fetch('/api/snapshots/pitch:1')).status).toBe(403)
  await plain.stop()
})

test('tokens of a demo without a secret survive a restart', async () => {
  const demo = await startTestServer({ JWT_SECRET: '' })
  const login = await fetch(`${demo.httpUrl}/api/auth/demo`, { method: 'POST', body: '{"name":"ana"}' })
  const headers = { Authorization: `Bearer ${String(dig(await login.json(), 'token'))}` }
  await demo.restart()
  // `fetch` may still hold a connection to the server that was.
  const status = () => fetch(`${demo.httpUrl}/api/snapshots/notifications:me`, { headers }).then((a) => a.status)
  await expect.poll(() => status().catch(() => 0), PATIENTLY).toBe(200)
  await demo.stop()
})

test('a client that sends its request slowly is not waited for', { timeout: 30_000 }, async () => {
  const peer = connectTcp(server.port, '127.0.0.1')
  peer.write('GET /healthz HTTP/1.1\r\nHost: x\r\n')
  const answer = await new Promise<string>((resolve) => {
    let text = ''
    peer.on('data', (chunk) => (text += chunk.toString()))
    peer.on('close', () => resolve(text))
  })
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
})
