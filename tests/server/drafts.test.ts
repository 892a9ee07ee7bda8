import { afterAll, beforeAll, expect, test } from 'vitest'
import { manualClock } from '../support/manualClock.js'
import { person, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig, type WireClient, type WireMessage } from '../support/wireClient.js'

let server: TestServer
const clock = manualClock()
beforeAll(async () => {
  server = await startTestServer({}, clock)
})
afterAll(() => server.stop())

let users = 4_000
let ids = 0
const someone = (): Promise<Person> => person(server, { userId: (users += 1) })
const freshId = (): string => `d${(ids += 1)}`

/** Saves over the socket. */
const save = (
  client: WireClient,
  draftId: string,
  content: unknown,
  baseRevision?: number,
  id?: string,
): Promise<WireMessage> =>
  client.ask(
    'draft_sync',
    { draftId, draftType: 'pitch', content, ...(baseRevision === undefined ? {} : { baseRevision }) },
    id,
  )

/** Saves over REST; the answer as it came. */
const post = (who: Person, draftId: string, content: unknown, baseRevision: number, id = freshId()) =>
  who.send('POST', '/api/messages', {
    type: 'draft_sync',
    id,
    data: { draftId, draftType: 'pitch', content, baseRevision },
  })

const letIn = (owner: Person, draftId: string, ...people: readonly Person[]) =>
  owner.send('PUT', `/api/drafts/${draftId}/collaborators`, { userIds: people.map(({ userId }) => userId) })

const snapshot = async (who: Person, name: string) => (await who.fetch(`/api/snapshots/draft:${name}`)).body

const FORBIDDEN = { code: 'forbidden' }

test('a draft that was never saved is at revision 0 with nothing in it', async () => {
  const ana = await someone()
  expect(await snapshot(ana, 'novel')).toMatchObject({
    topic: 'draft:novel',
    offset: 0,
    data: { draftId: 'novel', draftType: null, content: {}, revision: 0, updatedBy: null },
  })
})

test('a save is acked with its revision and position, and told to whoever looks, by the name they look at', async () => {
  const ana = await someone()
  const client = await ana.connect()
  const topics = [{ topic: 'draft:novel' }, { topic: `draft:${ana.userId}.novel` }]
  await client.ask('subscribe', { topics })
  const content = { title: 'Rain', __proto__: null, tags: ['a'] }
  const ack = await save(client, 'novel', content)
  expect(ack).toMatchObject({ type: 'ack', data: { result: { revision: 1 }, topic: 'draft:novel', offset: 1 } })
  for (const { topic } of topics) {
    const { data, offset } = await client.next('draft_sync', (message) => message.topic === topic)
    expect(offset).toBe(1)
    expect(data).toEqual({
      draftId: 'novel',
      draftType: 'pitch',
      content: { title: 'Rain', tags: ['a'] },
      revision: 1,
      updatedAt: new Date(clock.now()).toISOString(),
      updatedBy: { userId: ana.userId, username: `user${ana.userId}` },
    })
    expect(await snapshot(ana, topic.slice('draft:'.length))).toMatchObject({ topic, offset: 1, data })
  }
  await client.close()
})

test('a stale or future base is a conflict that brings the draft as it is, over both ways, and changes nothing', async () => {
  const ana = await someone()
  const client = await ana.connect()
  await save(client, 'novel', { title: 'One' }, 0)
  await save(client, 'novel', { title: 'Two' }, 1)
  for (const base of [undefined, 0, 1, 3]) {
    expect(await save(client, 'novel', { title: 'Mine' }, base)).toMatchObject({
      type: 'error',
      data: {
        code: 'conflict',
        retryable: false,
        details: { draftId: 'novel', content: { title: 'Two' }, revision: 2 },
      },
    })
  }
  expect(await post(ana, 'novel', { title: 'Mine' }, 1)).toMatchObject({
    status: 409,
    body: { type: 'error', data: { code: 'conflict', details: { revision: 2, content: { title: 'Two' } } } },
  })
  expect(await snapshot(ana, 'novel')).toMatchObject({ offset: 2, data: { content: { title: 'Two' } } })
  await client.close()
})

