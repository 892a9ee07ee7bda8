import { describe, expect, it } from 'vitest'
import { parse } from '../../src/protocol/schema.js'
import type { AnyStream } from '../../src/protocol/stream.js'
import * as streams from '../../src/protocol/streams/index.js'
import type { Notification } from '../../src/protocol/streams/notifications.js'
import { parseTopic, topicOf } from '../../src/protocol/topic.js'

const table: readonly AnyStream[] = Object.values(streams)
const byName = new Map(table.map((stream) => [stream.name, stream]))

describe.each(table.map((stream) => [stream.name, stream] as const))('the stream %s', (name, stream) => {
  // Every parameter of ours may be the number 7, but for those that are words.
  const param = parseTopic(byName, `${name}:7`)?.param ?? 'all'
  const initial = stream.initial(param as never)

  it('begins with data of its own shape, which survives the wire', () => {
    const parsed = parse(stream.data, JSON.parse(JSON.stringify(initial)))
    expect(parsed).toEqual({ ok: true, value: initial })
  })

  it('is found by the names of its topics, and by no other', () => {
    expect(parseTopic(byName, topicOf(stream, param))).toEqual({ stream, param })
    for (const odd of ['', ':', name, `${name}:`, `${name}:7 `, `${name}:7\0`]) {
      expect(parseTopic(byName, odd), odd).toBeNull()
    }
    // Where words are taken, these are words: never another name of a number.
    const takesWords = parse(stream.param, 'a-word').ok
    for (const word of ['07', '-1', '1e3'])
      expect(parseTopic(byName, `${name}:${word}`)).toEqual(takesWords ? { stream, param: word } : null)
  })

  it('refuses events of another shape', () => {
    for (const [type, { schema }] of Object.entries(stream.events)) {
      for (const odd of [null, 7, 'x', [], {}, JSON.parse('{"__proto__":{}}')]) {
        expect(parse(schema, odd).ok, `${type} ${JSON.stringify(odd)}`).toBe(false)
      }
    }
  })
})

it.each(['constructor:1', '__proto__:1', 'toString:1', 'hasOwnProperty:1', `pitch:${'9'.repeat(300)}`])(
  'no topic is called %s',
  (name) => {
    expect(parseTopic(byName, name)).toBeNull()
  },
)

it('names the field that is wrong', () => {
  const { schema } = streams.pitch.commands.pitch_view
  expect(parse(schema, { pitchId: 0 })).toMatchObject({ ok: false, issues: [{ path: 'pitchId' }] })
})

describe('presence', () => {
  const { events, initial } = streams.presence
  const someone = (userId: number, status: 'online' | 'away' | 'offline') => ({
    userId,
    username: `user${userId}`,
    status,
    lastSeen: '2026-05-01T12:00:00.000Z',
  })

  it('keeps everybody in one place: here, in the order they came, or among those who left, newest first', () => {
    let data = initial('all')
    for (const person of [
      someone(1, 'online'),
      someone(2, 'online'),
      someone(3, 'online'),
      someone(1, 'away'),
      someone(2, 'offline'),
      someone(3, 'offline'),
    ])
      data = events.presence_update.reduce(data, person)
    expect(data).toEqual({ users: [someone(1, 'away')], left: [someone(3, 'offline'), someone(2, 'offline')] })
    data = events.presence_update.reduce(data, someone(2, 'online'))
    expect(data).toEqual({ users: [someone(1, 'away'), someone(2, 'online')], left: [someone(3, 'offline')] })
  })

  it('remembers a hundred of those who left', () => {
    let data = initial('all')
    for (let userId = 1; userId <= 101; userId += 1)
      data = events.presence_update.reduce(data, someone(userId, 'offline'))
    expect(data.left).toHaveLength(100)
    expect(data.left?.[0]).toEqual(someone(101, 'offline'))
  })
})

describe('typing', () => {
  const { events, initial } = streams.typing
  const told = (userId: number, isTyping: boolean) => ({
    conversationId: 7,
    userId,
    username: `user${userId}`,
    isTyping,
  })

  it('lists each typist once, and tells one who goes on from one who was only told once', () => {
    const once = events.typing.reduce(initial(7), told(1, true))
    const both = events.typing.reduce(once, told(2, true))
    const again = events.typing.reduce(both, told(1, true))
    expect(again).toEqual({
      users: [
        { userId: 1, username: 'user1' },
        { userId: 2, username: 'user2' },
      ],
    })
    expect(again.users[0]).not.toBe(both.users[0])
    expect(again.users[1]).toBe(both.users[1])
    expect(events.typing.reduce(again, told(1, false))).toEqual({ users: [{ userId: 2, username: 'user2' }] })
  })

  it('does not change for the end of what nobody knew of', () => {
    const data = initial(7)
    expect(events.typing.reduce(data, told(1, false))).toBe(data)
  })
})

