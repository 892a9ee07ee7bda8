import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENTLY } from '../support/patiently.js'
import { manualClock } from '../support/manualClock.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { connect, dig, type WireClient } from '../support/wireClient.js'

let server: TestServer
const clock = manualClock()
beforeAll(async () => {
  server = await startTestServer({}, clock)
})
afterAll(() => server.stop())

let users = 2_000
async function someone(): Promise<{ userId: number; client: WireClient; post: typeof post }> {
  users += 1
  const userId = users
  const token = await server.token({ userId, username: `user${userId}` })
  const client = await connect(`${server.wsUrl}?token=${token}`)
  return { userId, client, post: (body) => post(body, token) }
}

async function post(body: unknown, token = ''): Promise<{ status: number; headers: Headers; body: unknown }> {
  const answer = await fetch(`${server.httpUrl}/api/messages`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

async function snapshot(topic: string, userId = 2): Promise<unknown> {
  const headers = { Authorization: `Bearer ${await server.token({ userId })}` }
  return (await fetch(`${server.httpUrl}/api/snapshots/${topic}`, { headers })).json()
}
/** Coalesced topics rest for a moment; wait for what the server says, not for time. */
async function views(pitchId: number, count: number): Promise<void> {
  await expect
    .poll(async () => {
      clock.advance(300)
      return dig(await snapshot(`pitch:${pitchId}`), 'data', 'viewCount')
    }, PATIENTLY)
    .toBe(count)
}
const viewCount = async (pitchId: number) => Number(dig(await snapshot(`pitch:${pitchId}`), 'data', 'viewCount'))

async function inbox(userId: number, count: number): Promise<void> {
  const headers = { Authorization: `Bearer ${await server.token({ userId: 99, role: 'service' })}` }
  for (let index = 0; index < count; index += 1)
    await fetch(`${server.httpUrl}/api/notifications`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ userId, kind: 'test', level: 'info', title: `Number ${index}`, message: '' }),
    })
}

test.each([
  ['none', undefined],
  ['a number', 5],
  ['empty', ''],
  ['65 characters', 'x'.repeat(65)],
  ['a blank', 'a b'],
  ['not ASCII', 'é'],
  ['a line', 'a\nb'],
])('a durable command whose id is %s is validation_failed, over both ways', async (_, id) => {
  const { client, post } = await someone()
  client.send({ type: 'pitch_view', data: { pitchId: 3 }, id })
  expect(await client.next('error')).toMatchObject({ data: { code: 'validation_failed', retryable: false } })
  expect(await post({ type: 'pitch_view', data: { pitchId: 3 }, id })).toMatchObject({
    status: 400,
    body: { type: 'error', data: { code: 'validation_failed' } },
  })
  await client.close()
})

test.each([
  ['pitch_view', {}],
  ['pitch_view', { pitchId: '1' }],
  ['pitch_view', { pitchId: 1.5 }],
  ['pitch_view', { pitchId: 0 }],
  ['pitch_view', null],
  ['pitch_view', [1]],
  ['pitch_view', undefined],
  ['notification_read', { ids: 'some' }],
  ['notification_read', { ids: [] }],
  ['notification_read', { ids: [5] }],
  ['notification_read', { ids: Array.from({ length: 201 }, () => 'x') }],
  ['watch', { pitchId: 1 }],
  ['watch', { pitchId: 1, on: 'yes' }],
])('%s with %j is validation_failed and says where', async (type, data) => {
  const { client } = await someone()
  const answer = await client.ask(type, data)
  expect(answer).toMatchObject({ type: 'error', data: { code: 'validation_failed', retryable: false } })
  expect(dig(answer.data, 'details', 'issues', 0, 'path')).toMatch(/^data/)
  await client.close()
})

