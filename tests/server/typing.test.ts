import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PATIENTLY } from '../support/patiently.js'
import { manualClock, type ManualClock } from '../support/manualClock.js'
import { person, service, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig, type WireClient } from '../support/wireClient.js'

let server: TestServer
let clock: ManualClock
let ana: Person
let ben: Person
let observer: WireClient
let typist: WireClient

async function setUp(env: Record<string, string> = {}): Promise<void> {
  clock = manualClock()
  server = await startTestServer(env, clock)
  ana = await person(server, { userId: 1, username: 'Ana' })
  ben = await person(server, { userId: 2, username: 'Ben' })
  observer = await ben.connect()
  typist = await ana.connect()
}
afterEach(async () => {
  await Promise.all([observer.close(), typist.close()])
  await server.stop()
})

const subscribe = async (client: WireClient, topic: string) =>
  dig((await client.ask('subscribe', { topics: [{ topic }] })).data, 'topics', 0)
const type = (client: WireClient, conversationId: number | string, isTyping = true) =>
  client.ask('typing', { conversationId, isTyping })
/** What a client was told, once all that was on its way has arrived. */
async function told(client: WireClient): Promise<unknown[]> {
  await client.ask('ping', {})
  return client.messages.filter(({ type }) => type === 'typing').map(({ data }) => dig(data, 'isTyping'))
}
const sockets = async () => {
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text()
  return Number(/^rt_connections (\d+)$/m.exec(text)?.[1])
}
const ended = async (left: number): Promise<void> => {
  await expect.poll(sockets, PATIENTLY).toBe(left)
}

describe('in a demo', () => {
  beforeEach(() => setUp())

  test('who begins and stops to type is told to the others, by the name of the token', async () => {
    expect(await subscribe(observer, 'typing:7')).toEqual({
      topic: 'typing:7',
      epoch: null,
      offset: null,
      recovered: null,
      events: [],
      state: { users: [] },
    })
    await typist.ask('typing', { conversationId: 7, isTyping: true, userId: 2, username: 'Ben' })
    expect(await observer.next('typing')).toEqual({
      type: 'typing',
      topic: 'typing:7',
      data: { conversationId: 7, userId: 1, username: 'Ana', isTyping: true },
    })
    clock.advance(250)
    await type(typist, 7, false)
    expect(await observer.next('typing')).toMatchObject({ data: { userId: 1, isTyping: false } })
    clock.advance(20_000)
    expect(await told(observer)).toEqual([true, false])
  })

  test('own typing goes to none of the own sockets, but the state lists it', async () => {
    const other = await ana.connect()
    await subscribe(other, 'typing:7')
    await subscribe(typist, 'typing:7')
    await subscribe(observer, 'typing:7')
    await type(typist, 7)
    expect(await told(observer)).toEqual([true])
    expect(await told(other)).toEqual([])
    expect(await told(typist)).toEqual([])
    const users = [{ userId: 1, username: 'Ana' }]
    expect(await subscribe(other, 'typing:7')).toMatchObject({ state: { users } })
    const { body } = await ben.fetch('/api/snapshots/typing:7')
    expect(body).toEqual({ topic: 'typing:7', epoch: null, offset: null, data: { users } })
    await other.close()
  })

  test('who goes on typing is told again, so that a reader knows', async () => {
    await subscribe(observer, 'typing:7')
    for (let count = 0; count < 4; count += 1) {
      await type(typist, 7)
      clock.advance(3_000)
    }
    expect(await told(observer)).toEqual([true, true, true, true])
  })

  test('a typist who falls silent is told to have stopped after eight seconds', async () => {
    await subscribe(observer, 'typing:7')
    await type(typist, 7)
    clock.advance(7_999)
    expect(await told(observer)).toEqual([true])
    clock.advance(1)
    expect(await told(observer)).toEqual([true, false])
    expect(await subscribe(observer, 'typing:7')).toMatchObject({ state: { users: [] } })
  })

  test('a typist whose socket is killed is told to have stopped at once', async () => {
    await subscribe(observer, 'typing:7')
    await type(typist, 7)
    clock.advance(1_000)
    typist.socket.terminate()
    expect(await observer.next('typing', ({ data }) => dig(data, 'isTyping') === false)).toMatchObject({
      data: { userId: 1 },
    })
    expect(await told(observer)).toEqual([true, false])
  })

  test('who types in two tabs types until both have stopped', async () => {
    const other = await ana.connect()
    await subscribe(observer, 'typing:7')
    await type(typist, 7)
    await type(other, 7)
    clock.advance(1_000)
    await type(typist, 7, false)
    clock.advance(1_000)
    expect(await told(observer)).not.toContain(false)
    other.socket.terminate()
    await ended(2)
    expect((await told(observer)).at(-1)).toBe(false)
  })

  test('whoever starts and stops all the time is told four times a second, and the last one is right', async () => {
    await subscribe(observer, 'typing:7')
    for (let count = 0; count < 100; count += 1) {
      await type(typist, 7, count % 2 === 0)
      clock.advance(20)
    }
    clock.advance(250)
    const all = await told(observer)
    expect(all.length).toBeGreaterThan(1)
    expect(all.length).toBeLessThanOrEqual(9)
    expect(all.at(-1)).toBe(false)
  })

  test('operators see how many type, once for each conversation, and how much was told of it', async () => {
    const metrics = async () => (await fetch(`${server.httpUrl}/metrics`)).text()
    const other = await ana.connect()
    await type(typist, 7)
    await type(other, 7)
    await type(typist, 8)
    await type(observer, 7)
    expect(await metrics()).toMatch(/^rt_typists 3$/m)
    expect(await metrics()).toMatch(/^rt_broadcasts_total\{type="typing"\} 3$/m)
    clock.advance(8_250)
    expect(await metrics()).toMatch(/^rt_typists 0$/m)
    expect(await metrics()).toMatch(/^rt_broadcasts_total\{type="typing"\} 7$/m)
    await other.close()
  })

  test('a number in quotes is the same conversation, another name is another', async () => {
    await subscribe(observer, 'typing:7')
    await type(typist, '7')
    await type(typist, 'deal_7-b')
    expect(await told(observer)).toEqual([true])
    expect(await subscribe(observer, 'typing:deal_7-b')).toMatchObject({ state: { users: [{ userId: 1 }] } })
  })

  test.each([
    { conversationId: -1.5 },
    { conversationId: 'a b' },
    { conversationId: 'me' },
    { conversationId: 'x'.repeat(65) },
  ])('%j is no conversation', async ({ conversationId }) => {
    expect(await type(typist, conversationId)).toMatchObject({ type: 'error', data: { code: 'validation_failed' } })
    expect(await subscribe(observer, `typing:${conversationId}`)).toMatchObject({ error: { code: 'forbidden' } })
  })
})