describe('notifications', () => {
  const { commands, events, initial } = streams.notifications
  const item = (n: number): Notification => ({
    id: `7-${n}`,
    kind: 'test',
    level: 'info',
    title: `Number ${n}`,
    message: '',
    createdAt: '2026-05-01T12:00:00.000Z',
    read: false,
  })
  const list = (count: number) => {
    let data = initial(7)
    for (let n = 1; n <= count; n += 1) {
      data = events.notification.reduce(data, { notification: item(n), unreadCount: n })
    }
    return data
  }

  it('keeps the newest fifty, and a cursor to the rest from the fifty-first on', () => {
    expect(list(50)).toMatchObject({ nextCursor: null, unreadCount: 50 })
    const { items, nextCursor } = list(51)
    expect(items.map(({ id }) => id).slice(0, 2)).toEqual(['7-51', '7-50'])
    expect(items).toHaveLength(50)
    expect(nextCursor).toBe('7-2')
  })

  it('reads what it is told, and leaves the other items as they are', () => {
    const before = list(3)
    const after = events.notification_read.reduce(before, { ids: ['7-2'], unreadCount: 2 })
    expect(after.items.map(({ read }) => read)).toEqual([false, true, false])
    expect(after.items[0]).toBe(before.items[0])
    expect(
      events.notification_read.reduce(before, { ids: 'all', unreadCount: 0 }).items.every(({ read }) => read),
    ).toBe(true)
  })

  it('makes unread what it is told, and leaves the other items as they are', () => {
    const before = events.notification_read.reduce(list(3), { ids: 'all', unreadCount: 0 })
    const after = events.notification_unread.reduce(before, { ids: ['7-2', '7-9'], unreadCount: 1 })
    expect(after.items.map(({ read }) => read)).toEqual([true, false, true])
    expect([after.items[0], after.unreadCount]).toEqual([before.items[0], 1])
    const foreseen = commands.notification_unread.optimistic?.(before, { ids: ['7-3', '7-2', '7-9'] })
    expect(foreseen).toMatchObject({ unreadCount: 2, items: [{ read: false }, { read: false }, { read: true }] })
  })

  it('foresees that a clear which nobody has confirmed is taken back, and nothing where only the server can know', () => {
    const { notification_clear: clear, notification_restore: restore } = commands
    const before = list(2)
    const empty = clear.optimistic?.(before, {}) ?? before
    expect(empty).toEqual(initial(7))
    expect(restore.optimistic?.(empty, {})).toBe(before)
    expect(restore.optimistic?.(initial(7), {})).toEqual(initial(7))
  })

  it('leads nowhere but to pages and to the site itself', () => {
    const linked = (link: string) =>
      parse(events.notification.schema, { notification: { ...item(1), link }, unreadCount: 1 }).ok
    for (const good of ['https://example.com/a?b#c', '/pitch/7']) expect(linked(good), good).toBe(true)
    for (const bad of [
      'javascript:alert(1)',
      '//evil.example',
      '/\\evil.example',
      'data:text/html,x',
      ' https://a',
      'pitch/7',
    ]) {
      expect(linked(bad), bad).toBe(false)
    }
  })
})

it('a partial update of the dashboard leaves the other metrics as they were', () => {
  const { events } = streams.dashboard
  const metrics = {
    pitchViews: 3,
    totalRevenue: 9.5,
    activeInvestors: 2,
    newMessages: 1,
    updatedAt: '2026-05-01T12:00:00.000Z',
  }
  const update = { newMessages: 2, updatedAt: '2026-05-01T12:00:01.000Z' }
  expect(events.dashboard_update.reduce(metrics, update)).toEqual({ ...metrics, ...update })
})

it.each(['7', '07', '1e3', 'me', '9007199254740993', 'x'.repeat(64), '7.pitch_1', '7.42'])(
  'a draft called %s is that one, and its topic has one name',
  (name) => {
    expect(parseTopic(byName, `draft:${name}`)).toEqual({ stream: streams.draft, param: name })
  },
)

it.each(['x'.repeat(65), '07.pitch', '0.pitch', '.pitch', '7.', '7.1.2', 'ana.pitch', 'a b', 'é', '1e3.x', '-1.x'])(
  'no draft is called %s',
  (name) => {
    expect(parseTopic(byName, `draft:${name}`)).toBeNull()
    const command = { draftId: name, draftType: 'pitch', content: {} }
    expect(parse(streams.draft.commands.draft_sync.schema, command).ok).toBe(false)
  },
)
