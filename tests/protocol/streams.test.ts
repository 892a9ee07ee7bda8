import { describe, expect, it } from 'vitest'
import { parse } from '../../src/protocol/schema.js'
import type { AnyStream } from '../../src/protocol/stream.js'
import * as streams from '../../src/protocol/streams/index.js'
import type { Notification } from '../../src/protocol/streams/notifications.js'
import { parseTopic, topicOf } from '../../src/protocol/topic.js'

const table: readonly AnyStream[] = Object.values(streams)
const byName = new Map(table.map((stream) => [stream.name, stream]))

describe.each(table.map((stream) => [stream.name, stream] as const))('the stream %s', (name, stream) => {
  // Every parameter of ours may be 7: the number, or the word.
  const initial = stream.initial(parseTopic(byName, `${name}:7`)?.param as never)

  it('begins with data of its own shape, which survives the wire', () => {
    const parsed = parse(stream.data, JSON.parse(JSON.stringify(initial)))
    expect(parsed).toEqual({ ok: true, value: initial })
  })

  it('is found by the names of its topics, and by no other', () => {
    const found = parseTopic(byName, `${name}:7`)
    expect(found && topicOf(found.stream, found.param)).toBe(`${name}:7`)
    const takesWords = parse(stream.param, 'word').ok
    const noNumbers = ['07', '-1', '1e3'].map((text) => `${name}:${text}`)
    for (const odd of ['', ':', name, `${name}:`, `${name}:7 `, `${name}:7\0`, ...(takesWords ? [] : noNumbers)]) {
      expect(parseTopic(byName, odd), odd).toBeNull()
    }
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

describe('notifications', () => {
  const { events, initial } = streams.notifications
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