test('twenty save at once, again and again: one wins each revision, every other is told of it, none is lost', async () => {
  const ana = await someone()
  const people = await Promise.all(Array.from({ length: 19 }, someone))
  await letIn(ana, 'room', ...people)
  const name = `${ana.userId}.room`
  const everyone = [ana, ...people]
  const [reader, ...writers] = await Promise.all([ana.connect(), ...everyone.map((who) => who.connect())])
  await reader?.ask('subscribe', { topics: [{ topic: 'draft:room' }] })
  for (let base = 0; base < 5; base += 1) {
    const answers = await Promise.all(
      writers.map((client, index) =>
        index % 2 === 0
          ? save(client, name, { from: index, base }, base)
          : post(everyone[index] ?? ana, name, { from: index, base }, base).then(({ body }) => body as WireMessage),
      ),
    )
    const won = answers.flatMap(({ type }, index) => (type === 'ack' ? [index] : []))
    expect(won).toHaveLength(1)
    const content = { from: won[0], base }
    for (const { type, data } of answers)
      if (type !== 'ack') expect(data).toMatchObject({ code: 'conflict', details: { revision: base + 1, content } })
    expect(await reader?.next('draft_sync')).toMatchObject({ offset: base + 1, data: { revision: base + 1, content } })
  }
  expect(await snapshot(ana, 'room')).toMatchObject({ offset: 5, data: { revision: 5 } })
  await Promise.all([reader, ...writers].map((client) => client?.close()))
})

test('drafts of the same id are each their owner’s, whatever they are called', async () => {
  const [ana, ben] = [await someone(), await someone()]
  for (const draftId of ['novel', 'me', '7', '07', '9007199254740993']) {
    await post(ana, draftId, { of: 'ana', draftId }, 0)
    await post(ben, draftId, { of: 'ben', draftId }, 0)
  }
  for (const draftId of ['novel', 'me', '7', '07', '9007199254740993']) {
    expect(await snapshot(ana, draftId)).toMatchObject({
      data: { draftId, revision: 1, content: { of: 'ana', draftId } },
    })
    expect(await snapshot(ben, draftId)).toMatchObject({
      data: { draftId, revision: 1, content: { of: 'ben', draftId } },
    })
  }
})

test('content has 192 KiB, as JSON in UTF-8: a byte more is refused by name, and what was saved is kept', async () => {
  const ana = await someone()
  const client = await ana.connect()
  const full = { text: 'é'.repeat((192 * 1024 - '{"text":""}'.length - 1) / 2) + 'x' }
  expect(Buffer.byteLength(JSON.stringify(full))).toBe(192 * 1024)
  expect(await save(client, 'long', full, 0)).toMatchObject({ type: 'ack' })
  const over = { text: `${full.text}x` }
  expect(await save(client, 'long', over, 1)).toMatchObject({
    type: 'error',
    data: { code: 'payload_too_large', retryable: false, details: { issues: [{ path: 'data.content' }] } },
  })
  expect((await post(ana, 'long', over, 1)).status).toBe(413)
  expect(await snapshot(ana, 'long')).toMatchObject({ data: { revision: 1, content: full } })
  await client.close()
})

test('content may be any JSON down to sixteen levels of the message', async () => {
  const ana = await someone()
  const client = await ana.connect()
  const nested = (levels: number): unknown => (levels === 0 ? 'deep' : { in: nested(levels - 1) })
  expect(await save(client, 'deep', nested(14), 0)).toMatchObject({ type: 'ack' })
  expect(await save(client, 'deep', nested(15), 1)).toMatchObject({ type: 'error', data: { code: 'too_deep' } })
  let revision = 1
  for (const content of [null, 'text', 5, false, [], [{ id: 1 }]])
    expect(await save(client, 'deep', content, revision++)).toMatchObject({ type: 'ack' })
  expect(await snapshot(ana, 'deep')).toMatchObject({ data: { revision: 7, content: [{ id: 1 }] } })
  await client.close()
})

