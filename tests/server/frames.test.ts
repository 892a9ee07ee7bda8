import { connect as connectTcp } from 'node:net'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENTLY } from '../support/patiently.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { connect, dig, type WireClient } from '../support/wireClient.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

/** Unreadable frames are counted per socket and commands per user, so each test is somebody else. */
let users = 100
async function someone(query = ''): Promise<WireClient> {
  users += 1
  return connect(`${server.wsUrl}?token=${await server.token({ userId: users, username: `user${users}` })}${query}`)
}
const nested = (levels: number): unknown => (levels <= 1 ? {} : { x: nested(levels - 1) })

test.each([
  ['no JSON', 'hello'],
  ['half a message', '{"type":"ping"'],
  ['nothing', ''],
  ['a scalar', '5'],
  ['a string', '"ping"'],
  ['null', 'null'],
  ['an array of messages', '[{"type":"ping","data":{}}]'],
])('%s is invalid_json and the socket stays open', async (_, frame) => {
  const client = await someone()
  client.raw(frame)
  expect(await client.next('error')).toMatchObject({ data: { code: 'invalid_json', retryable: false } })
  expect((await client.ask('ping', { t: 1 })).type).toBe('pong')
  await client.close()
})

test('a binary frame is invalid_json even when it holds good JSON', async () => {
  const client = await someone()
  client.socket.send(Buffer.from('{"type":"ping","data":{}}'), { binary: true })
  expect(await client.next('error')).toMatchObject({ data: { code: 'invalid_json' } })
  await client.close()
})

test('a message without a type, or with a type that is no string, is validation_failed and keeps its id', async () => {
  const client = await someone()
  client.send({ id: 'a', data: {} })
  expect(await client.next('error')).toMatchObject({ id: 'a', data: { code: 'validation_failed' } })
  client.send({ id: 'b', type: 5 })
  expect(await client.next('error')).toMatchObject({ id: 'b', data: { code: 'validation_failed' } })
  await client.close()
})

test.each([
  'nonsense',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  '',
  'Ping',
  'typing ',
  'x'.repeat(10_000),
])('type %.20j is unknown_type and changes nothing', async (type) => {
  const client = await someone()
  expect(await client.ask(type, { pitchId: 1 })).toMatchObject({ type: 'error', data: { code: 'unknown_type' } })
  expect((await client.ask('ping', { t: 1 })).type).toBe('pong')
  await client.close()
})

test.each(['notification', 'notification_cleared', 'dashboard_update', 'watchers', 'welcome', 'ack', 'reset', 'pong'])(
  '%s may only be received: forbidden',
  async (type) => {
    const client = await someone()
    expect(await client.ask(type, {})).toMatchObject({ type: 'error', data: { code: 'forbidden' } })
    await client.close()
  },
)

test('16 levels pass, the 17th is too_deep and names the id', async () => {
  const client = await someone()
  // The message itself is level 1, so `data` may have 15.
  expect(await client.ask('ping', nested(15), 'fits')).toMatchObject({ type: 'pong' })
  expect(await client.ask('ping', nested(16), 'deep')).toMatchObject({ id: 'deep', data: { code: 'too_deep' } })
  await client.close()
})

test('100,000 levels neither crash the server nor close the socket', async () => {
  const client = await someone()
  client.raw(`{"type":"pitch_view","id":"d","data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
  expect(await client.next('error')).toMatchObject({ id: 'd', data: { code: 'too_deep' } })
  client.raw(`${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`)
  expect(await client.next('error')).toMatchObject({ data: { code: 'too_deep' } })
  await client.close()
})

test('256 KiB pass, one byte more closes with 1009', async () => {
  const client = await someone()
  const frame = (bytes: number) => {
    const empty = '{"type":"ping","data":{"t":""}}'
    return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`)
  }
  client.raw(frame(256 * 1024))
  expect(String(dig((await client.next('pong')).data, 't')).length).toBeGreaterThan(262_000)
  client.raw(frame(256 * 1024 + 1))
  expect((await client.closed()).code).toBe(1009)
})

test('the tenth unreadable frame closes with 1008', async () => {
  const client = await someone()
  for (let count = 0; count < 5; count += 1) client.raw('rubbish')
  for (let count = 0; count < 4; count += 1) client.send({ type: 'ping', data: nested(30) })
  expect((await client.ask('subscribe', { topics: [{ topic: 'pitch:1' }] })).type).toBe('subscribed')
  client.raw('7')
  expect((await client.closed()).code).toBe(1008)
  expect(client.messages.filter(({ type }) => type === 'error')).toHaveLength(10)
})

test('bad UTF-8 closes with 1007', async () => {
  const client = await someone()
  const end = client.closed()
  // A text frame of one byte that no UTF-8 text has, masked with zeros.
  Reflect.get(client.socket, '_socket').write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff]))
  expect((await end).code).toBe(1007)
})

test('a frame that is not masked, as only a server may send, ends the socket', async () => {
  const client = await someone()
  const end = client.closed()
  Reflect.get(client.socket, '_socket').write(Buffer.from([0x81, 0x02, 0x7b, 0x7d]))
  expect((await end).code).toBe(1002)
})

