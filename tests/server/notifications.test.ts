import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { manualClock } from '../support/manualClock.js'
import { person, service, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig } from '../support/wireClient.js'

let server: TestServer
let staff: Person
const clock = manualClock()
beforeAll(async () => {
  server = await startTestServer({}, clock)
  staff = await service(server)
})
afterAll(() => server.stop())

let users = 3_000
const someone = () => person(server, { userId: (users += 1) })
const content = { kind: 'offer', level: 'success', title: 'An offer', message: 'Of 5', link: '/pitch/1' }
const idsOf = (items: unknown): unknown[] => (Array.isArray(items) ? items.map((item: unknown) => dig(item, 'id')) : [])

test('a service notifies a user, who hears of it at once and finds it in the snapshot', async () => {
  const reader = await someone()
  const client = await reader.connect()
  await client.ask('subscribe', { topics: [{ topic: 'notifications:me' }] })
  const actions = [{ label: 'See', url: 'https://example.com/x', style: 'primary' }]
  const made = await staff.send('POST', '/api/notifications', { userId: reader.userId, ...content, actions })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ ...content, actions, id: `${reader.userId}-1`, read: false })
  expect(await client.next('notification')).toMatchObject({
    topic: 'notifications:me',
    offset: 1,
    data: { notification: made.body, unreadCount: 1 },
  })
  const { body } = await reader.fetch('/api/snapshots/notifications:me')
  expect(body).toMatchObject({ offset: 1, data: { items: [made.body], unreadCount: 1, nextCursor: null } })
  await client.close()
})

test.each([
  ['no title', { title: undefined }],
  ['an unknown level', { level: 'loud' }],
  ['a script for a link', { link: 'javascript:alert(1)' }],
  ['a foreign host dressed as a path', { link: '//evil.io' }],
  ['an action that runs a script', { actions: [{ label: 'x', url: 'javascript:1', style: 'primary' }] }],
  ['no user', { userId: 0 }],
  ['a user as text', { userId: '1' }],
  ['a malformed id', { id: 'a b' }],
  ['a long title', { title: 'x'.repeat(201) }],
])('a notification with %s is validation_failed', async (_, wrong) => {
  const { status, body } = await staff.send('POST', '/api/notifications', { userId: 3_000, ...content, ...wrong })
  expect([status, dig(body, 'error', 'code')]).toEqual([400, 'validation_failed'])
})

test('only a service may notify', async () => {
  const reader = await someone()
  const { status, body } = await reader.send('POST', '/api/notifications', { userId: reader.userId, ...content })
  expect([status, dig(body, 'error', 'code')]).toEqual([403, 'forbidden'])
})

test('ordering the same notification again, even in parallel, makes one; another body under the id is refused', async () => {
  const reader = await someone()
  const order = { userId: reader.userId, ...content, id: 'order-1' }
  const answers = await Promise.all(Array.from({ length: 6 }, () => staff.send('POST', '/api/notifications', order)))
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201])
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect((await staff.send('POST', '/api/notifications', { ...order, title: 'Other' })).status).toBe(400)
  expect((await reader.fetch('/api/snapshots/notifications:me')).body).toMatchObject({ offset: 1 })
})