test.each([
  ['no content', { draftId: 'a', draftType: 'pitch' }],
  ['no type', { draftId: 'a', content: {} }],
  ['an odd id', { draftId: 'a b', draftType: 'pitch', content: {} }],
  ['a number as id', { draftId: 7, draftType: 'pitch', content: {} }],
  ['a base below nothing', { draftId: 'a', draftType: 'pitch', content: {}, baseRevision: -1 }],
  ['a base in words', { draftId: 'a', draftType: 'pitch', content: {}, baseRevision: '1' }],
])('a save with %s is validation_failed', async (_, data) => {
  const client = await (await someone()).connect()
  expect(await client.ask('draft_sync', data)).toMatchObject({ type: 'error', data: { code: 'validation_failed' } })
  await client.close()
})

test('a save that is repeated takes effect once, also after others', async () => {
  const ana = await someone()
  const client = await ana.connect()
  await save(client, 'novel', { title: 'One' }, 0, 'first')
  await save(client, 'novel', { title: 'Two' }, 1, 'second')
  expect(await save(client, 'novel', { title: 'One' }, 0, 'first')).toMatchObject({
    type: 'ack',
    data: { result: { revision: 1 }, offset: 1, duplicate: true },
  })
  expect(await save(client, 'novel', { title: 'Other' }, 2, 'first')).toMatchObject({
    data: { code: 'validation_failed' },
  })
  expect(await snapshot(ana, 'novel')).toMatchObject({ data: { revision: 2, content: { title: 'Two' } } })
  await client.close()
})

test('a stranger finds no door, and cannot tell a draft from none', async () => {
  const [ana, eve] = [await someone(), await someone()]
  await post(ana, 'novel', { secret: true }, 0)
  const client = await eve.connect()
  const doors = async (name: string) => {
    const subscribed = await client.ask('subscribe', { topics: [{ topic: `draft:${name}` }] })
    const answers = [
      dig(subscribed.data, 'topics', 0, 'error'),
      (await save(client, name, {}, 0)).data,
      await post(eve, name, {}, 1),
      await eve.fetch(`/api/snapshots/draft:${name}`),
      dig((await eve.fetch(`/api/snapshots?topics=draft:${name}`)).body, 'snapshots', 0, 'error'),
      await eve.fetch(`/api/drafts/${name}/revisions`),
      await eve.fetch(`/api/drafts/${name}/revisions/1`),
      await eve.send('POST', `/api/drafts/${name}/restore`, { revision: 1, baseRevision: 1, id: freshId() }),
      await eve.fetch(`/api/drafts/${name}/collaborators`),
      await eve.send('PUT', `/api/drafts/${name}/collaborators`, { userIds: [eve.userId] }),
    ]
    const seen = answers.map((answer) =>
      JSON.stringify([dig(answer, 'status'), dig(answer, 'body'), dig(answer, 'code')]),
    )
    for (const answer of seen) expect(answer).toContain('forbidden')
    return seen.map((answer) => answer.replace(/"id":"\w+"/, ''))
  }
  const there = await doors(`${ana.userId}.novel`)
  expect(await doors(`${ana.userId}.nothing`)).toEqual(there)
  expect(await doors(`999999.novel`)).toEqual(there)
  expect(await snapshot(ana, 'novel')).toMatchObject({ data: { revision: 1, content: { secret: true } } })
  expect((await eve.fetch('/api/drafts')).body).toEqual({ items: [], nextCursor: null })
  // Malformed ones have no other name on the way in, either.
  for (const odd of ['a%20b', '07.novel', '7.', 'x'.repeat(65)])
    expect((await eve.fetch(`/api/drafts/${odd}/revisions`)).status).toBe(403)
  await client.close()
})

