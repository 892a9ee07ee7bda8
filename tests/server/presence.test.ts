import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDepartures } from '../../src/server/streams/departures.js'
import { PATIENTLY } from '../support/patiently.js'
import { manualClock, type ManualClock } from '../support/manualClock.js'
import { person, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig, type WireClient } from '../support/wireClient.js'

let server: TestServer
let clock: ManualClock
let ana: Person
let ben: Person
let observer: WireClient
beforeEach(async () => {
  clock = manualClock()
  server = await startTestServer({}, clock)
  ana = await person(server, { userId: 1, username: 'Ana' })
  ben = await person(server, { userId: 2, username: 'Ben' })
  observer = await ben.connect()
  await observer.ask('subscribe', { topics: [{ topic: 'presence:all' }] })
  await publish()
})
afterEach(async () => {
  await observer.close()
  await server.stop()
})

/** What waits to be published is; and has arrived. */
async function publish(): Promise<void> {
  clock.advance(250)
  await observer.ask('ping', {})
}

/** What the observer was told of Ana, in order. */
const toldOf = (userId: number) =>
  observer.messages.flatMap(({ type, data }) =>
    type === 'presence_update' && dig(data, 'userId') === userId ? [data] : [],
  )
const statuses = () => toldOf(1).map((data) => dig(data, 'status'))
const sockets = async () => {
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text()
  return Number(/^rt_connections (\d+)$/m.exec(text)?.[1])
}
const ended = async (left: number): Promise<void> => {
  await expect.poll(sockets, PATIENTLY).toBe(left)
}
const snapshot = async () => (await ben.fetch('/api/snapshots/presence:all')).body

test('connecting alone makes one online, with the name of the token', async () => {
  const client = await ana.connect()
  await publish()
  expect(toldOf(1)).toEqual([{ userId: 1, username: 'Ana', status: 'online', lastSeen: '2026-05-01T12:00:00.500Z' }])
  expect(observer.messages.find(({ type }) => type === 'presence_update')).toMatchObject({ topic: 'presence:all' })
  const answer = await client.ask('subscribe', { topics: [{ topic: 'presence:all' }] })
  expect(dig(answer.data, 'topics', 0)).toMatchObject({ epoch: null, offset: null, recovered: null, events: [] })
  expect(dig(answer.data, 'topics', 0, 'state', 'users')).toEqual([
    expect.objectContaining({ userId: 2, username: 'Ben', status: 'online' }),
    expect.objectContaining({ userId: 1, username: 'Ana', status: 'online' }),
  ])
  expect(await snapshot()).toEqual({
    topic: 'presence:all',
    epoch: null,
    offset: null,
    data: dig(answer.data, 'topics', 0, 'state'),
  })
  await client.close()
})

test('whoever connects is in the state at once, before the event', async () => {
  const client = await ana.connect()
  expect(dig(await snapshot(), 'data', 'users', 1)).toMatchObject({ userId: 1, status: 'online' })
  expect(statuses()).toEqual([])
  await client.close()
})

test('who read the state in between is told of what came of it, also when it is as before', async () => {
  const client = await ana.connect()
  await publish()
  await client.ask('presence_update', { status: 'dnd' })
  expect(dig(await snapshot(), 'data', 'users', 1)).toMatchObject({ status: 'dnd' })
  await client.ask('presence_update', { status: 'online' })
  await publish()
  expect(statuses()).toEqual(['online', 'online'])
  await client.close()
})

test('a status and an activity are told; the user is the one of the token, whatever the data says', async () => {
  const client = await ana.connect()
  await client.ask('presence_update', { status: 'dnd', activity: '  Writing  ', userId: 2, username: 'Ben' })
  await publish()
  expect(toldOf(2)).toHaveLength(1)
  expect(toldOf(1)).toEqual([expect.objectContaining({ username: 'Ana', status: 'dnd', activity: 'Writing' })])
  await client.ask('presence_update', { status: 'dnd' })
  await publish()
  expect(toldOf(1)[1]).not.toHaveProperty('activity')
  await client.close()
})