test('reading some, all and none: an event only when something changed, the count always right', async () => {
  const reader = await someone()
  const client = await reader.connect()
  await client.ask('subscribe', { topics: [{ topic: 'notifications:me' }] })
  for (let index = 0; index < 4; index += 1)
    await staff.send('POST', '/api/notifications', { userId: reader.userId, ...content })
  const [first, second] = [`${reader.userId}-1`, `${reader.userId}-2`]
  const some = await client.ask('notification_read', { ids: [first, second, '1-1', 'nobody'] })
  expect(some).toMatchObject({ type: 'ack', data: { topic: 'notifications:me', offset: 5 } })
  expect(await client.next('notification_read')).toMatchObject({ offset: 5, data: { unreadCount: 2 } })
  expect((await client.ask('notification_read', { ids: [first] })).data).toEqual({})
  expect((await client.ask('notification_read', { ids: ['1-1', '9999-1', `${reader.userId}-77`] })).data).toEqual({})
  expect(await client.ask('notification_read', { ids: 'all' })).toMatchObject({ data: { offset: 6 } })
  expect(await client.next('notification_read')).toMatchObject({ data: { ids: 'all', unreadCount: 0 } })
  expect((await client.ask('notification_read', { ids: 'all' })).data).toEqual({})
  const { body } = await reader.fetch('/api/snapshots/notifications:me')
  expect(body).toMatchObject({ offset: 6, data: { unreadCount: 0 } })
  expect(await client.ask('notification_clear', {})).toMatchObject({ data: { offset: 7 } })
  expect(await client.next('notification_cleared')).toMatchObject({ offset: 7, data: { unreadCount: 0 } })
  expect((await client.ask('notification_clear', {})).data).toEqual({})
  const made = await staff.send('POST', '/api/notifications', { userId: reader.userId, ...content })
  expect(dig(made.body, 'id')).toBe(`${reader.userId}-8`)
  const { body: after } = await reader.fetch('/api/snapshots/notifications:me')
  expect(after).toMatchObject({ offset: 8, data: { items: [made.body], unreadCount: 1, nextCursor: null } })
  await client.close()
})

const titled = (reader: Person, title: string) =>
  staff.send('POST', '/api/notifications', { userId: reader.userId, ...content, title })
const titlesOf = (items: unknown): unknown[] =>
  Array.isArray(items) ? items.map((item: unknown) => dig(item, 'title')) : []
const snapshotOf = async (reader: Person) => dig((await reader.fetch('/api/snapshots/notifications:me')).body, 'data')
const post = (reader: Person, type: string, data: object, id: string = randomUUID()) =>
  reader.send('POST', '/api/messages', { type, data, id })

test('unread again: in every tab, over socket and REST, an event only when something changed', async () => {
  const reader = await someone()
  const [one, two] = [await reader.connect(), await reader.connect()]
  for (const tab of [one, two]) await tab.ask('subscribe', { topics: [{ topic: 'notifications:me' }] })
  for (const title of ['A', 'B', 'C']) await titled(reader, title)
  const [a, b] = [`${reader.userId}-1`, `${reader.userId}-2`]
  await one.ask('notification_read', { ids: 'all' })
  const ack = await one.ask('notification_unread', { ids: [a, b, '1-1', 'nobody'] })
  expect(ack).toMatchObject({ type: 'ack', data: { topic: 'notifications:me', offset: 5 } })
  for (const tab of [one, two])
    expect(await tab.next('notification_unread')).toMatchObject({
      offset: 5,
      data: { ids: [a, b, '1-1', 'nobody'], unreadCount: 2 },
    })
  expect((await two.ask('notification_unread', { ids: [a] })).data).toEqual({})
  expect((await post(reader, 'notification_read', { ids: [a] })).body).toMatchObject({ data: { offset: 6 } })
  expect((await post(reader, 'notification_unread', { ids: [a] })).body).toMatchObject({ data: { offset: 7 } })
  expect(await snapshotOf(reader)).toMatchObject({
    unreadCount: 2,
    items: [{ read: true }, { read: false }, { read: false }],
  })
  const { body } = await reader.fetch('/api/notifications?unread=1')
  expect(titlesOf(dig(body, 'items'))).toEqual(['B', 'A'])
  expect((await one.ask('notification_unread', { ids: 'all' })).data).toMatchObject({ code: 'validation_failed' })
  await Promise.all([one.close(), two.close()])
})