test('what a client may only receive, what nobody knows and what needs a socket are refused over REST as well', async () => {
  const { post, client } = await someone()
  const refusal = async (body: unknown) => {
    const { status, body: answer } = await post(body)
    return [status, dig(answer, 'type'), dig(answer, 'id'), dig(answer, 'data', 'code')]
  }
  expect(await refusal({ type: 'notification', data: {}, id: 'a' })).toEqual([403, 'error', 'a', 'forbidden'])
  expect(await refusal({ type: 'nonsense', data: {}, id: 'b' })).toEqual([400, 'error', 'b', 'unknown_type'])
  expect(await refusal({ type: 'subscribe', data: {}, id: 'c' })).toEqual([400, 'error', 'c', 'validation_failed'])
  expect(await refusal({ type: 'watch', data: { pitchId: 1, on: true }, id: 'd' })).toEqual([
    400,
    'error',
    'd',
    'validation_failed',
  ])
  expect(await refusal({ type: 'pitch_view', data: { pitchId: 404 }, id: 'e' })).toEqual([
    404,
    'error',
    'e',
    'not_found',
  ])
  expect(await refusal('rubbish')).toEqual([400, 'error', undefined, 'invalid_json'])
  expect(await refusal('[]')).toEqual([400, 'error', undefined, 'invalid_json'])
  expect(await refusal('')).toEqual([400, 'error', undefined, 'invalid_json'])
  expect(await refusal(`{"type":"x","id":"f","data":${'['.repeat(20)}${']'.repeat(20)}}`)).toEqual([
    400,
    'error',
    undefined,
    'too_deep',
  ])
  expect(await refusal({ type: 'pitch_view', data: { x: 'x'.repeat(256 * 1024) }, id: 'g' })).toEqual([
    413,
    'error',
    undefined,
    'payload_too_large',
  ])
  await client.close()
})

test('a repeat has one effect and gets the first ack, marked, over socket and REST', async () => {
  const { client, post, userId } = await someone()
  await inbox(userId, 2)
  const first = await client.ask('notification_read', { ids: [`${userId}-1`] }, 'same')
  expect(first).toMatchObject({ type: 'ack', data: { topic: 'notifications:me', offset: 3 } })
  expect(dig(first.data, 'duplicate')).toBeUndefined()
  const again = await client.ask('notification_read', { ids: [`${userId}-1`] }, 'same')
  expect(again.data).toEqual({ ...Object(first.data), duplicate: true })
  const overRest = await post({ id: 'same', data: { ids: [`${userId}-1`] }, type: 'notification_read' })
  expect(overRest).toMatchObject({ status: 200, body: { type: 'ack', id: 'same' } })
  expect(dig(overRest.body, 'data')).toEqual(again.data)
  expect(await snapshot('notifications:me', userId)).toMatchObject({ offset: 3, data: { unreadCount: 1 } })
  await client.close()
})

test('twenty parallel repeats over two sockets and REST take effect once, and one of them is the first', async () => {
  server.addPitches(2_001, 2_001)
  const { client, post, userId } = await someone()
  const second = await connect(`${server.wsUrl}?token=${await server.token({ userId })}`)
  const message = { type: 'pitch_view', data: { pitchId: 2_001 }, id: 'parallel' }
  for (const socket of [client, second]) for (let count = 0; count < 6; count += 1) socket.send(message)
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(message)))
  for (const socket of [client, second]) for (let count = 0; count < 6; count += 1) await socket.next('ack')
  const acks = [
    ...[client, second].flatMap(({ messages }) =>
      messages.filter(({ type }) => type === 'ack').map(({ data }) => data),
    ),
    ...answers.map(({ body }) => dig(body, 'data')),
  ]
  expect(acks).toHaveLength(20)
  expect(acks.filter((data) => dig(data, 'duplicate') !== true)).toHaveLength(1)
  await views(2_001, 1)
  await client.close()
  await second.close()
})

test('the same id with another body is validation_failed; the order of keys makes no other body', async () => {
  const { client } = await someone()
  client.raw('{"type":"pitch_view","id":"keys","data":{"pitchId":3,"extra":{"a":1,"b":[1,2]}}}')
  expect(await client.next('ack')).toMatchObject({ data: {} })
  client.raw('{"id":"keys","data":{"extra":{"b":[1,2],"a":1.0},"pitchId":3},"type":"pitch_view"}')
  expect(await client.next('ack')).toMatchObject({ data: { duplicate: true } })
  client.raw('{"type":"pitch_view","id":"keys","data":{"pitchId":3,"extra":{"a":1,"b":[2,1]}}}')
  expect(await client.next('error')).toMatchObject({ data: { code: 'validation_failed' } })
  expect(await client.ask('notification_clear', {}, 'keys')).toMatchObject({ data: { code: 'validation_failed' } })
  await client.close()
})

test('ids belong to a user: two users may use the same one', async () => {
  const [one, other] = [await someone(), await someone()]
  expect(await one.client.ask('pitch_view', { pitchId: 1 }, 'shared')).toMatchObject({ type: 'ack', data: {} })
  const second = await other.client.ask('pitch_view', { pitchId: 2 }, 'shared')
  expect(second.type).toBe('ack')
  expect(dig(second.data, 'duplicate')).toBeUndefined()
  await one.client.close()
  await other.client.close()
})

