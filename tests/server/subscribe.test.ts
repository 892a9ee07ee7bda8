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

let users = 1_000
async function newcomer(): Promise<{ userId: number; client: WireClient; token: string }> {
  users += 1
  const token = await server.token({ userId: users, username: `user${users}` })
  return { userId: users, token, client: await connect(`${server.wsUrl}?token=${token}`) }
}

/** Through the service's door, which has no limit per minute. More than a few are sent side by side, in any order. */
async function notify(userId: number, count = 1, message = ''): Promise<void> {
  const headers = { Authorization: `Bearer ${await server.token({ userId: 99, role: 'service' })}` }
  let next = 0
  const send = async (): Promise<void> => {
    while (next < count) {
      const title = `Number ${next}`
      next += 1
      const body = JSON.stringify({ userId, kind: 'test', level: 'info', title, message })
      const answer = await fetch(`${server.httpUrl}/api/notifications`, { method: 'POST', headers, body })
      expect(answer.status).toBe(201)
    }
  }
  await Promise.all(Array.from({ length: count > 200 ? 16 : 1 }, send))
}

async function subscribe(client: WireClient, ...topics: unknown[]) {
  const answer = await client.ask('subscribe', { topics })
  expect(answer.type).toBe('subscribed')
  return (index = 0): unknown => dig(answer.data, 'topics', index)
}

test('each asked topic gets one entry, in order, the refused ones too', async () => {
  const { client, userId } = await newcomer()
  const entry = await subscribe(
    client,
    { topic: 'pitch:1' },
    { topic: 'notifications:1' },
    { topic: 'watchers:1' },
    { topic: 'notifications:me' },
    { topic: 'pitch:404' },
    { topic: `dashboard:${userId}` },
  )
  expect(entry(0)).toMatchObject({ topic: 'pitch:1', recovered: null, events: [] })
  expect(dig(entry(0), 'epoch')).toBe(dig(entry(3), 'epoch'))
  expect(entry(1)).toMatchObject({ topic: 'notifications:1', error: { code: 'forbidden' } })
  expect(entry(2)).toEqual({
    topic: 'watchers:1',
    epoch: null,
    offset: null,
    recovered: null,
    events: [],
    state: { pitchId: 1, count: 0 },
  })
  expect(entry(3)).toMatchObject({ topic: 'notifications:me', offset: 0, recovered: null, events: [] })
  expect(dig(entry(4), 'error')).toEqual(dig(entry(1), 'error'))
  expect(entry(5)).toMatchObject({ topic: `dashboard:${userId}`, offset: 0 })
  await client.close()
})

test.each([
  'notifications:2',
  'dashboard:1',
  'pitch:999',
  'watchers:999',
  'pitch:me',
  'pitch:',
  'pitch',
  ':1',
  '',
  'pitch:01',
  'pitch:1 ',
  'pitch:1e0',
  'pitch:-1',
  'pitch:0',
  'pitch:1:2',
  'PITCH:1',
  'admin:1',
  '*',
  'pitch:*',
  '__proto__:1',
  'constructor:1',
  'notifications:me\u0000',
  'notifications:２',
  `pitch:${'1'.repeat(500)}`,
])('topic %.30j is the same forbidden, whatever is wrong with it', async (topic) => {
  const { client } = await newcomer()
  const entry = await subscribe(client, { topic })
  expect(entry()).toEqual({ topic, error: { code: 'forbidden', message: 'You may not read this topic' } })
  await client.close()
})

