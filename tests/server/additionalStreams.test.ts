import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadStreams } from '../../src/server/streams/additional.js'
import { person, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig } from '../support/wireClient.js'

const folder = mkdtempSync(join(tmpdir(), 'streams-'))

/** Writes a module as somebody without our packages would. @returns its path */
function moduleOf(name: string, code: string): string {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(path, `${PRELUDE}\n${code}`)
  return path
}
const PRELUDE = `
const anything = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } }
const stream = (name, commands, more) => ({
  name, param: anything, data: anything, initial: () => ({ words: [] }), access: () => true,
  kind: { retention: { events: 2, maxAgeMs: Infinity } },
  events: { said: { schema: anything, reduce: ({ words }, { word }) => ({ words: [...words, word] }) } },
  commands, ...more,
})
const command = (more) => ({ schema: anything, send: 'durable', param: () => 'me', ...more })
class ProtocolError extends Error {
  name = 'ProtocolError'
  constructor(code, message, details) { super(message); Object.assign(this, { code, details }) }
}
`

/** What people write down for themselves: a word once, none that is rude. */
const DIARY = `
export const diary = stream('diary', {
  write: command({
    decide: ({ words }, { word }) => {
      if (word === 'rude') throw new ProtocolError('conflict', 'Not here', { word })
      if (word === 'broken') throw new Error('secret')
      return words.includes(word) ? null : { type: word === 'odd' ? 'unheard' : 'said', data: { word } }
    },
  }),
  write_for: command({ param: ({ owner }) => owner, decide: (_, { word }) => ({ type: 'said', data: { word } }) }),
}, { access: ({ userId }, owner) => owner === userId })
`

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ STREAMS: `src/demo/streams/index.ts, ${moduleOf('diary', DIARY)}` })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

let users = 3_000
const someone = (): Promise<Person> => person(server, { userId: (users += 1) })
let pitches = 100
const nextPitch = (): number => (pitches += 1)
const comment = (pitchId: number, text: string, id?: string) => ['comment_add', { pitchId, text }, id] as const
const read = async (who: Person, topic: string) => (await who.fetch(`/api/snapshots/${topic}`)).body

test('a command is decided by the stream itself: event, ack and snapshot stand at one position', async () => {
  const [ben, cara] = [await someone(), await someone()]
  const [bens, caras] = [await ben.connect(), await cara.connect()]
  const pitchId = nextPitch()
  const topic = `comments:${pitchId}`
  const [{ epoch }] = (dig((await caras.ask('subscribe', { topics: [{ topic }] })).data, 'topics') ?? []) as [
    { epoch: string },
  ]
  const ack = await bens.ask(...comment(pitchId, '  How does it end? '))
  expect(ack).toMatchObject({ type: 'ack', data: { topic, epoch, offset: 1 } })
  const event = await caras.next('comment_added')
  const data = { id: 1, userId: ben.userId, username: `user${ben.userId}`, text: 'How does it end?' }
  expect(event).toMatchObject({ topic, epoch, offset: 1, data })
  expect(await read(cara, topic)).toEqual({ topic, epoch, offset: 1, data: { items: [event.data] } })
  await Promise.all([bens.close(), caras.close()])
})

test('a repeat is done once, over either way, also after a restart', async () => {
  const ben = await someone()
  const pitchId = nextPitch()
  const [type, data, id] = comment(pitchId, 'Once', 'once')
  const client = await ben.connect()
  const answers = await Promise.all([client.ask(type, data, id), ben.send('POST', '/api/messages', { type, data, id })])
  const position = { topic: `comments:${pitchId}`, offset: 1 }
  expect(answers[0]).toMatchObject({ type: 'ack', data: position })
  expect(answers[1].body).toMatchObject({ type: 'ack', data: position })
  await server.restart()
  const later = await ben.connect()
  expect(await later.ask(type, data, id)).toMatchObject({ data: { ...position, duplicate: true } })
  expect(await read(ben, `comments:${pitchId}`)).toMatchObject({ offset: 1, data: { items: [{ text: 'Once' }] } })
  await later.close()
})