test('after an error the same id is tried afresh', async () => {
  const { client } = await someone()
  expect(await client.ask('pitch_view', { pitchId: 2_500 }, 'retry')).toMatchObject({ data: { code: 'not_found' } })
  server.addPitches(2_500, 2_500)
  const second = await client.ask('pitch_view', { pitchId: 2_500 }, 'retry')
  expect(second).toMatchObject({ type: 'ack' })
  expect(dig(second.data, 'duplicate')).toBeUndefined()
  await client.close()
})

test('an id is forgotten after 24 hours, not before', async () => {
  server.addPitches(2_600, 2_600)
  const { client, userId } = await someone()
  await client.ask('pitch_view', { pitchId: 2_600 }, 'day')
  await client.close()
  clock.advance(24 * 3_600_000 - 61_000)
  const later = await connect(`${server.wsUrl}?token=${await server.token({ userId })}`)
  expect(dig((await later.ask('pitch_view', { pitchId: 2_600 }, 'day')).data, 'duplicate')).toBe(true)
  await later.close()
  clock.advance(61_000)
  const muchLater = await connect(`${server.wsUrl}?token=${await server.token({ userId })}`)
  expect(dig((await muchLater.ask('pitch_view', { pitchId: 2_600 }, 'day')).data, 'duplicate')).toBeUndefined()
  await views(2_600, 2)
  await muchLater.close()
})

test('ids are remembered over a restart', async () => {
  const { client, userId } = await someone()
  await client.ask('pitch_view', { pitchId: 1 }, 'restart')
  await server.restart()
  expect((await client.closed()).code).toBe(1012)
  const later = await connect(`${server.wsUrl}?token=${await server.token({ userId })}`)
  expect(dig((await later.ask('pitch_view', { pitchId: 1 }, 'restart')).data, 'duplicate')).toBe(true)
  await later.close()
})

test('who sends is who the token names, whatever data says', async () => {
  server.addPitches(2_700, 2_700)
  const { client, userId } = await someone()
  await client.ask('pitch_view', { pitchId: 2_700, userId: 1, username: 'Ana' })
  await views(2_700, 1)
  expect(dig(await snapshot('pitch:2700'), 'data', 'recentViewers')).toMatchObject([
    { userId, username: `user${userId}` },
  ])
  await inbox(1, 1)
  await client.ask('notification_read', { ids: 'all', userId: 1 })
  await client.ask('notification_clear', { userId: 1 })
  expect(Number(dig(await snapshot('notifications:me', 1), 'data', 'unreadCount'))).toBeGreaterThan(0)
  await client.close()
})

test('desired state without an id is silent, with one it is acked', async () => {
  const { client } = await someone()
  client.send({ type: 'watch', data: { pitchId: 1, on: true } })
  expect(await client.ask('watch', { pitchId: 1, on: true })).toMatchObject({ type: 'ack', data: {} })
  expect(client.messages.filter(({ type }) => type === 'ack')).toHaveLength(1)
  expect(await client.ask('watch', { pitchId: 404, on: true })).toMatchObject({ data: { code: 'not_found' } })
  await client.close()
})

