import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Snapshot } from '../../src/protocol/control.js'
import { dashboard } from '../../src/protocol/streams/dashboard.js'
import { notifications } from '../../src/protocol/streams/notifications.js'
import { signToken } from '../../src/server/token.js'
import { PATIENTLY } from '../support/patiently.js'
import { startServerProcess, type ServerProcess } from '../support/serverProcess.js'
import { SECRET } from '../support/testServer.js'
import { connect, dig, type WireClient } from '../support/wireClient.js'

let directory: string
let env: Record<string, string>
let running: ServerProcess | undefined
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pitchey-'))
  env = { DEMO: '1', JWT_SECRET: SECRET, DATABASE_URL: `file:${join(directory, 'sub', 'crash.db')}` }
})
afterEach(async () => {
  await running?.kill('SIGKILL')
  running = undefined
  rmSync(directory, { recursive: true, force: true })
})

async function start(): Promise<ServerProcess> {
  running = await startServerProcess(env)
  return running
}
const token = (userId: number, role: 'investor' | 'service' = 'investor') =>
  signToken(SECRET, { userId, username: `user${userId}`, role }, Date.now() + 3_600_000)
const socket = async ({ port }: ServerProcess, userId: number) =>
  connect(`ws://127.0.0.1:${port}/ws?token=${await token(userId)}`)

async function rest({ port }: ServerProcess, path: string, userId: number, init: RequestInit = {}): Promise<unknown> {
  const headers = { Authorization: `Bearer ${await token(userId, userId === 99 ? 'service' : 'investor')}` }
  return (await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers })).json()
}

/** Sends without waiting for the answer; the socket may be gone at any moment. */
const tell = (client: WireClient, type: string, data: unknown, id: string): void => {
  if (client.socket.readyState === client.socket.OPEN) client.send({ type, data, id })
}

/** The state that these events, applied in order to an empty topic, lead to. */
function replay(stream: typeof notifications | typeof dashboard, events: readonly unknown[], upTo: number): unknown {
  const reducers = stream.events as Record<string, { reduce: (state: unknown, event: unknown) => unknown }>
  return events
    .filter((event) => Number(dig(event, 'offset')) <= upTo)
    .reduce<unknown>(
      (state, event) => reducers[String(dig(event, 'type'))]?.reduce(state, dig(event, 'data')),
      stream.initial(1),
    )
}

