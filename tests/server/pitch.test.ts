import { afterEach, beforeEach, expect, test } from 'vitest'
import { PATIENTLY } from '../support/patiently.js'
import { manualClock, type ManualClock } from '../support/manualClock.js'
import { person, service } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig, type WireClient } from '../support/wireClient.js'

let server: TestServer
let clock: ManualClock
beforeEach(async () => {
  clock = manualClock()
  server = await startTestServer({}, clock)
  server.addPitches(10, 12)
  // What the seed left to publish is published, and its topics have rested. (`readyz` asks the database, in turn.)
  for (let round = 0; round < 3; round += 1) {
    await fetch(`${server.httpUrl}/readyz`)
    clock.advance(1_000)
  }
})
afterEach(() => server.stop())

const someone = (userId: number) => person(server, { userId })

/** Every message that was on its way has arrived when the answer to a later one has. */
const settle = (client: WireClient) => client.ask('ping', {})

test('a view replaces what the pitch says: counts, and the newest viewers first', async () => {
  const ben = await (await person(server, { userId: 2, username: 'Ben' })).connect()
  await ben.ask('subscribe', { topics: [{ topic: 'pitch:10' }] })
  const ack = await ben.ask('pitch_view', { pitchId: 10 })
  expect(ack).toMatchObject({ type: 'ack', data: {} })
  expect(dig(ack.data, 'offset')).toBeUndefined()
  expect(await ben.next('pitch_view')).toMatchObject({
    topic: 'pitch:10',
    offset: 1,
    data: {
      pitchId: 10,
      viewCount: 1,
      uniqueViewers: 1,
      recentViewers: [{ userId: 2, username: 'Ben', viewedAt: '2026-05-01T12:00:03.000Z' }],
    },
  })
  await ben.close()
})

test('a hundred views in a burst are at most five events a second, and the last one counts them all', async () => {
  const watcher = await (await someone(2)).connect()
  await watcher.ask('subscribe', { topics: [{ topic: 'pitch:10' }] })
  const viewers = await Promise.all(Array.from({ length: 20 }, (_, index) => someone(400 + index)))
  const clients = await Promise.all(viewers.map((viewer) => viewer.connect()))
  const moments: number[] = []
  watcher.socket.on('message', (raw: Buffer) => {
    if (raw.toString().startsWith('{"type":"pitch_view"')) moments.push(clock.now())
  })
  for (const client of clients) {
    await client.ask('pitch_view', { pitchId: 10 })
    clock.advance(25)
    await settle(watcher)
  }
  clock.advance(300)
  await watcher.next('pitch_view', ({ data }) => dig(data, 'viewCount') === 20)
  const last = watcher.messages.findLast(({ type }) => type === 'pitch_view')
  expect(dig(last?.data, 'uniqueViewers')).toBe(20)
  expect(dig(last?.data, 'recentViewers', 'length')).toBe(10)
  expect(dig(last?.data, 'recentViewers', 0, 'userId')).toBe(419)
  // 20 views over half a second: the leading one, then one a quarter of a second.
  expect(moments.length).toBeLessThanOrEqual(4)
  await Promise.all([watcher, ...clients].map((client) => client.close()))
})

