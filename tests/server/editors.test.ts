import { afterEach, beforeEach, expect, test } from 'vitest'
import { manualClock, type ManualClock } from '../support/manualClock.js'
import { PATIENTLY } from '../support/patiently.js'
import { person, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig, type WireClient } from '../support/wireClient.js'

let server: TestServer
let clock: ManualClock
let ana: Person
let ben: Person
let eve: Person
let open: WireClient[] = []

beforeEach(async () => {
  clock = manualClock()
  server = await startTestServer({}, clock)
  ana = await person(server, { userId: 101, username: 'Ana' })
  ben = await person(server, { userId: 102, username: 'Ben' })
  eve = await person(server, { userId: 103, username: 'Eve' })
  await ana.send('PUT', '/api/drafts/novel/collaborators', { userIds: [102] })
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()))
  await server.stop()
})

const connect = async (who: Person): Promise<WireClient> => {
  const client = await who.connect()
  open.push(client)
  return client
}
const subscribe = async (client: WireClient, topic: string) =>
  dig((await client.ask('subscribe', { topics: [{ topic }] })).data, 'topics', 0)
const edit = (client: WireClient, draftId: string, on = true) => client.ask('edit_draft', { draftId, on })
const names = (data: unknown) => (dig(data, 'editors') as { username: string }[]).map(({ username }) => username)
/** What a client was told, once all that was on its way has arrived. */
async function told(client: WireClient): Promise<string[][]> {
  await client.ask('ping', {})
  return client.messages.filter(({ type }) => type === 'editors').map(({ data }) => names(data))
}
const sockets = async () => {
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text()
  return Number(/^rt_connections (\d+)$/m.exec(text)?.[1])
}

test('who opens a draft is told to all who may edit it, by either of its names, and by the name in the token', async () => {
  const [own, other] = [await connect(ana), await connect(ben)]
  expect(await subscribe(own, 'editors:novel')).toMatchObject({ epoch: null, state: { editors: [] } })
  await subscribe(other, 'editors:101.novel')
  expect(await edit(other, '101.novel')).toMatchObject({ type: 'ack' })
  const ofBen = { editors: [{ userId: 102, username: 'Ben' }] }
  expect(await own.next('editors')).toEqual({ type: 'editors', topic: 'editors:novel', data: ofBen })
  expect(await other.next('editors')).toEqual({ type: 'editors', topic: 'editors:101.novel', data: ofBen })
  await other.ask('edit_draft', { draftId: '101.novel', on: true, userId: 101, username: 'Ana' })
  await edit(own, '101.novel')
  clock.advance(250)
  expect(await told(other)).toEqual([['Ben'], ['Ben', 'Ana']])
  const { body } = await ben.fetch('/api/snapshots/editors:101.novel')
  expect(names(dig(body, 'data'))).toEqual(['Ben', 'Ana'])
  // Ben's own draft of that name is another.
  expect((await ben.fetch('/api/snapshots/editors:novel')).body).toMatchObject({ data: { editors: [] } })
})

test('a stranger learns nothing and says nothing, and cannot tell a draft from none', async () => {
  const [own, stranger] = [await connect(ana), await connect(eve)]
  await subscribe(own, 'editors:novel')
  await edit(own, 'novel')
  for (const name of ['101.novel', '101.nothing', '999.novel']) {
    expect(await subscribe(stranger, `editors:${name}`)).toMatchObject({ error: { code: 'forbidden' } })
    expect(await edit(stranger, name)).toMatchObject({ type: 'error', data: { code: 'forbidden' } })
    expect((await eve.fetch(`/api/snapshots/editors:${name}`)).status).toBe(403)
  }
  clock.advance(1_000)
  expect(await told(own)).toEqual([['Ana']])
})

test.each([
  ['no draft', { on: true }],
  ['an odd draft', { draftId: 'a b', on: true }],
  ['a number', { draftId: 7, on: true }],
  ['no word of on', { draftId: 'novel' }],
  ['on in words', { draftId: 'novel', on: 'yes' }],
])('%s is validation_failed', async (_, data) => {
  const client = await connect(ana)
  expect(await client.ask('edit_draft', data)).toMatchObject({ type: 'error', data: { code: 'validation_failed' } })
})

test('over REST there is no socket that it could end with', async () => {
  const message = { type: 'edit_draft', id: 'e1', data: { draftId: 'novel', on: true } }
  expect((await ana.send('POST', '/api/messages', message)).status).toBe(400)
  const event = await (await connect(ana)).ask('editors', { editors: [] })
  expect(event).toMatchObject({ type: 'error', data: { code: 'forbidden' } })
})

test('on several sockets somebody is there once, until the last has said that it is closed', async () => {
  const [own, one, two] = [await connect(ana), await connect(ben), await connect(ben)]
  await subscribe(own, 'editors:novel')
  await edit(one, '101.novel')
  await edit(two, '101.novel')
  await edit(one, '101.novel', false)
  clock.advance(1_000)
  expect(await told(own)).toEqual([['Ben']])
  await edit(two, '101.novel', false)
  clock.advance(1_000)
  expect(await told(own)).toEqual([['Ben'], []])
})

test('whose socket broke stays for ten seconds, and is not missed if it comes back', async () => {
  const own = await connect(ana)
  await subscribe(own, 'editors:novel')
  const lose = async () => {
    const client = await ben.connect()
    await edit(client, '101.novel')
    await client.close()
    await expect.poll(sockets, PATIENTLY).toBe(1)
  }
  await lose()
  clock.advance(9_999)
  expect(await told(own)).toEqual([['Ben']])
  await lose()
  clock.advance(9_999)
  expect(await told(own)).toEqual([['Ben']])
  clock.advance(1)
  expect(await told(own)).toEqual([['Ben'], []])
})

test('who comes and goes all the time is told four times a second at most, and how it ends', async () => {
  const [own, other] = [await connect(ana), await connect(ben)]
  await subscribe(own, 'editors:novel')
  for (let times = 0; times < 20; times += 1) {
    await edit(other, '101.novel', times % 2 === 0)
    clock.advance(50)
  }
  clock.advance(1_000)
  const events = await told(own)
  expect(events.length).toBeLessThanOrEqual(5)
  expect(events.at(-1)).toEqual([])
})

test('who is taken out of the draft is gone at once, hears nothing more, and cannot say it again', async () => {
  const [own, other] = [await connect(ana), await connect(ben)]
  await subscribe(own, 'editors:novel')
  await subscribe(other, 'editors:101.novel')
  await edit(other, '101.novel')
  clock.advance(1_000)
  await ana.send('PUT', '/api/drafts/novel/collaborators', { userIds: [] })
  expect(await other.next('reset')).toMatchObject({ data: { topics: ['editors:101.novel'], reason: 'forbidden' } })
  expect(await edit(other, '101.novel')).toMatchObject({ type: 'error', data: { code: 'forbidden' } })
  await edit(own, 'novel')
  clock.advance(1_000)
  expect((await told(own)).at(-1)).toEqual(['Ana'])
  expect(await told(other)).toEqual([['Ben']])
  // The socket that had said it ends, and takes nobody along.
  await other.close()
  clock.advance(20_000)
  expect((await told(own)).at(-1)).toEqual(['Ana'])
})
