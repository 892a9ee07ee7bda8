import { expect, test } from 'vitest'
import type { Database } from '../../src/server/database/database.js'
import { createAuthorize } from '../../src/server/authorize.js'
import { createHub } from '../../src/server/hub.js'
import { createSubscriptions } from '../../src/server/socket/subscriptions.js'
import { serverStreams } from '../../src/server/streams/index.js'
import { createTable } from '../../src/server/streams/serverStream.js'
import { createUploadBoard } from '../../src/server/uploads/board.js'
import { PATIENTLY } from '../support/patiently.js'
import { manualClock } from '../support/manualClock.js'

const user = { userId: 2, username: 'Ben', role: 'investor' } as const

/** One connection's topics over a database whose every read the test decides. */
function setUp(read: Database['read']) {
  const clock = manualClock()
  const hub = createHub({
    epoch: 'x',
    readAfter: () => Promise.resolve([]),
    onGap: () => undefined,
    onError: () => undefined,
  })
  const broadcast = (): void => undefined
  const uploadBoard = createUploadBoard({ clock, broadcast })
  const table = createTable(serverStreams({ clock, broadcast, uploadBoard, demo: true }))
  const sent: unknown[] = []
  let open = true
  const subscriptions = createSubscriptions({
    authorize: createAuthorize(table),
    database: { read, write: () => Promise.reject(new Error('not here')), close: () => Promise.resolve() },
    table,
    hub,
    epoch: 'x',
    now: () => clock.now(),
    isOpen: () => open,
    send: (text) => sent.push(Reflect.get(JSON.parse(text), 'offset')),
    onEvicted: () => sent.push('evicted'),
    onCount: () => undefined,
    onResumed: () => undefined,
  })
  const end = (): void => {
    open = false
    subscriptions.leaveAll()
  }
  const subscribe = () =>
    subscriptions.subscribe(user, [{ topic: 'notifications:me' }], ([entry]) =>
      sent.push(entry && 'error' in entry ? entry.error.code : 'subscribed'),
    )
  const hear = (offset: number) => hub.hear([{ topic: 'notifications:2', type: 'e', data: {}, offset }])
  return { hub, subscribe, hear, sent, end }
}

/** The log's head is 3. */
const head3: Database['read'] = (work) => work({ query: () => Promise.resolve([{ head: 3, floor: 0 }]) })

test('an event that is committed while the log is read waits for the answer', async () => {
  let isRead = false
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const { subscribe, hear, sent } = setUp(async (work) => {
    const found = await head3(work)
    isRead = true
    await held
    return found
  })
  const subscribed = subscribe()
  await expect.poll(() => isRead, PATIENTLY).toBe(true)
  hear(4)
  expect(sent).toEqual([])
  release()
  await subscribed
  expect(sent).toEqual(['subscribed', 4])
})

test('a subscribe whose turn comes after the socket ended joins nothing', async () => {
  const { subscribe, end, hub, sent } = setUp(head3)
  end()
  await subscribe()
  expect([hub.topicCount(), sent]).toEqual([0, []])
})

test('a socket that ends while the log is read leaves nothing and is told nothing', async () => {
  const { subscribe, end, hub, sent } = setUp(async (work) => {
    const found = await head3(work)
    end()
    return found
  })
  await subscribe()
  expect([hub.topicCount(), sent]).toEqual([0, []])
})

test('a read that fails leaves a live topic live, with what came meanwhile, and a new one not joined', async () => {
  let fails = false
  const { subscribe, hear, hub, sent } = setUp((work) => (fails ? Promise.reject(new Error('no disk')) : head3(work)))
  await subscribe()
  fails = true
  const repeated = subscribe()
  hear(4)
  await expect(repeated).rejects.toThrow('no disk')
  expect(sent).toEqual(['subscribed', 4])
  expect(hub.topicCount()).toBe(1)
  const other = setUp(() => Promise.reject(new Error('no disk')))
  await expect(other.subscribe()).rejects.toThrow('no disk')
  expect(other.hub.topicCount()).toBe(0)
})

test('who is evicted while the log is read is refused, whatever was found', async () => {
  const { subscribe, hear, hub, sent } = setUp(async (work) => {
    const found = await head3(work)
    hub.evict('notifications:2', () => false)
    return found
  })
  await subscribe()
  hear(4)
  expect(sent).toEqual(['evicted', 'forbidden'])
  expect(hub.topicCount()).toBe(0)
})

test('who is evicted hears nothing more, and others are left alone', async () => {
  const { subscribe, hear, hub, sent } = setUp(head3)
  await subscribe()
  hub.evict('notifications:2', (userId) => userId === 2)
  hub.evict('notifications:3', () => false)
  hear(4)
  hub.evict('notifications:2', () => false)
  hear(5)
  expect(sent).toEqual(['subscribed', 4, 'evicted'])
})