test('whatever moment it is killed in: acked work is there, snapshots equal their events, views are published', async () => {
  const topics = ['notifications:1', 'dashboard:1']
  const snapshots: Snapshot[] = []
  const sent = new Map<string, { readonly userId: number; readonly type: string; readonly data: unknown }>()
  const acked: string[] = []
  const viewers = new Set<number>()
  function say(client: WireClient, userId: number, type: string, data: unknown, id: string): void {
    sent.set(id, { userId, type, data })
    tell(client, type, data, id)
  }
  let server = await start()
  const viewsBefore = Number(dig(await rest(server, '/api/snapshots/pitch:1', 2), 'data', 'viewCount'))

  for (let round = 0; round < 3; round += 1) {
    const ana = await socket(server, 1)
    const people = await Promise.all(Array.from({ length: 8 }, (_, i) => socket(server, 1_000 + round * 8 + i)))
    const ending = new AbortController()
    const { signal } = ending
    const writing = (async () => {
      for (let index = 0; index < 100; index += 1) {
        for (const [who, client] of people.entries()) {
          if (index > 3) break
          say(client, 1_000 + round * 8 + who, 'pitch_view', { pitchId: 1 + (index % 3) }, `v${round}-${who}-${index}`)
        }
        say(ana, 1, 'notification_read', { ids: 'all' }, `r${round}-${index}`)
        if (index % 7 === 3) say(ana, 1, 'notification_clear', {}, `c${round}-${index}`)
        await rest(server, '/api/notifications', 99, {
          method: 'POST',
          body: JSON.stringify({ userId: 1, kind: 'k', level: 'info', title: `${round}.${index}`, message: 'x' }),
        }).catch(() => undefined)
        await rest(server, '/api/dashboard/1', 99, {
          method: 'PATCH',
          body: JSON.stringify({ newMessages: index }),
        }).catch(() => undefined)
        if (signal.aborted) return
      }
    })()
    const reading = (async () => {
      while (!signal.aborted) {
        const read: unknown = await rest(server, `/api/snapshots?topics=${topics.join(',')}`, 1).catch(() => null)
        const list = dig(read, 'snapshots')
        if (Array.isArray(list)) snapshots.push(...(list as Snapshot[]))
      }
    })()
    // Somewhere in the midst of it, each time elsewhere.
    await expect.poll(() => ana.messages.length, PATIENTLY).toBeGreaterThan(25 + round * 11)
    await server.kill('SIGKILL')
    ending.abort()
    await Promise.all([writing, reading])
    for (const { messages } of [ana, ...people])
      for (const { type, id } of messages) if (type === 'ack' && id !== undefined) acked.push(id)
    server = await start()
  }

  expect(acked.length).toBeGreaterThan(50)
  expect(snapshots.length).toBeGreaterThan(20)
  const epochs = new Set(snapshots.map(({ epoch }) => epoch))
  expect(epochs.size).toBe(1)
  const [epoch] = epochs

  // Nothing acked is lost: each id is known.
  for (const id of acked) {
    const { userId = 0, type, data } = sent.get(id) ?? {}
    if (type === 'pitch_view' && dig(data, 'pitchId') === 1) viewers.add(userId)
  }
  const latest = acked.slice(-100)
  const clients = new Map<number, WireClient>()
  for (const id of latest) {
    const { userId = 0, type = '', data } = sent.get(id) ?? {}
    const client = clients.get(userId) ?? (await socket(server, userId))
    clients.set(userId, client)
    expect(await client.ask(type, data, id)).toMatchObject({ type: 'ack', data: { duplicate: true } })
  }
  await Promise.all([...clients.values()].map((client) => client.close()))

  // Every snapshot ever answered is the fold of the events up to its offset.
  const ana = await socket(server, 1)
  const answer = await ana.ask('subscribe', { topics: topics.map((topic) => ({ topic, epoch, offset: 0 })) })
  for (const [index, stream] of [notifications, dashboard].entries()) {
    const entry = dig(answer.data, 'topics', index)
    expect(entry).toMatchObject({ recovered: true })
    const events = dig(entry, 'events') as readonly unknown[]
    expect(events.map((event) => dig(event, 'offset'))).toEqual(events.map((_, at) => at + 1))
    const own = snapshots.filter(({ topic }) => topic === topics[index])
    expect(new Set(own.map(({ offset }) => offset)).size).toBeGreaterThan(5)
    for (const { offset, data } of own) expect(data).toEqual(replay(stream, events, offset ?? -1))
  }
  await ana.close()

  // Views that were acked but not yet published are published now; no view counts twice.
  await expect
    .poll(
      async () => Number(dig(await rest(server, '/api/snapshots/pitch:1', 2), 'data', 'viewCount')) - viewsBefore,
      PATIENTLY,
    )
    .toBeGreaterThanOrEqual(viewers.size)
  const counted = Number(dig(await rest(server, '/api/snapshots/pitch:1', 2), 'data', 'viewCount')) - viewsBefore
  expect(counted).toBeLessThanOrEqual(3 * 8)
})

test('views that a killed server had counted but not published are published when it is back', async () => {
  let server = await start()
  const before = Number(dig(await rest(server, '/api/snapshots/pitch:2', 2), 'data', 'viewCount'))
  const people = await Promise.all(Array.from({ length: 10 }, (_, index) => socket(server, 3_000 + index)))
  await Promise.all(people.map((client) => client.ask('pitch_view', { pitchId: 2 })))
  // The first was published, the others wait for the topic's rest to end.
  await server.kill('SIGKILL')
  server = await start()
  await expect
    .poll(async () => Number(dig(await rest(server, '/api/snapshots/pitch:2', 2), 'data', 'viewCount')), PATIENTLY)
    .toBe(before + 10)
})