test('a clear is taken back in every tab, among what has come since, read as it was', async () => {
  const reader = await someone()
  for (let index = 1; index <= 60; index += 1) await titled(reader, `Old ${index}`)
  await post(reader, 'notification_read', { ids: [`${reader.userId}-60`, `${reader.userId}-3`] })
  await post(reader, 'notification_clear', {})
  for (const title of ['New 1', 'New 2']) await titled(reader, title)
  clock.advance(5 * 60_000 - 1)
  const [one, two] = [await reader.connect(), await reader.connect()]
  for (const tab of [one, two]) await tab.ask('subscribe', { topics: [{ topic: 'notifications:me' }] })
  expect(await two.ask('notification_restore', {})).toMatchObject({ type: 'ack', data: { offset: 65 } })
  for (const tab of [one, two]) {
    const { data, offset } = await tab.next('notification_restored')
    expect([offset, dig(data, 'unreadCount'), dig(data, 'nextCursor')]).toEqual([65, 60, `${reader.userId}-13`])
    expect(titlesOf(dig(data, 'items'))).toHaveLength(50)
    expect(titlesOf(dig(data, 'items')).slice(0, 4)).toEqual(['New 2', 'New 1', 'Old 60', 'Old 59'])
    expect(await snapshotOf(reader)).toEqual(data)
  }
  const { body } = await reader.fetch(`/api/notifications?before=${reader.userId}-13`)
  expect(titlesOf(dig(body, 'items'))).toEqual(Array.from({ length: 12 }, (_, index) => `Old ${12 - index}`))
  expect(dig(body, 'items', 9, 'read')).toBe(true)
  await Promise.all([one.close(), two.close()])
})