test('who is let in reads, hears and saves; only the owner says who is', async () => {
  const [ana, ben, cara] = [await someone(), await someone(), await someone()]
  const name = `${ana.userId}.novel`
  expect((await letIn(ana, 'novel', ben, ana, ben)).body).toEqual({ userIds: [ben.userId] })
  const client = await ben.connect()
  expect(
    dig((await client.ask('subscribe', { topics: [{ topic: `draft:${name}` }] })).data, 'topics', 0),
  ).toMatchObject({
    topic: `draft:${name}`,
    offset: 0,
  })
  expect(await save(client, name, { by: 'ben' }, 0)).toMatchObject({ type: 'ack', data: { topic: `draft:${name}` } })
  expect(await client.next('draft_sync')).toMatchObject({
    topic: `draft:${name}`,
    data: { draftId: 'novel', updatedBy: { userId: ben.userId } },
  })
  expect(await post(ana, name, { by: 'ana' }, 1)).toMatchObject({ status: 200 })
  expect((await ben.fetch(`/api/drafts/${name}/revisions`)).status).toBe(200)
  expect((await letIn(ben, name, ben, cara)).status).toBe(403)
  expect((await ben.fetch(`/api/drafts/${name}/collaborators`)).status).toBe(403)
  // The owner may use either name.
  expect((await letIn(ana, name, ben, cara)).body).toEqual({ userIds: [ben.userId, cara.userId] })
  expect((await ana.fetch('/api/drafts/novel/collaborators')).body).toEqual({ userIds: [ben.userId, cara.userId] })
  // Let into one, not into all.
  expect((await ben.fetch(`/api/snapshots/draft:${ana.userId}.diary`)).status).toBe(403)
  await client.close()
})

test.each([{}, { userIds: 'all' }, { userIds: [0] }, { userIds: Array.from({ length: 101 }, (_, n) => n + 1) }])(
  'a list of collaborators such as %j is validation_failed',
  async (body) => {
    const ana = await someone()
    expect((await ana.send('PUT', '/api/drafts/novel/collaborators', body)).status).toBe(400)
  },
)

test('who is taken out is reset on every socket, hears nothing more, and finds the door closed; others hear on', async () => {
  const [ana, ben, cara] = [await someone(), await someone(), await someone()]
  const name = `${ana.userId}.novel`
  const topic = `draft:${name}`
  await letIn(ana, 'novel', ben, cara)
  await post(ana, 'novel', { n: 1 }, 0)
  const [first, second, other] = [await ben.connect(), await ben.connect('&batch=1'), await cara.connect()]
  for (const client of [first, second, other])
    await client.ask('subscribe', { topics: [{ topic }, { topic: 'pitch:1' }] })
  await letIn(ana, 'novel', cara)
  for (const client of [first, second])
    expect((await client.next('reset')).data).toEqual({ topics: [topic], reason: 'forbidden' })
  await post(ana, 'novel', { n: 2 }, 1)
  expect(await other.next('draft_sync')).toMatchObject({ data: { content: { n: 2 } } })
  for (const client of [first, second])
    expect(dig((await client.ask('subscribe', { topics: [{ topic }] })).data, 'topics', 0)).toMatchObject({
      topic,
      error: FORBIDDEN,
    })
  expect(await save(first, name, { n: 3 }, 2)).toMatchObject({ type: 'error', data: FORBIDDEN })
  expect((await ben.fetch(`/api/snapshots/${topic}`)).status).toBe(403)
  for (const client of [first, second]) expect(client.messages.filter(({ type }) => type === 'draft_sync')).toEqual([])
  expect(other.messages.filter(({ type }) => type === 'reset')).toEqual([])
  // Back in, all is as before.
  await letIn(ana, 'novel', ben, cara)
  expect(dig((await first.ask('subscribe', { topics: [{ topic }] })).data, 'topics', 0)).toMatchObject({ offset: 2 })
  await Promise.all([first, second, other].map((client) => client.close()))
})