test.each([
  ['no list', {}],
  ['a list that is none', { topics: 'pitch:1' }],
  ['an empty list', { topics: [] }],
  ['51 topics', { topics: Array.from({ length: 51 }, () => ({ topic: 'pitch:1' })) }],
  ['a topic that is no string', { topics: [{ topic: 5 }] }],
  ['a bare string', { topics: ['pitch:1'] }],
  ['an epoch without offset', { topics: [{ topic: 'pitch:1', epoch: 'x' }] }],
  ['an offset without epoch', { topics: [{ topic: 'pitch:1', offset: 0 }] }],
  ['a negative offset', { topics: [{ topic: 'pitch:1', epoch: 'x', offset: -1 }] }],
  ['half an offset', { topics: [{ topic: 'pitch:1', epoch: 'x', offset: 0.5 }] }],
  ['an offset as text', { topics: [{ topic: 'pitch:1', epoch: 'x', offset: '1' }] }],
  ['no data', undefined],
])('subscribe with %s is one validation_failed', async (_, data) => {
  const { client } = await newcomer()
  expect(await client.ask('subscribe', data)).toMatchObject({ type: 'error', data: { code: 'validation_failed' } })
  await client.close()
})

test('two names of one topic are two subscriptions, each told under its own name', async () => {
  const { client, userId } = await newcomer()
  await subscribe(client, { topic: 'notifications:me' }, { topic: `notifications:${userId}` })
  await notify(userId)
  const events = [await client.next('notification'), await client.next('notification')]
  expect(new Set(events.map(({ topic }) => topic))).toEqual(new Set([`notifications:${userId}`, 'notifications:me']))
  expect(events[0]?.data).toEqual(events[1]?.data)
  expect(await client.ask('unsubscribe', { topics: ['notifications:me'] })).toMatchObject({ type: 'ack' })
  await notify(userId)
  expect((await client.next('notification')).topic).toBe(`notifications:${userId}`)
  await client.ask('ping', { t: 1 })
  expect(client.messages.filter(({ type }) => type === 'notification')).toHaveLength(3)
  await client.close()
})

test('after unsubscribe nothing more comes; unknown names are no fault', async () => {
  const { client, userId } = await newcomer()
  await subscribe(client, { topic: 'notifications:me' })
  expect(await client.ask('unsubscribe', { topics: ['notifications:me', 'never:heard'] })).toMatchObject({
    type: 'ack',
  })
  expect(await client.ask('unsubscribe', { topics: 'x' })).toMatchObject({ data: { code: 'validation_failed' } })
  await notify(userId)
  await client.ask('ping', { t: 1 })
  expect(client.messages.some(({ type }) => type === 'notification')).toBe(false)
  await client.close()
})

test('a position the log covers brings exactly the events after it', async () => {
  const { client, userId } = await newcomer()
  const first = await subscribe(client, { topic: 'notifications:me' })
  const epoch = dig(first(), 'epoch')
  await notify(userId, 5)
  const entry = await subscribe(client, { topic: 'notifications:me', epoch, offset: 2 })
  expect(entry()).toMatchObject({ offset: 5, recovered: true })
  const events = dig(entry(), 'events')
  expect(Array.isArray(events) ? events.map((event: unknown) => dig(event, 'offset')) : null).toEqual([3, 4, 5])
  expect(dig(events, 0)).toMatchObject({ type: 'notification', data: { notification: { title: 'Number 2' } } })
  const current = await subscribe(client, { topic: 'notifications:me', epoch, offset: 5 })
  expect(current()).toMatchObject({ recovered: true, events: [], offset: 5 })
  await client.close()
})

test('a position that cannot be resumed says why, brings nothing, and is live from the head on', async () => {
  const { client, userId } = await newcomer()
  const first = await subscribe(client, { topic: 'notifications:me' })
  const epoch = dig(first(), 'epoch')
  await notify(userId, 3)
  const other = await subscribe(client, { topic: 'notifications:me', epoch: 'another', offset: 1 })
  expect(other()).toEqual({
    topic: 'notifications:me',
    epoch,
    offset: 3,
    recovered: false,
    reason: 'epoch',
    events: [],
  })
  const ahead = await subscribe(client, { topic: 'notifications:me', epoch, offset: 4 })
  expect(ahead()).toMatchObject({ offset: 3, recovered: false, reason: 'ahead', events: [] })
  await notify(userId)
  expect((await client.next('notification', ({ offset }) => offset === 4)).offset).toBe(4)
  await client.close()
})