test.each([
  [{ status: 'busy' }, 'data.status'],
  [{ status: 'online', activity: 'x'.repeat(51) }, 'data.activity'],
  [{ activity: 'Writing' }, 'data.status'],
  [{}, 'data.status'],
  [{ idle: 'yes' }, 'data.idle'],
  [{ status: 'dnd', until: 'tonight' }, 'data.until'],
])('%j is refused, naming the field', async (data, path) => {
  const answer = await observer.ask('presence_update', data)
  expect(answer).toMatchObject({ type: 'error', data: { code: 'validation_failed', details: { issues: [{ path }] } } })
})

test('over REST it is no command, and another topic of it does not exist', async () => {
  const message = { type: 'presence_update', data: { status: 'away' }, id: 'p1' }
  expect(await ben.send('POST', '/api/messages', message)).toMatchObject({
    status: 400,
    body: { data: { code: 'validation_failed' } },
  })
  expect((await ben.fetch('/api/snapshots/presence:1')).status).toBe(403)
})

test('with several sockets the last status wins, and the choice outlives the socket it was made on', async () => {
  const [first, second] = [await ana.connect(), await ana.connect()]
  await first.ask('presence_update', { status: 'away' })
  await second.ask('presence_update', { status: 'dnd' })
  await publish()
  await second.close()
  await ended(2)
  await publish()
  clock.advance(20_000)
  await publish()
  expect(statuses()).toEqual(['dnd'])
  await first.close()
})

test('somebody is away by idleness only when idle everywhere, and back with the first sign', async () => {
  const [phone, laptop] = [await ana.connect(), await ana.connect()]
  await publish()
  await phone.ask('presence_update', { idle: true })
  await publish()
  expect(statuses()).toEqual(['online'])
  clock.advance(1_000)
  await laptop.ask('presence_update', { idle: true })
  await publish()
  clock.advance(20_000)
  expect(dig(await snapshot(), 'data', 'users', 1)).toEqual({
    userId: 1,
    username: 'Ana',
    status: 'away',
    idle: true,
    lastSeen: '2026-05-01T12:00:01.750Z',
  })
  await phone.ask('presence_update', { idle: false })
  await publish()
  expect(statuses()).toEqual(['online', 'away', 'online'])
  // The phone ends: what is left is a laptop that is still idle.
  phone.socket.terminate()
  await ended(2)
  await publish()
  expect(statuses()).toEqual(['online', 'away', 'online', 'away'])
  await laptop.close()
})

test('idleness never overrides a choice', async () => {
  const client = await ana.connect()
  await client.ask('presence_update', { status: 'dnd' })
  await client.ask('presence_update', { idle: true })
  await publish()
  expect(statuses()).toEqual(['dnd'])
  await client.ask('presence_update', { status: 'online' })
  await publish()
  expect(statuses()).toEqual(['dnd', 'away'])
  await client.close()
})

test('offline is told ten seconds after the last socket ended, with the time it did', async () => {
  const [first, second] = [await ana.connect(), await ana.connect()]
  await publish()
  first.socket.terminate()
  await ended(2)
  clock.advance(20_000)
  await publish()
  expect(statuses()).toEqual(['online'])
  const endedAt = new Date(clock.now()).toISOString()
  second.socket.terminate()
  await ended(1)
  clock.advance(9_999)
  await observer.ask('ping', {})
  expect(statuses()).toEqual(['online'])
  expect(dig(await snapshot(), 'data', 'users')).toHaveLength(2)
  clock.advance(1)
  await observer.ask('ping', {})
  expect(toldOf(1)[1]).toEqual({ userId: 1, username: 'Ana', status: 'offline', lastSeen: endedAt })
  expect(dig(await snapshot(), 'data')).toEqual({
    users: [expect.objectContaining({ userId: 2 })],
    left: [{ userId: 1, username: 'Ana', status: 'offline', lastSeen: endedAt }],
  })
  // Beyond a day, and beyond every token.
  clock.advance(24 * 60 * 60_000)
  const later = await person(server, { userId: 2 })
  const { body } = await later.fetch('/api/snapshots/presence:all')
  // The observer's own token ended meanwhile.
  expect(dig(body, 'data', 'left')).toEqual([expect.objectContaining({ userId: 2 })])
})