test('taken out in the midst of saving: what was acked came before, and nothing after', async () => {
  const [ana, ben] = [await someone(), await someone()]
  const name = `${ana.userId}.novel`
  await letIn(ana, 'novel', ben)
  const client = await ben.connect()
  await client.ask('subscribe', { topics: [{ topic: `draft:${name}` }] })
  const saving = (async () => {
    for (let acked = 0; ; acked += 1) {
      const { type, data } = await save(client, name, { acked }, acked)
      if (type !== 'ack') return { acked, code: dig(data, 'code') }
    }
  })()
  await client.next('draft_sync')
  await letIn(ana, 'novel')
  const after = dig(await snapshot(ana, 'novel'), 'data', 'revision')
  const { acked, code } = await saving
  expect(code).toBe('forbidden')
  expect(acked).toBeGreaterThan(0)
  expect([after, dig(await snapshot(ana, 'novel'), 'data', 'revision')]).toEqual([acked, acked])
  await client.close()
})

test('the last fifty revisions are kept, with who and when, in pages; of the fifty-first nothing is left', async () => {
  const [ana, ben] = [await someone(), await someone()]
  const name = `${ana.userId}.novel`
  await letIn(ana, 'novel', ben)
  for (let base = 0; base < 51; base += 1) {
    clock.advance(1_000)
    await post(base % 2 === 0 ? ana : ben, name, { at: base + 1 }, base)
  }
  const revisions: unknown[] = []
  let next: string | null = ''
  while (next !== null) {
    const { body } = await ben.fetch(`/api/drafts/${name}/revisions?limit=20${next === '' ? '' : `&before=${next}`}`)
    const items = dig(body, 'items')
    revisions.push(...(Array.isArray(items) ? items : []))
    const cursor = dig(body, 'nextCursor')
    next = typeof cursor === 'string' ? cursor : null
  }
  expect(revisions.map((revision) => dig(revision, 'revision'))).toEqual(Array.from({ length: 50 }, (_, n) => 51 - n))
  expect(revisions[0]).toEqual({
    revision: 51,
    draftType: 'pitch',
    updatedAt: new Date(clock.now()).toISOString(),
    updatedBy: { userId: ana.userId, username: `user${ana.userId}` },
  })
  expect(revisions[1]).toMatchObject({
    updatedAt: new Date(clock.now() - 1_000).toISOString(),
    updatedBy: { userId: ben.userId },
  })
  expect((await ana.fetch('/api/drafts/novel/revisions/2')).body).toMatchObject({ revision: 2, content: { at: 2 } })
  for (const gone of ['1', '52', '0', 'x'])
    expect((await ana.fetch(`/api/drafts/novel/revisions/${gone}`)).status).toBe(404)
  for (const odd of ['limit=0', 'limit=101', 'before=x'])
    expect((await ana.fetch(`/api/drafts/novel/revisions?${odd}`)).status).toBe(400)
})

test('a revision is brought back as a new one, once, and only onto the draft that was seen', async () => {
  const ana = await someone()
  const client = await ana.connect()
  await client.ask('subscribe', { topics: [{ topic: 'draft:novel' }] })
  await save(client, 'novel', { title: 'One' }, 0)
  await save(client, 'novel', { title: 'Two' }, 1)
  const restore = (body: unknown) => ana.send('POST', '/api/drafts/novel/restore', body)
  expect(await restore({ revision: 1, baseRevision: 1, id: 'r1' })).toMatchObject({
    status: 409,
    body: { error: { code: 'conflict', details: { revision: 2, content: { title: 'Two' } } } },
  })
  expect(await restore({ revision: 9, baseRevision: 2, id: 'r1' })).toMatchObject({ status: 404 })
  const done = { result: { revision: 3 }, topic: 'draft:novel', offset: 3 }
  expect(await restore({ revision: 1, baseRevision: 2, id: 'r1' })).toMatchObject({ status: 200, body: done })
  expect((await restore({ revision: 1, baseRevision: 2, id: 'r1' })).body).toMatchObject({ ...done, duplicate: true })
  expect((await restore({ revision: 2, baseRevision: 3, id: 'r1' })).status).toBe(400)
  expect((await restore({ revision: 2, baseRevision: 3 })).status).toBe(400)
  expect(await client.next('draft_sync', ({ offset }) => offset === 3)).toMatchObject({
    data: { revision: 3, content: { title: 'One' } },
  })
  expect(dig((await ana.fetch('/api/drafts/novel/revisions')).body, 'items')).toHaveLength(3)
  expect((await ana.fetch('/api/drafts/novel/revisions/2')).body).toMatchObject({ content: { title: 'Two' } })
  await client.close()
})