test('a pitch keeps 50 events: the 51st last is trimmed, the 50th last is not', async () => {
  const { client } = await newcomer()
  const first = await subscribe(client, { topic: 'pitch:2' })
  const epoch = dig(first(), 'epoch')
  let offset = Number(dig(first(), 'offset'))
  for (let viewer = 0; viewer < 55; viewer += 1) {
    const one = await connect(`${server.wsUrl}?token=${await server.token({ userId: 5_000 + viewer })}`)
    expect((await one.ask('pitch_view', { pitchId: 2 })).type).toBe('ack')
    offset += 1
    // Views are coalesced: the topic may be resting.
    const wanted = offset
    await expect
      .poll(() => {
        clock.advance(300)
        return client.messages.some(({ type, offset }) => type === 'pitch_view' && offset === wanted)
      }, PATIENTLY)
      .toBe(true)
    await one.close()
  }
  const kept = await subscribe(client, { topic: 'pitch:2', epoch, offset: offset - 50 })
  expect(kept()).toMatchObject({ recovered: true })
  expect(dig(kept(), 'events', 'length')).toBe(50)
  const trimmed = await subscribe(client, { topic: 'pitch:2', epoch, offset: offset - 51 })
  expect(trimmed()).toMatchObject({ recovered: false, reason: 'trimmed', events: [], offset })
  await client.close()
})

test('more than 1 MiB to catch up with is limit; four topics of almost 1 MiB fit one answer, a fifth does not', async () => {
  const { client, userId } = await newcomer()
  const first = await subscribe(client, { topic: 'notifications:me' })
  const epoch = dig(first(), 'epoch')
  await notify(userId, 600, '€'.repeat(600))
  const all = await subscribe(client, { topic: 'notifications:me', epoch, offset: 0 })
  expect(all()).toMatchObject({ recovered: false, reason: 'limit' })
  const most = await subscribe(client, { topic: 'notifications:me', epoch, offset: 120 })
  expect(most()).toMatchObject({ recovered: true })
  const sizes = Buffer.byteLength(JSON.stringify(most()))
  expect(sizes).toBeGreaterThan(900_000)
  expect(sizes).toBeLessThan(1024 * 1024)
  const ask = { epoch, offset: 120 }
  const many = await subscribe(client, ...Array.from({ length: 5 }, () => ({ topic: 'notifications:me', ...ask })))
  expect([0, 1, 2, 3, 4].map((index) => dig(many(index), 'recovered'))).toEqual([true, true, true, true, false])
  expect(many(4)).toMatchObject({ reason: 'limit' })
  await client.close()
})

test('more than 1,000 events to catch up with is trimmed, for the log keeps no more', async () => {
  const { client, userId } = await newcomer()
  const epoch = dig((await subscribe(client, { topic: 'notifications:me' }))(), 'epoch')
  await notify(userId, 1_005)
  const first = await subscribe(client, { topic: 'notifications:me', epoch, offset: 5 })
  expect(first()).toMatchObject({ recovered: true, offset: 1_005 })
  expect(dig(first(), 'events', 'length')).toBe(1_000)
  const before = await subscribe(client, { topic: 'notifications:me', epoch, offset: 4 })
  expect(before()).toMatchObject({ recovered: false, reason: 'trimmed' })
  await client.close()
})