test('whoever is back within the grace was never gone', async () => {
  const client = await ana.connect()
  await publish()
  client.socket.terminate()
  await ended(1)
  clock.advance(9_900)
  const again = await ana.connect()
  clock.advance(30_000)
  await observer.ask('ping', {})
  expect(statuses()).toEqual(['online'])
  await again.close()
})

test('who hides is told as offline, and stays it through idleness and other tabs, until the next status', async () => {
  const client = await ana.connect()
  await publish()
  await client.ask('presence_update', { status: 'offline' })
  await publish()
  expect(dig(await snapshot(), 'data', 'users')).toHaveLength(1)
  expect(dig(await snapshot(), 'data', 'left', 0)).toMatchObject({ userId: 1, status: 'offline' })
  await client.ask('presence_update', { idle: true })
  const other = await ana.connect()
  await publish()
  await client.close()
  clock.advance(20_000)
  await publish()
  expect(statuses()).toEqual(['online', 'offline'])
  await other.ask('presence_update', { status: 'online' })
  await publish()
  expect(statuses()).toEqual(['online', 'offline', 'online'])
  await other.close()
})

test('who hides and goes in the same moment is not shown for the grace', async () => {
  const client = await ana.connect()
  await publish()
  await client.ask('presence_update', { status: 'offline' })
  client.socket.terminate()
  await ended(1)
  expect(dig(await snapshot(), 'data', 'users')).toHaveLength(1)
  await publish()
  expect(statuses()).toEqual(['online', 'offline'])
  clock.advance(20_000)
  await publish()
  expect(statuses()).toEqual(['online', 'offline'])
})

test('who hides and reloads the page is not seen for a moment, neither in events nor in the state', async () => {
  const client = await ana.connect()
  await client.ask('presence_update', { status: 'offline' })
  await publish()
  await client.close()
  await ended(1)
  clock.advance(30_000)
  const again = await ana.connect()
  expect(dig(await snapshot(), 'data', 'users')).toHaveLength(1)
  await again.ask('presence_update', { status: 'offline', again: true })
  await publish()
  clock.advance(30_000)
  await publish()
  expect(statuses()).toEqual([])
  await again.close()
})

test('the choice falls with the last socket: who comes back and says nothing is online', async () => {
  const client = await ana.connect()
  await client.ask('presence_update', { status: 'offline' })
  await client.close()
  await ended(1)
  const again = await ana.connect()
  await publish()
  expect(statuses()).toEqual(['online'])
  await again.close()
})

test('an old choice that is said again gives way to a newer one, and stands where there is none', async () => {
  const [tab, device] = [await ana.connect(), await ana.connect()]
  await tab.ask('presence_update', { status: 'dnd' })
  tab.socket.terminate()
  await ended(2)
  await device.ask('presence_update', { status: 'online' })
  const back = await ana.connect()
  await back.ask('presence_update', { status: 'dnd', again: true })
  await publish()
  expect(statuses()).toEqual(['online'])
  await device.close()
  await back.close()
  await ended(1)
  const later = await ana.connect()
  await later.ask('presence_update', { status: 'dnd', again: true })
  await publish()
  expect(statuses()).toEqual(['online', 'dnd'])
  await later.close()
})

const at = (ms: number) => new Date(clock.now() + ms).toISOString()

test('a choice that says until when ends then, by the server’s clock, though its page says nothing', async () => {
  const [laptop, phone] = [await ana.connect(), await ana.connect()]
  const until = at(30_000)
  await laptop.ask('presence_update', { status: 'dnd', activity: 'Writing', until })
  await publish()
  expect(toldOf(1)).toEqual([expect.objectContaining({ status: 'dnd', activity: 'Writing', until })])
  expect(dig(await snapshot(), 'data', 'users', 1)).toMatchObject({ status: 'dnd', until })
  // Its lid is closed.
  laptop.socket.terminate()
  await ended(2)
  clock.advance(30_000 - 250 - 1)
  await publish()
  expect(statuses()).toEqual(['dnd'])
  await publish()
  expect(statuses()).toEqual(['dnd', 'online'])
  expect(toldOf(1)[1]).not.toHaveProperty('until')
  expect(toldOf(1)[1]).not.toHaveProperty('activity')
  await phone.close()
})