test('the 121st command in a minute is rate_limited and not applied; a duplicate still gets its ack', async () => {
  const { client, post, userId } = await someone()
  const second = await connect(`${server.wsUrl}?token=${await server.token({ userId })}`)
  await inbox(userId, 1)
  for (let count = 0; count < 60; count += 1) await client.ask('pitch_view', { pitchId: 1 }, `a${count}`)
  // Refused ones and duplicates take no place.
  for (let count = 0; count < 30; count += 1) {
    await client.ask('pitch_view', { pitchId: 404 }, `n${count}`)
    await client.ask('pitch_view', { pitchId: 1 }, 'a0')
    await client.ask('watch', { pitchId: 404, on: true })
  }
  clock.advance(10_000)
  for (let count = 0; count < 30; count += 1) await second.ask('watch', { pitchId: 1, on: count % 2 === 0 })
  for (let count = 0; count < 30; count += 1)
    expect((await post({ type: 'pitch_view', data: { pitchId: 1 }, id: `r${count}` })).status).toBe(200)
  const refused = await client.ask('notification_read', { ids: 'all' }, 'over')
  expect(refused).toMatchObject({
    type: 'error',
    data: { code: 'rate_limited', retryable: true, retryAfterMs: 50_000 },
  })
  const overRest = await post({ type: 'pitch_view', data: { pitchId: 1 }, id: 'overRest' })
  expect(overRest).toMatchObject({ status: 429, body: { type: 'error', data: { code: 'rate_limited' } } })
  expect(overRest.headers.get('Retry-After')).toBe('50')
  expect(await second.ask('watch', { pitchId: 1, on: true })).toMatchObject({ data: { code: 'rate_limited' } })
  expect(await client.ask('pitch_view', { pitchId: 1 }, 'a0')).toMatchObject({ type: 'ack', data: { duplicate: true } })
  expect((await client.ask('subscribe', { topics: [{ topic: 'pitch:1' }] })).type).toBe('subscribed')
  expect((await client.ask('ping', {})).type).toBe('pong')
  expect(await snapshot('notifications:me', userId)).toMatchObject({ data: { unreadCount: 1 } })

  // The window slides: the first 60 leave it together, the others 10 s later.
  clock.advance(20_000)
  await Promise.all([client, second].map((one) => one.ask('ping', {})))
  clock.advance(29_999)
  expect(await client.ask('pitch_view', { pitchId: 1 }, 'early')).toMatchObject({
    data: { code: 'rate_limited', retryAfterMs: 1 },
  })
  clock.advance(1)
  expect((await client.ask('notification_read', { ids: 'all' }, 'over')).type).toBe('ack')
  for (let count = 0; count < 59; count += 1)
    expect((await client.ask('pitch_view', { pitchId: 1 }, `b${count}`)).type).toBe('ack')
  expect(await client.ask('pitch_view', { pitchId: 1 }, 'b59')).toMatchObject({
    data: { code: 'rate_limited', retryAfterMs: 10_000 },
  })
  await client.close()
  await second.close()
})

test('200 commands at once: exactly 120 are acked', async () => {
  const { client } = await someone()
  for (let count = 0; count < 200; count += 1)
    client.send({ type: 'pitch_view', data: { pitchId: 1 }, id: `c${count}` })
  await client.next('error', ({ id }) => id === 'c199')
  const answers = client.messages.filter(({ id }) => id?.startsWith('c'))
  expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, count) => `c${count}`))
  expect(answers.filter(({ type }) => type === 'ack')).toHaveLength(120)
  await client.close()
})

test('the 360th arrival closes its socket with 4429, whatever became of the others, and REST answers 429', async () => {
  const { client, post, userId } = await someone()
  const other = await connect(`${server.wsUrl}?token=${await server.token({ userId })}`)
  for (let count = 0; count < 359; count += 1) client.send({ type: 'nonsense', id: `u${count}` })
  await client.next('error', ({ id }) => id === 'u358')
  // Control messages are no commands.
  expect((await client.ask('ping', {})).type).toBe('pong')
  expect((await client.ask('subscribe', { topics: [{ topic: 'pitch:1' }] })).type).toBe('subscribed')
  client.send({ type: 'nonsense', id: 'last' })
  const { code, reason } = await client.closed()
  expect(code).toBe(4429)
  expect(dig(JSON.parse(reason), 'retryAfterMs')).toBe(60_000)
  expect(await client.next('error', ({ id }) => id === 'last')).toMatchObject({
    data: { code: 'rate_limited', retryAfterMs: 60_000 },
  })
  expect((await other.ask('ping', {})).type).toBe('pong')
  const overRest = await post({ type: 'pitch_view', data: { pitchId: 1 }, id: 'x' })
  expect(overRest.status).toBe(429)
  expect(overRest.headers.get('Retry-After')).toBe('60')
  await other.close()
})

test("a view of one's own pitch, or again within half an hour, is acked and not counted", async () => {
  server.addPitches(2_800, 2_800)
  const { client, userId } = await someone()
  await client.ask('pitch_view', { pitchId: 2_800 })
  clock.advance(20_000)
  await client.ask('pitch_view', { pitchId: 2_800 })
  await views(2_800, 1)
  await client.close()
  clock.advance(30 * 60_000)
  const later = await connect(`${server.wsUrl}?token=${await server.token({ userId })}`)
  await later.ask('pitch_view', { pitchId: 2_800 })
  await views(2_800, 2)
  expect(dig(await snapshot('pitch:2800'), 'data', 'uniqueViewers')).toBe(1)
  const before = await viewCount(1)
  const ana = await connect(`${server.wsUrl}?token=${await server.token({ userId: 1, username: 'Ana' })}`)
  expect(await ana.ask('pitch_view', { pitchId: 1 })).toMatchObject({ type: 'ack', data: {} })
  clock.advance(500)
  await ana.ask('ping', {})
  expect(await viewCount(1)).toBe(before)
  await later.close()
  await ana.close()
})