test('events older than the retention are trimmed, and the snapshot keeps their effect', async () => {
  const { client, userId, token } = await newcomer()
  const epoch = dig((await subscribe(client, { topic: 'notifications:me' }))(), 'epoch')
  await notify(userId, 2)
  await client.close()
  clock.advance(30 * 24 * 3_600_000 + 60_000)
  const fresh = await server.token({ userId })
  expect(fresh).not.toBe(token)
  const later = await connect(`${server.wsUrl}?token=${fresh}`)
  const entry = await subscribe(later, { topic: 'notifications:me', epoch, offset: 1 })
  expect(entry()).toMatchObject({ recovered: false, reason: 'trimmed', offset: 2 })
  const current = await subscribe(later, { topic: 'notifications:me', epoch, offset: 2 })
  expect(current()).toMatchObject({ recovered: true, events: [] })
  const snapshot = await fetch(`${server.httpUrl}/api/snapshots/notifications:me`, {
    headers: { Authorization: `Bearer ${fresh}` },
  })
  expect(dig(await snapshot.json(), 'data', 'unreadCount')).toBe(2)
  await later.close()
})

test('the 101st topic is limit_exceeded; repeating a live one is not, and giving one up makes room', async () => {
  server.addPitches(1_001, 1_110)
  const { client } = await newcomer()
  const names = Array.from({ length: 101 }, (_, index) => ({ topic: `pitch:${1_001 + index}` }))
  await subscribe(client, ...names.slice(0, 50))
  await subscribe(client, ...names.slice(50, 99))
  const entry = await subscribe(client, ...names.slice(99))
  expect(entry(0)).toMatchObject({ offset: 0, recovered: null })
  expect(entry(1)).toMatchObject({ topic: 'pitch:1101', error: { code: 'limit_exceeded' } })
  expect((await subscribe(client, names[0]))()).toMatchObject({ recovered: null })
  await client.ask('unsubscribe', { topics: ['pitch:1001'] })
  expect((await subscribe(client, names[100]))()).toMatchObject({ recovered: null })
  await client.close()
})

test('600 topics a minute are answered, more are rate_limited entries until the window moves on', async () => {
  const { client } = await newcomer()
  const fifty = Array.from({ length: 50 }, () => ({ topic: 'pitch:1' }))
  for (let round = 0; round < 12; round += 1) await subscribe(client, ...fifty)
  const over = await subscribe(client, { topic: 'pitch:1' })
  expect(over()).toMatchObject({ topic: 'pitch:1', error: { code: 'rate_limited' } })
  clock.advance(30_000)
  await client.ask('ping', {})
  clock.advance(30_000)
  const again = await subscribe(client, { topic: 'pitch:1' })
  expect(again()).toMatchObject({ topic: 'pitch:1', recovered: null })
  await client.close()
})

test('whenever one subscribes while events are written, nothing is missing and nothing comes twice', async () => {
  const { client, userId, token } = await newcomer()
  const epoch = dig((await subscribe(client, { topic: 'notifications:me' }))(), 'epoch')
  const writing = notify(userId, 120)
  const readers: { from: number; client: WireClient }[] = []
  for (let from = 0; from < 15; from += 1) {
    const reader = await connect(`${server.wsUrl}?token=${token}${from % 2 ? '&batch=1' : ''}`)
    readers.push({ from, client: reader })
    await subscribe(reader, { topic: 'notifications:me', epoch, offset: from })
    if (from % 3 === 0) await subscribe(reader, { topic: 'notifications:me', epoch, offset: from })
  }
  await writing
  for (const { client: reader, from } of readers) {
    const start = reader.messages.findLastIndex(({ type }) => type === 'subscribed')
    const entry = dig(reader.messages[start]?.data, 'topics', 0)
    if (dig(entry, 'offset') !== 120) await reader.next('notification', ({ offset }) => offset === 120)
    const replayed = dig(entry, 'events')
    const offsets = [
      ...(Array.isArray(replayed) ? replayed.map((event: unknown) => Number(dig(event, 'offset'))) : []),
      ...reader.messages.slice(start).flatMap(({ type, offset }) => (type === 'notification' ? [Number(offset)] : [])),
    ]
    expect(offsets).toEqual(Array.from({ length: 120 - from }, (_, index) => from + index + 1))
    await reader.close()
  }
  await client.close()
})