test('what the stream refuses changes nothing, and the id can be used afresh', async () => {
  const ben = await someone()
  const client = await ben.connect()
  const pitchId = nextPitch()
  await client.ask(...comment(pitchId, 'Hear, hear'))
  const refused = await client.ask(...comment(pitchId, 'Hear, hear', 'again'))
  expect(refused).toMatchObject({ type: 'error', data: { code: 'conflict', message: 'You have just said so' } })
  const issues = [{ path: 'data.text' }]
  for (const text of ['', '  ', 'x'.repeat(501)])
    expect(await client.ask(...comment(pitchId, text))).toMatchObject({
      data: { code: 'validation_failed', details: { issues } },
    })
  expect(await read(ben, `comments:${pitchId}`)).toMatchObject({ offset: 1 })
  expect(await client.ask(...comment(pitchId, 'Something else', 'again'))).toMatchObject({ data: { offset: 2 } })
  await client.close()
})

test('whoever was away gets what the log has, and is told when it has no more', async () => {
  const ben = await someone()
  const client = await ben.connect()
  const pitchId = nextPitch()
  const topic = `comments:${pitchId}`
  for (const text of ['a', 'b', 'c']) await client.ask(...comment(pitchId, text))
  const epoch = dig(await read(ben, topic), 'epoch')
  const resumed = await client.ask('subscribe', { topics: [{ topic, epoch, offset: 1 }] })
  expect(dig(resumed.data, 'topics', 0)).toMatchObject({
    recovered: true,
    events: [
      { offset: 2, data: { text: 'b' } },
      { offset: 3, data: { text: 'c' } },
    ],
  })
  for (const word of ['a', 'b', 'c']) await client.ask('write', { word })
  const trimmed = await client.ask('subscribe', { topics: [{ topic: 'diary:me', epoch, offset: 0 }] })
  expect(dig(trimmed.data, 'topics', 0)).toMatchObject({ offset: 3, recovered: false, reason: 'trimmed' })
  await client.close()
})

test('many decide at once: each on what came before, none twice, none lost', async () => {
  const pitchId = nextPitch()
  const people = await Promise.all(Array.from({ length: 4 }, someone))
  const clients = await Promise.all(people.map((one) => one.connect()))
  const acks = await Promise.all(
    clients.flatMap((client, who) =>
      Array.from({ length: 15 }, (_, n) => client.ask(...comment(pitchId, `${who} ${n}`))),
    ),
  )
  const offsets = acks.map(({ data }) => Number(dig(data, 'offset'))).toSorted((a, b) => a - b)
  expect(offsets).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
  const [one] = people
  const items = one && dig(await read(one, `comments:${pitchId}`), 'data', 'items')
  expect((items as { id: number }[]).map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, n) => 60 - n))
  await Promise.all(clients.map((client) => client.close()))
})

test('nothing changed: an ack without a position', async () => {
  const ben = await someone()
  const client = await ben.connect()
  expect(await client.ask('write', { word: 'sun' })).toMatchObject({ data: { topic: 'diary:me', offset: 1 } })
  expect(await client.ask('write', { word: 'sun' })).toMatchObject({ type: 'ack', data: {} })
  expect(await read(ben, 'diary:me')).toMatchObject({ offset: 1, data: { words: ['sun'] } })
  await client.close()
})

test('who may not read a topic cannot write to it; one’s own goes by `me` or by number', async () => {
  const [ben, cara] = [await someone(), await someone()]
  const client = await ben.connect()
  for (const owner of [cara.userId, 'ben', '', `0${ben.userId}`])
    expect(await client.ask('write_for', { owner, word: 'hello' })).toMatchObject({ data: { code: 'forbidden' } })
  expect(await client.ask('write_for', { owner: ben.userId, word: 'hello' })).toMatchObject({
    data: { topic: `diary:${ben.userId}`, offset: 1 },
  })
  expect(await client.ask('write', { word: 'sun' })).toMatchObject({ data: { topic: 'diary:me', offset: 2 } })
  expect(await read(cara, 'diary:me')).toMatchObject({ offset: 0 })
  await client.close()
})

test('a refusal of another copy of ProtocolError is one; any other error says nothing of itself', async () => {
  const ben = await someone()
  const client = await ben.connect()
  expect(await client.ask('write', { word: 'rude' })).toMatchObject({
    data: { code: 'conflict', message: 'Not here', details: { word: 'rude' } },
  })
  for (const word of ['broken', 'odd'])
    expect(await client.ask('write', { word })).toMatchObject({
      data: { code: 'internal', message: 'Something went wrong' },
    })
  expect(await client.ask('write', { word: 'fine' })).toMatchObject({ data: { offset: 1 } })
  await client.close()
})