test('a flood of empty fragments ends the socket, not the server', async () => {
  const client = await someone()
  const end = client.closed()
  const start = Buffer.from([0x01, 0x80, 0, 0, 0, 0])
  const more = Buffer.from([0x00, 0x80, 0, 0, 0, 0])
  Reflect.get(client.socket, '_socket').write(Buffer.concat([start, ...Array.from({ length: 10_000 }, () => more)]))
  expect([1008, 1009, 1006]).toContain((await end).code)
  expect((await fetch(`${server.httpUrl}/healthz`)).status).toBe(200)
})

test('ping echoes any t and whatever is not there', async () => {
  const client = await someone()
  expect((await client.ask('ping', { t: { a: [1, 'x'] } })).data).toMatchObject({ t: { a: [1, 'x'] } })
  expect((await client.ask('ping', null)).type).toBe('pong')
  client.send({ type: 'ping' })
  expect((await client.next('pong')).id).toBeUndefined()
  await client.close()
})

test('without batch no frame is an array; with batch=1 what belongs to one turn comes in one, in order', async () => {
  const plain = await someone()
  const batched = await someone('&batch=1')
  for (const client of [plain, batched]) {
    for (let t = 0; t < 50; t += 1) client.send({ type: 'ping', id: `p${t}`, data: { t } })
    await client.next('pong', ({ id }) => id === 'p49')
    const pongs = client.messages.filter(({ type }) => type === 'pong')
    expect(pongs.map(({ data }) => dig(data, 't'))).toEqual(Array.from({ length: 50 }, (_, t) => t))
  }
  expect(plain.frames.every((frame) => frame.startsWith('{'))).toBe(true)
  expect(batched.frames.length).toBeLessThan(40)
  expect(batched.frames.some((frame) => frame.startsWith('['))).toBe(true)
  await plain.close()
  await batched.close()
})

test('what was said before a close arrives before it, batched or not', async () => {
  for (const query of ['', '&batch=1']) {
    const client = await someone(query)
    for (let count = 0; count < 10; count += 1) client.raw('rubbish')
    expect((await client.closed()).code).toBe(1008)
    expect(client.messages.filter(({ type }) => type === 'error')).toHaveLength(10)
  }
})

test('a socket that ends while its subscribes wait their turn leaves nothing behind', async () => {
  const client = await someone()
  for (let count = 0; count < 30; count += 1)
    client.send({ type: 'subscribe', data: { topics: [{ topic: 'pitch:1' }, { topic: 'watchers:1' }] } })
  for (let pitchId = 1; pitchId < 5; pitchId += 1) client.send({ type: 'watch', data: { pitchId, on: true } })
  client.socket.terminate()
  const metrics = async () => (await fetch(`${server.httpUrl}/metrics`)).text()
  await expect.poll(metrics, PATIENTLY).toMatch(/^rt_connections 0$/m)
  // The queue is done when a later question to the same database is answered.
  await fetch(`${server.httpUrl}/readyz`)
  expect(await metrics()).toMatch(/^rt_subscriptions 0$/m)
  expect(await metrics()).toMatch(/^rt_topics_active 0$/m)
})

test('whatever is thrown at it, a socket answers or closes, and the server lives', async () => {
  const token = await server.token({ userId: 90_000 })
  const types = fc.constantFrom(
    'subscribe',
    'unsubscribe',
    'auth',
    'ping',
    'pitch_view',
    'watch',
    'notification_read',
    'notification_clear',
    'typing',
    '__proto__',
  )
  const bodies = fc.oneof(
    fc.jsonValue(),
    fc.record({ topics: fc.jsonValue() }),
    fc.record({
      topics: fc.array(fc.record({ topic: fc.jsonValue(), epoch: fc.jsonValue(), offset: fc.jsonValue() })),
    }),
    fc.record({ pitchId: fc.jsonValue(), on: fc.jsonValue() }),
    fc.record({ ids: fc.jsonValue() }),
    fc.constant(JSON.parse('{"__proto__":{"pitchId":1},"constructor":1}') as unknown),
  )
  const frames = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ type: types, data: bodies, id: fc.oneof(fc.string(), fc.jsonValue()) }).map((m) => JSON.stringify(m)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(frames, { minLength: 1, maxLength: 30 }), async (thrown) => {
      const client = await connect(`${server.wsUrl}?token=${token}`)
      for (const frame of thrown) if (client.socket.readyState === client.socket.OPEN) client.raw(frame)
      const alive = client.ask('ping', { t: 1 }, 'end').then(() => 'answered')
      const outcome = await Promise.race([alive.catch(() => 'silent'), client.closed().then(() => 'closed')]).catch(
        () => 'silent',
      )
      expect(['answered', 'closed']).toContain(outcome)
      expect(client.messages.filter(({ type, data }) => type === 'error' && dig(data, 'code') === 'internal')).toEqual(
        [],
      )
      client.socket.terminate()
    }),
    { numRuns: 60 },
  )
  expect((await fetch(`${server.httpUrl}/healthz`)).status).toBe(200)
})

test.each([
  'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n',
  'POST /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  'GET http://[bad/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00',
  'GET /api/snapshots/%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
])('a broken handshake %# is turned away and the server lives', async (bytes) => {
  const peer = connectTcp(server.port, '127.0.0.1')
  const answer = await new Promise<string>((resolve, reject) => {
    let text = ''
    peer.on('data', (chunk) => (text += chunk.toString()))
    peer.on('close', () => resolve(text))
    peer.on('error', reject)
    peer.write(bytes)
  })
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
  expect((await fetch(`${server.httpUrl}/healthz`)).status).toBe(200)
})
