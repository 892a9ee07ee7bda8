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