test('the limits are those of every command: refused ones take no place, the 121st is rate_limited', async () => {
  const ben = await someone()
  const client = await ben.connect()
  for (let n = 0; n < 10; n += 1) await client.ask('write', { word: 'rude' })
  for (let n = 0; n < 120; n += 1) expect((await client.ask('write', { word: `${n}` })).type).toBe('ack')
  expect(await client.ask('write', { word: 'more' })).toMatchObject({ data: { code: 'rate_limited' } })
  await client.close()
})

test.each([
  ['a missing file', 'missing', null, /STREAMS: there is no file .*missing\.mjs/],
  ['a module that throws', 'throws', 'throw new Error("oh no")', /STREAMS: .*throws\.mjs cannot be loaded: oh no/],
  ['a module without exports', 'empty', '', /STREAMS: .*empty\.mjs exports no stream/],
  ['an export that is no stream', 'helper', 'export const helper = () => 1', /STREAMS: "helper" of .* is no stream/],
  [
    'an event without a reducer',
    'reducer',
    "export const a = stream('a', {}, { events: { said: { schema: anything } } })",
    /STREAMS: "a" of .* is no stream: events\.said\.reduce: /,
  ],
  ['a name with a colon', 'colon', "export const a = stream('a:b', {})", /is no stream: name: must be a short word/],
  ['the name of one of ours', 'ours', "export const a = stream('pitch', {})", /two streams named "pitch"/],
  [
    'a command of one of ours',
    'command',
    "export const a = stream('a', { pitch_view: command({ decide: () => null }) })",
    /The stream "a" has a command "pitch_view", which the stream "pitch" has too/,
  ],
  [
    'a command of the connection',
    'control',
    "export const a = stream('a', { subscribe: command({ decide: () => null }) })",
    /a command "subscribe", which the connection itself has too/,
  ],
  [
    'a command that nobody does',
    'nobody',
    "export const a = stream('a', { say: command() })",
    /The command "say" of the stream "a" has no `decide`/,
  ],
  [
    'desired state that nobody keeps',
    'state',
    "export const a = stream('a', { say: command({ send: 'state' }) })",
    /The command "say" of the stream "a" is desired state/,
  ],
  [
    'a topic whose state is nobody’s',
    'ephemeral',
    "export const a = stream('a', {}, { kind: 'ephemeral' })",
    /nobody's/,
  ],
])('%s stops the start, in words', async (_, name, code, message) => {
  const path = code === null ? join(folder, `${name}.mjs`) : moduleOf(name, code)
  await expect(startTestServer({ STREAMS: path })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringMatching(message),
  })
})

test('streams come in the order of their files, each file once', async () => {
  const [one, two] = [
    moduleOf('one', "export const b = stream('b', {})"),
    moduleOf('two', "export const a = stream('a', {})"),
  ]
  expect((await loadStreams([one, two, one])).map(({ name }) => name)).toEqual(['b', 'a'])
})

test('a conversation is named by those who take part: who is not among them neither reads nor writes, and no other name is one', async () => {
  const [ana, ben, cara] = [await someone(), await someone(), await someone()]
  const [anas, caras] = [await ana.connect(), await cara.connect()]
  const id = `${ana.userId}-${ben.userId}`
  const say = (text: string) => ['message_send', { conversationId: id, text }] as const
  expect(await anas.ask(...say('  Hello '))).toMatchObject({
    type: 'ack',
    data: { topic: `messages:${id}`, offset: 1 },
  })
  expect(await read(ben, `messages:${id}`)).toMatchObject({
    data: { items: [{ id: 1, userId: ana.userId, text: 'Hello' }] },
  })
  expect(await caras.ask(...say('Let me in'))).toMatchObject({ type: 'error', data: { code: 'forbidden' } })
  expect((await cara.fetch(`/api/snapshots/messages:${id}`)).status).toBe(403)
  // The same words at once are a slip, and from somebody else, or after something else, none.
  expect(await anas.ask(...say('Hello'))).toMatchObject({ type: 'error', data: { code: 'conflict' } })
  expect(await (await ben.connect()).ask(...say('Hello'))).toMatchObject({ type: 'ack' })
  expect(await anas.ask(...say('Hello'))).toMatchObject({ type: 'ack', data: { offset: 3 } })
  const others = [
    `${ben.userId}-${ana.userId}`,
    `${ana.userId}-${ana.userId}`,
    `${ana.userId}`,
    'me',
    `0${id}`,
    `${id}-`,
  ]
  for (const other of others) expect((await ana.fetch(`/api/snapshots/messages:${other}`)).status, other).toBe(403)
  await Promise.all([anas, caras].map((client) => client.close()))
})