test('whatever moment it is killed in, a draft is at the last acked save or the one after, and its history has each', async () => {
  let server = await start()
  let revision = 0
  for (let round = 0; round < 3; round += 1) {
    const ana = await socket(server, 1)
    const ben = await socket(server, 2)
    const name = (userId: number) => (userId === 1 ? 'pitch_1' : '1.pitch_1')
    const ids = new Map<string, { readonly userId: number; readonly data: object }>()
    for (let n = 0; n < 20; n += 1) {
      const [client, userId] = n % 2 === 0 ? [ana, 1] : [ben, 2]
      const data = {
        draftId: name(userId),
        draftType: 'pitch',
        content: { n: revision + n },
        baseRevision: revision + n,
      }
      ids.set(`k${round}-${n}`, { userId, data })
      tell(client, 'draft_sync', data, `k${round}-${n}`)
      // In the midst of it, each time elsewhere; those of the two people follow on each other.
      if (n < 4 + round) await client.next('ack')
    }
    await server.kill('SIGKILL')
    server = await start()
    const acked = [ana, ben].flatMap(({ messages }) => messages.filter(({ type }) => type === 'ack'))
    const told = Math.max(...acked.map(({ data }) => Number(dig(data, 'result', 'revision'))))
    const snapshot = await rest(server, '/api/snapshots/draft:1.pitch_1', 2)
    const now = Number(dig(snapshot, 'data', 'revision'))
    expect(now).toBeGreaterThanOrEqual(told)
    expect(snapshot).toMatchObject({ offset: now, data: { content: { n: now - 1 } } })
    const history = dig(await rest(server, '/api/drafts/pitch_1/revisions', 1), 'items')
    expect((history as readonly unknown[]).map((save) => dig(save, 'revision'))).toEqual(
      Array.from({ length: now }, (_, index) => now - index),
    )
    expect(await rest(server, `/api/drafts/pitch_1/revisions/${now}`, 1)).toEqual(dig(snapshot, 'data'))
    // Sent again, what was acked is known.
    const again = { 1: await socket(server, 1), 2: await socket(server, 2) }
    for (const { id = '' } of acked) {
      const { userId = 1, data } = ids.get(id) ?? {}
      expect(await again[userId === 1 ? 1 : 2].ask('draft_sync', data, id)).toMatchObject({ data: { duplicate: true } })
    }
    await Promise.all(Object.values(again).map((client) => client.close()))
    revision = now
  }
  expect(revision).toBeGreaterThan(12)
})

test('a second server on the same file is refused with a clear message; after kill -9 the file is free', async () => {
  const first = await start()
  await expect(startServerProcess(env)).rejects.toThrow(/Cannot start: Another server is using this database/)
  expect((await fetch(`http://127.0.0.1:${first.port}/readyz`)).status).toBe(200)
  await first.kill('SIGKILL')
  const second = await start()
  expect((await fetch(`http://127.0.0.1:${second.port}/readyz`)).status).toBe(200)
})

test('a port that is taken is said, and the database is let go', async () => {
  const first = await start()
  const other = { ...env, PORT: String(first.port), DATABASE_URL: `file:${join(directory, 'other.db')}` }
  await expect(startServerProcess(other)).rejects.toThrow(/Cannot start: .*EADDRINUSE/)
})

test('SIGTERM: not ready, no new sockets, goodbye, 1012, exit 0, and what was acked is there afterwards', async () => {
  const server = await start()
  const client = await socket(server, 2)
  const ended = server.kill('SIGTERM')
  expect(dig((await client.next('going_away')).data, 'retryAfterMs')).toBeGreaterThan(0)
  expect((await fetch(`http://127.0.0.1:${server.port}/readyz`)).status).toBe(503)
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200)
  await expect(socket(server, 3)).rejects.toThrow(/No welcome/)
  expect((await client.closed()).code).toBe(1012)
  expect(await ended).toBe(0)
})

test('SIGTERM in the midst of work: every command that was acked is known after the restart', async () => {
  let server = await start()
  const client = await socket(server, 2)
  for (let index = 0; index < 100; index += 1) tell(client, 'pitch_view', { pitchId: 1 }, `s${index}`)
  await client.next('ack')
  const ended = server.kill('SIGTERM')
  expect((await client.closed()).code).toBe(1012)
  expect(await ended).toBe(0)
  const acked = client.messages.filter(({ type }) => type === 'ack').map(({ id }) => id ?? '')
  server = await start()
  const again = await socket(server, 2)
  for (const id of acked)
    expect(await again.ask('pitch_view', { pitchId: 1 }, id)).toMatchObject({ type: 'ack', data: { duplicate: true } })
})

test('no token, ticket or secret is ever printed, however much is logged', async () => {
  env = { ...env, LOG_LEVEL: 'trace' }
  const server = await start()
  const good = await token(2)
  const issued = await fetch(`http://127.0.0.1:${server.port}/api/auth/ticket`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${good}` },
  })
  const ticket = String(dig(await issued.json(), 'token'))
  const bad = `${good.slice(0, -8)}forgedxx`
  for (const secret of [good, ticket, bad]) {
    const client = await connect(`ws://127.0.0.1:${server.port}/ws?token=${secret}`).catch(() => null)
    await client?.ask('auth', { token: secret })
    await fetch(`http://127.0.0.1:${server.port}/api/snapshots/pitch:1?token=${secret}`, {
      headers: { Authorization: `Bearer ${secret}` },
    })
    await fetch(`http://127.0.0.1:${server.port}/nowhere?token=${secret}`)
    await client?.close()
  }
  const metrics = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  await server.kill('SIGTERM')
  const printed = server.output() + metrics
  expect(printed).toContain('"path":"/api/snapshots/pitch:1"')
  for (const secret of [good, good.split('.')[2], ticket, 'forgedxx', SECRET]) expect(printed).not.toContain(secret)
})