describe('where participants are named', () => {
  beforeEach(() => setUp({ DEMO: '0' }))

  const name = async (userIds: readonly number[], id: number | string = 7) =>
    (await service(server)).send('PUT', `/api/conversations/${id}/participants`, { userIds })

  test('strangers neither read nor write, over socket and REST', async () => {
    expect(await name([1])).toMatchObject({ status: 200, body: { conversationId: 7, userIds: [1] } })
    expect(await subscribe(typist, 'typing:7')).toMatchObject({ state: { users: [] } })
    expect(await type(typist, 7)).toMatchObject({ type: 'ack' })
    expect(await subscribe(observer, 'typing:7')).toEqual({
      topic: 'typing:7',
      error: { code: 'forbidden', message: 'You may not read this topic' },
    })
    expect(await type(observer, 7)).toMatchObject({ type: 'error', data: { code: 'forbidden' } })
    expect((await ben.fetch('/api/snapshots/typing:7')).status).toBe(403)
    expect((await ben.fetch('/api/snapshots?topics=typing:7')).body).toMatchObject({
      snapshots: [{ topic: 'typing:7', error: { code: 'forbidden' } }],
    })
    expect((await ana.fetch('/api/snapshots/typing:7')).body).toMatchObject({ data: { users: [{ userId: 1 }] } })
  })

  test('a conversation that nobody was named in is closed to all', async () => {
    expect(await subscribe(typist, 'typing:9')).toMatchObject({ error: { code: 'forbidden' } })
    expect(await type(typist, 9)).toMatchObject({ data: { code: 'forbidden' } })
  })

  test('who is removed stops typing, is told of it, hears no more and may not come back', async () => {
    await name([1, 2, 3])
    const cara = await (await person(server, { userId: 3 })).connect()
    for (const client of [observer, typist, cara]) await subscribe(client, 'typing:7')
    await type(typist, 7)
    await observer.next('typing')
    clock.advance(1_000)
    await name([2, 3])
    expect(await observer.next('typing')).toMatchObject({ data: { userId: 1, isTyping: false } })
    expect(await typist.next('reset')).toEqual({ type: 'reset', data: { topics: ['typing:7'], reason: 'forbidden' } })
    expect(await type(typist, 7)).toMatchObject({ data: { code: 'forbidden' } })
    await type(cara, 7)
    expect(await told(observer)).toEqual([true, false, true])
    expect(await told(typist)).toEqual([])
    expect(await subscribe(typist, 'typing:7')).toMatchObject({ error: { code: 'forbidden' } })
    expect(observer.messages.filter(({ type }) => type === 'reset')).toEqual([])
    await cara.close()
  })

  test('only a service names participants, and only such as there can be', async () => {
    const body = { userIds: [1, 2] }
    expect((await ana.send('PUT', '/api/conversations/7/participants', body)).status).toBe(403)
    expect(await name([0])).toMatchObject({ status: 400, body: { error: { code: 'validation_failed' } } })
    expect(await name([1], 'a%20b')).toMatchObject({ status: 400, body: { error: { code: 'validation_failed' } } })
    expect(await name([1, 1], 'deal-7')).toMatchObject({
      status: 200,
      body: { conversationId: 'deal-7', userIds: [1] },
    })
  })
})

test('in a demo a conversation is closed by naming its participants, and stays so when the last is removed', async () => {
  await setUp()
  const root = await service(server)
  expect(await subscribe(observer, 'typing:7')).toMatchObject({ state: { users: [] } })
  await root.send('PUT', '/api/conversations/7/participants', { userIds: [] })
  expect(await observer.next('reset')).toMatchObject({ data: { topics: ['typing:7'] } })
  expect(await subscribe(observer, 'typing:7')).toMatchObject({ error: { code: 'forbidden' } })
  await root.send('PUT', '/api/conversations/7/participants', { userIds: [2] })
  expect(await subscribe(observer, 'typing:7')).toMatchObject({ state: { users: [] } })
})