test('a first view is news for the owner, a later one is only counted', async () => {
  const ana = await (await person(server, { userId: 1, username: 'Ana' })).connect()
  await ana.ask('subscribe', { topics: [{ topic: 'notifications:me' }, { topic: 'dashboard:me' }] })
  const ben = await person(server, { userId: 2, username: 'Ben' })
  const first = await ben.connect()
  await first.ask('pitch_view', { pitchId: 1 })
  expect(await ana.next('notification')).toMatchObject({
    data: {
      notification: {
        kind: 'pitch_view',
        level: 'info',
        link: '/pitch/1',
        title: expect.stringContaining('Ben viewed'),
      },
    },
  })
  const update = await ana.next('dashboard_update')
  // Only what changed: a partial update must not look like news of the rest.
  expect(Object.keys(Object(update.data)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['pitchViews', 'updatedAt'])
  await first.close()
  await ana.close()
  clock.advance(31 * 60_000)
  const again = await ben.connect()
  const later = await (await person(server, { userId: 1 })).connect()
  await later.ask('subscribe', { topics: [{ topic: 'notifications:me' }, { topic: 'dashboard:me' }] })
  await again.ask('pitch_view', { pitchId: 1 })
  await later.next('dashboard_update')
  await settle(later)
  expect(later.messages.some(({ type }) => type === 'notification')).toBe(false)
  await again.close()
  await later.close()
})

test('analytics tell views and people by the hour, the running hour last', async () => {
  const [one, two] = [await someone(31), await someone(32)]
  for (const viewer of [one, two]) await viewer.send('POST', '/api/messages', view(10, `a${viewer.userId}`))
  clock.advance(45 * 60_000)
  await one.send('POST', '/api/messages', view(10, 'later'))
  clock.advance(30 * 60_000)
  const late = await someone(31)
  await late.send('POST', '/api/messages', view(10, 'latest'))
  const { body } = await late.fetch('/api/pitches/10/analytics?hours=3')
  expect(body).toEqual({
    buckets: [
      { start: '2026-05-01T11:00:00.000Z', views: 0, uniqueViewers: 0 },
      { start: '2026-05-01T12:00:00.000Z', views: 3, uniqueViewers: 2 },
      { start: '2026-05-01T13:00:00.000Z', views: 1, uniqueViewers: 1 },
    ],
  })
  const totals = (await late.fetch('/api/pitches/10/analytics?hours=3&totals=1')).body
  expect(totals).toEqual({ ...Object(body), totals: { views: 4, uniqueViewers: 2 } })
  expect((await late.fetch('/api/pitches/10/analytics?totals=x')).status).toBe(400)
  expect(dig((await late.fetch('/api/pitches/10/analytics')).body, 'buckets', 'length')).toBe(24)
  expect((await late.fetch('/api/pitches/404/analytics')).status).toBe(404)
  expect((await late.fetch('/api/pitches/x/analytics')).status).toBe(404)
  for (const hours of ['0', '-1', '169', 'x', '1.5', ''])
    expect((await late.fetch(`/api/pitches/10/analytics?hours=${hours}`)).status).toBe(400)
})
const view = (pitchId: number, id: string) => ({ type: 'pitch_view', data: { pitchId }, id })

test('a fresh demo has a past: its pitches were viewed over the last day', async () => {
  const { body } = await (await someone(2)).fetch('/api/pitches/1/analytics')
  const buckets = dig(body, 'buckets')
  const busy = Array.isArray(buckets) ? buckets.filter((bucket: unknown) => Number(dig(bucket, 'views')) > 0) : []
  expect(busy.length).toBeGreaterThan(5)
})

test('watchers are people, not sockets: a second tab adds nobody', async () => {
  const observer = await (await someone(2)).connect()
  await observer.ask('subscribe', { topics: [{ topic: 'watchers:10' }] })
  const cara = await person(server, { userId: 3 })
  const [tab, other] = [await cara.connect(), await cara.connect()]
  await tab.ask('watch', { pitchId: 10, on: true })
  const event = await observer.next('watchers')
  expect(event).toEqual({ type: 'watchers', topic: 'watchers:10', data: { pitchId: 10, count: 1 } })
  await other.ask('watch', { pitchId: 10, on: true })
  clock.advance(300)
  await observer.ask('watch', { pitchId: 10, on: true })
  expect(await observer.next('watchers')).toMatchObject({ data: { count: 2 } })
  clock.advance(300)
  await tab.ask('watch', { pitchId: 10, on: false })
  await settle(observer)
  // Cara's other tab still watches.
  expect(observer.messages.filter(({ type }) => type === 'watchers')).toHaveLength(2)
  await other.ask('watch', { pitchId: 10, on: false })
  expect(await observer.next('watchers')).toMatchObject({ data: { count: 1 } })
  await Promise.all([observer, tab, other].map((client) => client.close()))
})

test('a watcher whose last socket ends is counted for ten seconds more, and not dropped when back in time', async () => {
  const observer = await (await someone(2)).connect()
  await observer.ask('subscribe', { topics: [{ topic: 'watchers:10' }] })
  const cara = await someone(3)
  const first = await cara.connect()
  await first.ask('watch', { pitchId: 10, on: true })
  await observer.next('watchers')
  first.socket.terminate()
  await expect.poll(() => openSockets(server), PATIENTLY).toBe(1)
  clock.advance(9_000)
  const second = await cara.connect()
  await second.ask('watch', { pitchId: 10, on: true })
  clock.advance(9_000)
  await settle(observer)
  expect(observer.messages.filter(({ type }) => type === 'watchers')).toHaveLength(1)
  await second.close()
  await expect.poll(() => openSockets(server), PATIENTLY).toBe(1)
  clock.advance(9_999)
  await settle(observer)
  expect(observer.messages.filter(({ type }) => type === 'watchers')).toHaveLength(1)
  clock.advance(1)
  expect(await observer.next('watchers')).toMatchObject({ data: { count: 0 } })
  const state = await observer.ask('subscribe', { topics: [{ topic: 'watchers:10' }] })
  expect(dig(state.data, 'topics', 0, 'state')).toEqual({ pitchId: 10, count: 0 })
  await observer.close()
})

test('a crowd that comes and goes is at most four events a second, and the last one is right', async () => {
  const observer = await (await someone(2)).connect()
  await observer.ask('subscribe', { topics: [{ topic: 'watchers:10' }] })
  const crowd = await Promise.all(Array.from({ length: 12 }, async (_, i) => (await someone(600 + i)).connect()))
  for (const [index, client] of crowd.entries()) {
    await client.ask('watch', { pitchId: 10, on: true })
    if (index % 3 === 2) await client.ask('watch', { pitchId: 10, on: false })
    clock.advance(60)
  }
  clock.advance(250)
  await observer.next('watchers', ({ data }) => dig(data, 'count') === 8)
  expect(observer.messages.filter(({ type }) => type === 'watchers').length).toBeLessThanOrEqual(5)
  const snapshot = await (await someone(2)).fetch('/api/snapshots/watchers:10')
  expect(snapshot.body).toEqual({ topic: 'watchers:10', epoch: null, offset: null, data: { pitchId: 10, count: 8 } })
  expect(snapshot.headers.get('ETag')).toBeNull()
  await Promise.all([observer, ...crowd].map((client) => client.close()))
})

test('metrics set by a service arrive as the changed fields only, the last value wins', async () => {
  const staff = await service(server)
  const cara = await (await someone(3)).connect()
  await cara.ask('subscribe', { topics: [{ topic: 'dashboard:3' }] })
  const before = dig((await (await someone(3)).fetch('/api/snapshots/dashboard:me')).body, 'data')
  const answer = await staff.send('PATCH', '/api/dashboard/3', { totalRevenue: 99.5 })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({ ...Object(before), totalRevenue: 99.5, updatedAt: expect.any(String) })
  expect((await cara.next('dashboard_update')).data).toEqual({ totalRevenue: 99.5, updatedAt: expect.any(String) })
  for (const newMessages of [5, 6, 7]) await staff.send('PATCH', '/api/dashboard/3', { newMessages })
  await settle(cara)
  expect(cara.messages.filter(({ type }) => type === 'dashboard_update')).toHaveLength(1)
  clock.advance(300)
  expect((await cara.next('dashboard_update')).data).toEqual({ newMessages: 7, updatedAt: expect.any(String) })
  // Nothing changed: nothing is said.
  clock.advance(300)
  await staff.send('PATCH', '/api/dashboard/3', { newMessages: 7 })
  await staff.send('PATCH', '/api/dashboard/3', {})
  clock.advance(300)
  await settle(cara)
  expect(cara.messages.filter(({ type }) => type === 'dashboard_update')).toHaveLength(2)
  await cara.close()
})

test.each([
  [{ pitchViews: 5 }],
  [{ totalRevenue: '5' }],
  [{ totalRevenue: null }],
  [{ newMessages: -1 }],
  [{ activeInvestors: 1.5 }],
])('PATCH with %j is validation_failed', async (body) => {
  const answer = await (await service(server)).send('PATCH', '/api/dashboard/3', body)
  expect([answer.status, dig(answer.body, 'error', 'code')]).toEqual([400, 'validation_failed'])
})

test('only a service sets metrics, and only of a user', async () => {
  const ben = await someone(2)
  expect((await ben.send('PATCH', '/api/dashboard/2', { newMessages: 1 })).status).toBe(403)
  expect((await (await service(server)).send('PATCH', '/api/dashboard/me', { newMessages: 1 })).status).toBe(400)
})

async function openSockets({ httpUrl }: TestServer): Promise<number> {
  const text = await (await fetch(`${httpUrl}/metrics`)).text()
  return Number(/^rt_connections (\d+)$/m.exec(text)?.[1])
}