test('taken back twice, it is done once: by the same id, by another, by two tabs at once', async () => {
  const reader = await someone()
  await titled(reader, 'A')
  await post(reader, 'notification_clear', {})
  const answers = await Promise.all(['r1', 'r2', 'r1'].map((id) => post(reader, 'notification_restore', {}, id)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  const positions = answers.map(({ body }) => dig(body, 'data', 'offset')).filter((offset) => offset !== undefined)
  expect(new Set(positions)).toEqual(new Set([3]))
  expect((await post(reader, 'notification_restore', {}, 'r3')).body).toMatchObject({ type: 'ack', data: {} })
  const { body } = await reader.fetch('/api/snapshots/notifications:me')
  expect(body).toMatchObject({ offset: 3, data: { unreadCount: 1, items: [{ title: 'A' }] } })
})

test('only the last clear is taken back, and one that found nothing was none', async () => {
  const reader = await someone()
  for (const title of ['First', 'Second']) {
    await titled(reader, title)
    await post(reader, 'notification_clear', {})
  }
  await post(reader, 'notification_clear', {})
  await post(reader, 'notification_restore', {})
  expect(titlesOf(dig(await snapshotOf(reader), 'items'))).toEqual(['Second'])
  await post(reader, 'notification_clear', {})
  await post(reader, 'notification_restore', {})
  expect(titlesOf(dig(await snapshotOf(reader), 'items'))).toEqual(['Second'])
})

test('after five minutes a clear cannot be taken back, and what it took is gone from the disk', async () => {
  const reader = await someone()
  await titled(reader, 'Gone')
  expect((await post(reader, 'notification_restore', {})).body).toMatchObject({
    data: { code: 'conflict', message: 'Nothing was cleared', retryable: false },
  })
  await post(reader, 'notification_clear', {})
  expect(server.rows('notification_cleared', reader.userId)).toBe(1)
  clock.advance(5 * 60_000)
  const { status, body } = await post(reader, 'notification_restore', {})
  expect([status, dig(body, 'data', 'code')]).toEqual([409, 'conflict'])
  expect(dig(body, 'data', 'message')).toMatch(/more than 5 minutes ago/)
  clock.advance(60_000)
  await expect.poll(() => server.rows('notification_cleared', reader.userId)).toBe(0)
  expect((await post(reader, 'notification_restore', {})).status).toBe(409)
  await titled(reader, 'Later')
  expect(titlesOf(dig(await snapshotOf(reader), 'items'))).toEqual(['Later'])
})

test('nobody takes back, or clears away, what is another’s', async () => {
  const [reader, other] = [await someone(), await someone()]
  await titled(reader, 'Mine')
  await titled(other, 'Theirs')
  await post(reader, 'notification_clear', {})
  expect((await post(other, 'notification_restore', {})).status).toBe(409)
  await post(other, 'notification_clear', {})
  await post(other, 'notification_restore', {})
  expect(titlesOf(dig(await snapshotOf(other), 'items'))).toEqual(['Theirs'])
  expect(titlesOf(dig(await snapshotOf(reader), 'items'))).toEqual([])
  await post(reader, 'notification_restore', {})
  expect(titlesOf(dig(await snapshotOf(reader), 'items'))).toEqual(['Mine'])
})

test('who was away follows a clear and what took it back from the log', async () => {
  const reader = await someone()
  await titled(reader, 'A')
  const { body } = await reader.fetch('/api/snapshots/notifications:me')
  await post(reader, 'notification_clear', {})
  await post(reader, 'notification_restore', {})
  const client = await reader.connect()
  const topics = [{ topic: 'notifications:me', epoch: dig(body, 'epoch'), offset: 1 }]
  const answer = await client.ask('subscribe', { topics })
  expect(dig(answer.data, 'topics', 0)).toMatchObject({
    recovered: true,
    events: [{ type: 'notification_cleared' }, { type: 'notification_restored', data: { items: [{ title: 'A' }] } }],
  })
  await client.close()
})

test('120 notifications: the snapshot has 50, pages lead through all of them without a side effect', async () => {
  const reader = await someone()
  for (let index = 0; index < 120; index += 1)
    await staff.send('POST', '/api/notifications', { userId: reader.userId, ...content })
  const { body: snapshot } = await reader.fetch('/api/snapshots/notifications:me')
  expect(idsOf(dig(snapshot, 'data', 'items'))).toHaveLength(50)
  expect(dig(snapshot, 'data', 'nextCursor')).toBe(`${reader.userId}-71`)
  const seen = idsOf(dig(snapshot, 'data', 'items'))
  let cursor = dig(snapshot, 'data', 'nextCursor')
  while (typeof cursor === 'string') {
    const { body } = await reader.fetch(`/api/notifications?before=${cursor}&limit=30`)
    expect(body).toMatchObject({ epoch: dig(snapshot, 'epoch'), offset: 120 })
    seen.push(...idsOf(dig(body, 'items')))
    cursor = dig(body, 'nextCursor')
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `${reader.userId}-${120 - index}`))
  const client = await reader.connect()
  await client.ask('notification_read', { ids: Array.from({ length: 118 }, (_, i) => `${reader.userId}-${i + 1}`) })
  const unread = await reader.fetch('/api/notifications?unread=1')
  expect(idsOf(dig(unread.body, 'items'))).toEqual([`${reader.userId}-120`, `${reader.userId}-119`])
  expect(unread.body).toMatchObject({ nextCursor: null, offset: 121 })
  expect(idsOf(dig((await reader.fetch('/api/notifications')).body, 'items'))).toHaveLength(50)
  expect((await reader.fetch('/api/snapshots/notifications:me')).body).toMatchObject({ data: { unreadCount: 2 } })
  await client.close()
})

test('exactly one page: no cursor leads to an empty one', async () => {
  const reader = await someone()
  for (let index = 0; index < 50; index += 1)
    await staff.send('POST', '/api/notifications', { userId: reader.userId, ...content })
  expect((await reader.fetch('/api/notifications?limit=50')).body).toMatchObject({ nextCursor: null })
  expect((await reader.fetch('/api/snapshots/notifications:me')).body).toMatchObject({ data: { nextCursor: null } })
})

test.each(['limit=0', 'limit=101', 'limit=x', 'limit=', 'limit=1.5', 'before=1-1', 'before=x', 'before=', 'unread=2'])(
  '?%s is validation_failed',
  async (query) => {
    const reader = await someone()
    const { status, body } = await reader.fetch(`/api/notifications?${query}`)
    expect([status, dig(body, 'error', 'code')]).toEqual([400, 'validation_failed'])
  },
)

test('twenty services at once: the offsets are dense and every event carries the count of its moment', async () => {
  const reader = await someone()
  const client = await reader.connect()
  await client.ask('subscribe', { topics: [{ topic: 'notifications:me' }] })
  await Promise.all(
    Array.from({ length: 40 }, () => staff.send('POST', '/api/notifications', { userId: reader.userId, ...content })),
  )
  await client.next('notification', ({ offset }) => offset === 40)
  const events = client.messages.filter(({ type }) => type === 'notification')
  expect(events.map(({ offset, data }) => [offset, dig(data, 'unreadCount')])).toEqual(
    Array.from({ length: 40 }, (_, index) => [index + 1, index + 1]),
  )
  await client.close()
})