test('until when a choice holds is told, also when that alone has changed; a newer choice has an end of its own', async () => {
  const client = await ana.connect()
  await client.ask('presence_update', { status: 'dnd', until: at(10_000) })
  await publish()
  await client.ask('presence_update', { status: 'dnd', until: at(30_000) })
  await publish()
  clock.advance(15_000)
  await publish()
  expect(statuses()).toEqual(['dnd', 'dnd'])
  await client.ask('presence_update', { status: 'away' })
  clock.advance(30_000)
  await publish()
  expect(statuses()).toEqual(['dnd', 'dnd', 'away'])
  expect(toldOf(1)[2]).not.toHaveProperty('until')
  await client.close()
})

test('who hides for a while is seen again when it is over, and nobody is told until when', async () => {
  const client = await ana.connect()
  await publish()
  await client.ask('presence_update', { status: 'offline', until: at(30_000) })
  await publish()
  expect(toldOf(1)[1]).not.toHaveProperty('until')
  expect(dig(await snapshot(), 'data', 'left', 0)).not.toHaveProperty('until')
  clock.advance(30_000)
  await publish()
  expect(statuses()).toEqual(['online', 'offline', 'online'])
  await client.close()
})

test('what is said when it would be over is no choice, new or again', async () => {
  const client = await ana.connect()
  await client.ask('presence_update', { status: 'dnd', until: at(-1), again: true })
  await publish()
  await client.ask('presence_update', { status: 'dnd', until: at(0) })
  await publish()
  expect(statuses()).toEqual(['online'])
  await client.close()
})

test('operators see how many people are here, how, by how many sockets, and how much was told of them', async () => {
  const [laptop, phone] = [await ana.connect(), await ana.connect()]
  await publish()
  await laptop.ask('presence_update', { status: 'dnd' })
  await phone.ask('presence_update', { idle: true })
  const metrics = async () => (await fetch(`${server.httpUrl}/metrics`)).text()
  // As they are, and not as was told last.
  expect(await metrics()).toMatch(/^rt_presence_people\{status="dnd"\} 1$/m)
  await publish()
  const lines = (await metrics()).split('\n').filter((line) => /^rt_(presence|broadcasts)/.test(line))
  expect(lines).toEqual([
    'rt_presence_people{status="online"} 1',
    'rt_presence_people{status="away"} 0',
    'rt_presence_people{status="dnd"} 1',
    'rt_presence_people{status="offline"} 0',
    'rt_presence_sockets{idle="true"} 1',
    'rt_presence_sockets{idle="false"} 2',
    'rt_broadcasts_total{type="presence_update"} 3',
  ])
  await Promise.all([laptop.close(), phone.close()])
  await ended(1)
  clock.advance(20_000)
  await publish()
  expect(await metrics()).toMatch(/^rt_presence_people\{status="dnd"\} 0$/m)
})

test('whoever changes their mind all the time is told four times a second, and the last one is right', async () => {
  const client = await ana.connect()
  for (let count = 0; count < 100; count += 1) {
    await client.ask('presence_update', { status: count % 2 === 0 ? 'away' : 'dnd' })
    clock.advance(20)
  }
  await publish()
  expect(toldOf(1).length).toBeLessThanOrEqual(9)
  expect(statuses().at(-1)).toBe('dnd')
  await client.close()
})

test('what changes nothing is not told', async () => {
  const client = await ana.connect()
  await publish()
  await client.ask('presence_update', { status: 'online' })
  await publish()
  await client.ask('presence_update', { status: 'dnd' })
  await client.ask('presence_update', { status: 'online' })
  await publish()
  expect(statuses()).toEqual(['online'])
  await client.close()
})

test('of those who left, the newest hundred are remembered', () => {
  const departures = createDepartures(clock)
  const gone = (userId: number) =>
    ({ userId, username: 'Someone', status: 'offline', lastSeen: '2026-05-01T12:00:00.000Z' }) as const
  for (let userId = 1; userId <= 102; userId += 1) departures.add(gone(userId))
  expect(departures.list().map(({ userId }) => userId)).toEqual(Array.from({ length: 100 }, (_, n) => 102 - n))
})