test('the list of drafts has one’s own and the shared, the last saved first, in pages', async () => {
  const [ana, ben] = [await someone(), await someone()]
  for (const draftId of ['a', 'b', 'c']) {
    clock.advance(1_000)
    await post(ana, draftId, {}, 0)
  }
  await post(ana, 'a', { n: 2 }, 1)
  await letIn(ana, 'a', ben)
  await letIn(ana, 'unsaved', ben)
  clock.advance(1_000)
  await post(ben, 'z', {}, 0)
  const list = async (who: Person, query = '') => (await who.fetch(`/api/drafts${query}`)).body
  const nameOf = (item: unknown) => [dig(item, 'ownerId'), dig(item, 'draftId'), dig(item, 'revision')]
  const items = async (who: Person) => (dig(await list(who), 'items') as readonly unknown[]).map(nameOf)
  const [a, b, c] = [
    [ana.userId, 'a', 2],
    [ana.userId, 'b', 1],
    [ana.userId, 'c', 1],
  ]
  expect(await items(ana)).toEqual([a, c, b])
  expect(await items(ben)).toEqual([[ben.userId, 'z', 1], a, [ana.userId, 'unsaved', 0]])
  const first = await list(ana, '?limit=2')
  const second = await list(ana, `?limit=2&before=${String(dig(first, 'nextCursor'))}`)
  expect([...(dig(first, 'items') as unknown[]), ...(dig(second, 'items') as unknown[])].map(nameOf)).toEqual([a, c, b])
  expect(dig(second, 'nextCursor')).toBeNull()
  expect((await ana.fetch('/api/drafts?before=x')).status).toBe(400)
})

test('a subscriber who was away gets the saves it missed, or is told to fetch', async () => {
  const ana = await someone()
  const client = await ana.connect()
  await save(client, 'novel', { n: 1 }, 0)
  const answer = await client.ask('subscribe', { topics: [{ topic: 'draft:novel' }] })
  const epoch = dig(answer.data, 'topics', 0, 'epoch')
  for (let base = 1; base < 52; base += 1) await post(ana, 'novel', { n: base + 1 }, base)
  const ask = async (offset: number) =>
    dig((await client.ask('subscribe', { topics: [{ topic: 'draft:novel', epoch, offset }] })).data, 'topics', 0)
  expect(await ask(1)).toMatchObject({ recovered: false, reason: 'trimmed', offset: 52 })
  const recovered = await ask(49)
  expect(recovered).toMatchObject({ recovered: true, offset: 52 })
  expect((dig(recovered, 'events') as readonly unknown[]).map((event) => dig(event, 'data', 'content', 'n'))).toEqual([
    50, 51, 52,
  ])
  await client.close()
})

test('Ben may edit Ana’s pitch_1 in the demo, until she takes him out, also after a restart', async () => {
  const [ana, ben] = [await person(server, { userId: 1 }), await person(server, { userId: 2 })]
  expect(await post(ben, '1.pitch_1', { title: 'By Ben' }, 0)).toMatchObject({ status: 200 })
  await letIn(ana, 'pitch_1')
  await server.restart()
  const [benAgain, anaAgain] = [await ben.connect(), await ana.connect()]
  expect(await save(benAgain, '1.pitch_1', { title: 'Again' }, 1)).toMatchObject({ type: 'error', data: FORBIDDEN })
  expect(await save(anaAgain, 'pitch_1', {}, 0)).toMatchObject({ data: { details: { content: { title: 'By Ben' } } } })
  await Promise.all([benAgain, anaAgain].map((client) => client.close()))
})
