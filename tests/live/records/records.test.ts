import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { createLive, liveQuery, SnapshotError, type Fault, type SharedStore } from 'pitchey-live/core'
import * as v from 'valibot'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { userDigest } from '../../../src/live/records/userDigest.js'
import { memoryStore } from '../../support/memoryStore.js'
import { numbers, simulateServer, type SimulatedServer } from '../../support/simulatedServer.js'

/** Some backends know users by nothing else. */
const TOKEN = 'eyJhbGciOi.a.token'
const DAY_MS = 24 * 60 * 60 * 1000

beforeEach(async () => {
  // Digests take real time.
  await Promise.all(['ana', 'ben', 'cara', TOKEN].map(userDigest))
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const openDisk = () => memoryStore(() => 0)
const recordsOn = (disk: ReturnType<typeof openDisk>) => [...disk.values.keys()].filter((key) => key !== 'index')

function openServer(user: string | null = 'ana') {
  const server = simulateServer(() => 5)
  server.signIn(user)
  return server
}

interface Visiting {
  readonly version?: string
  readonly oneUser?: boolean
  readonly stream?: typeof numbers
  readonly topics?: readonly string[]
  readonly backend?: Partial<SimulatedServer['backend']>
}

function visit(server: SimulatedServer, store: SharedStore, visiting: Visiting = {}) {
  const { version = '1', oneUser = false, stream = numbers, topics = ['a'], backend = {} } = visiting
  const faults: Fault[] = []
  const live = createLive({
    streams: [stream],
    backend: { ...server.backend, ...backend },
    WebSocket: server.WebSocket,
    remember: { store, version, oneUser },
    random: () => 0.5,
    onError: (fault) => faults.push(fault),
  })
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  live.attach(client)
  live.acquire()
  const seen: (readonly number[])[] = []
  for (const topic of topics) {
    const observer = new QueryObserver(client, liveQuery(stream, topic))
    observer.subscribe(({ data }) => {
      if (data && data.items !== seen.at(-1)) seen.push(data.items)
    })
  }
  return {
    faults,
    seen,
    live,
    client,
    shown: () => client.getQueryData(liveQuery(stream, topics[0] ?? '').queryKey)?.items,
    settle: (ms = 3_000) => vi.advanceTimersByTimeAsync(ms),
    leave: () => {
      live.dispose()
      client.clear()
    },
  }
}

/** Sees 1, then 2, and closes the page. */
async function firstVisit(store: SharedStore, server = openServer(), visiting: Visiting = {}) {
  server.publish('numbers:a')
  const page = visit(server, store, visiting)
  await page.settle()
  server.publish('numbers:a')
  await page.settle()
  expect(page.shown()).toEqual([1, 2])
  page.leave()
  return server
}

it('a reload shows the last data at once, and asks only for what was missed', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  server.publish('numbers:a')
  const asked = server.snapshotRequests()
  const page = visit(server, disk)
  await page.settle(2)
  expect(page.shown()).toEqual([1, 2])
  await page.settle()
  expect(page.shown()).toEqual([1, 2, 3])
  expect(server.snapshotRequests()).toBe(asked)
  page.leave()
})

it('whoever asks again is told what is true now, not what was kept', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  const page = visit(server, disk)
  await page.settle()
  const asked = server.snapshotRequests()
  void page.client.resetQueries({ queryKey: liveQuery(numbers, 'a').queryKey })
  await page.settle()
  expect(page.shown()).toEqual([1, 2])
  expect(server.snapshotRequests()).toBe(asked + 1)
  page.leave()
})

it('what is kept is what the server confirmed: nothing expected of a command, nothing written by hand', async () => {
  const disk = openDisk()
  const server = openServer()
  server.publish('numbers:a')
  const page = visit(server, disk)
  await page.settle(500)
  server.setReachable(false)
  page.live.send('append', { topic: 'a' })
  await page.settle()
  const records = () => [...disk.values].filter(([key]) => key !== 'index').map(([, record]) => record)
  expect(records()).toMatchObject([{ data: { items: [1] }, position: { offset: 1 } }])
  expect(records()).not.toMatchObject([{ data: { pending: 1 } }])

  server.setReachable(true)
  await page.settle(60_000)
  server.publish('numbers:a')
  await page.settle(500)
  page.client.setQueryData(liveQuery(numbers, 'a').queryKey, (before) => before && { ...before, note: 'by hand' })
  await page.settle()
  for (const record of records()) expect(record).not.toMatchObject({ data: { note: 'by hand' } })
  page.leave()
})

it('records of another version are not shown', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  server.publish('numbers:a')
  const page = visit(server, disk, { version: '2' })
  await page.settle()
  expect(page.seen).toEqual([[1, 2, 3]])
  page.leave()
})

it('a record that the schema would fill up is not shown: the server has what is missing', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  server.publish('numbers:a')
  const note = v.optional(v.string(), 'nothing to note')
  const data = v.object({ owner: v.string(), epoch: v.string(), items: v.array(v.number()), note })
  const page = visit(server, disk, { stream: { ...numbers, data } as unknown as typeof numbers })
  await page.settle()
  expect(page.seen).toEqual([[1, 2, 3]])
  page.leave()
})

it('another user is shown nothing of it, and is not named on the disk', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk, openServer(TOKEN))
  expect(recordsOn(disk)).toHaveLength(1)
  server.signIn('ben')
  const page = visit(server, disk)
  await page.settle()
  expect(page.seen).toEqual([[]])
  const names = [...disk.values.keys(), JSON.stringify(disk.values.get('index'))].join()
  expect(names).toContain('numbers:a')
  expect(names).not.toMatch(/ben|token/)
  // Whoever it was may still be signed in, in another frame.
  expect(recordsOn(disk)).toHaveLength(2)
  page.leave()
})

it('whoever is replaced by another user leaves nothing behind, and takes nothing of others along', async () => {
  const disk = openDisk()
  await firstVisit(disk, openServer('cara'))
  const server = openServer('ana')
  const page = visit(server, disk)
  await page.settle()
  expect(recordsOn(disk)).toHaveLength(2)
  server.signIn('ben')
  await page.settle(500)
  expect(recordsOn(disk)).toHaveLength(1)
  page.leave()
  const caras = visit(openServer('cara'), disk)
  await caras.settle(2)
  expect(caras.shown()).toEqual([1, 2])
  caras.leave()
})

it.each([
  ['while the page is open', 'ana'],
  ['before the page was opened', null],
] as const)('who signs out leaves nothing behind: %s', async (_, first) => {
  const disk = openDisk()
  await firstVisit(disk)
  const server = openServer(first)
  const page = visit(server, disk)
  await page.settle()
  if (first !== null) server.signIn(null)
  await page.settle()
  expect(recordsOn(disk)).toEqual([])
  page.leave()
})

it('where one user at a time is signed in, whoever signs in leaves nothing of others there', async () => {
  const disk = openDisk()
  await firstVisit(disk)
  const page = visit(openServer('ben'), disk, { oneUser: true })
  await page.settle(500)
  expect(recordsOn(disk)).toEqual([])
  await page.settle()
  expect(recordsOn(disk)).toHaveLength(1)
  page.leave()
})

it('what is still to be written when another user signs in is not written', async () => {
  const disk = openDisk()
  const server = openServer('ana')
  server.publish('numbers:a')
  const page = visit(server, disk)
  await page.settle(500)
  expect(page.shown()).toEqual([1])
  server.setReachable(false)
  server.signIn('ben')
  await page.settle()
  expect(recordsOn(disk)).toEqual([])
  page.leave()
})

it('a topic that is refused now is forgotten', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  server.trim('numbers:a')
  server.publish('numbers:a')
  server.trim('numbers:a')
  const refuse = () => Promise.reject(new SnapshotError(403, 'forbidden', 'Not yours any more'))
  const page = visit(server, disk, { backend: { snapshot: refuse } })
  await page.settle()
  expect(recordsOn(disk)).toEqual([])
  page.leave()
})

it('a log that no longer reaches back is answered by a snapshot', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  server.publish('numbers:a')
  server.trim('numbers:a')
  const page = visit(server, disk)
  await page.settle()
  expect(page.shown()).toEqual([1, 2, 3])
  page.leave()
})

it('of two tabs, one that is behind does not overwrite what the other kept, whatever its clock says', async () => {
  const disk = openDisk()
  const server = openServer()
  server.publish('numbers:a')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const slow = visit(server, { ...disk, update: async (...step) => held.then(() => disk.update(...step)) })
  await slow.settle()
  slow.leave()
  server.publish('numbers:a')
  const quick = visit(server, disk)
  await quick.settle()
  expect(quick.shown()).toEqual([1, 2])
  quick.leave()
  vi.setSystemTime(Date.now() + 7 * DAY_MS)
  release()
  await quick.settle()
  const next = visit(server, disk)
  await next.settle(2)
  expect(next.shown()).toEqual([1, 2])
  next.leave()
})

it('what was not shown for thirty days is neither shown nor kept', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  vi.setSystemTime(Date.now() + 31 * DAY_MS)
  server.publish('numbers:a')
  const page = visit(server, disk)
  await page.settle()
  expect(page.seen).toEqual([[1, 2, 3]])
  page.leave()

  vi.setSystemTime(Date.now() + 31 * DAY_MS)
  const other = visit(server, disk, { topics: ['b'] })
  await other.settle()
  expect(recordsOn(disk)).toEqual([expect.stringContaining('numbers:b')])
  other.leave()
})

it('what is shown now and then, and never changes, is kept', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  for (let day = 0; day < 60; day += 20) {
    vi.setSystemTime(Date.now() + 20 * DAY_MS)
    const page = visit(server, disk)
    await page.settle(2)
    expect(page.shown()).toEqual([1, 2])
    await page.settle()
    page.leave()
  }
})

it('no more than 200 topics are kept; the first to go is the one not written for longest', async () => {
  const disk = openDisk()
  const server = openServer()
  const topics = Array.from({ length: 150 }, (_, n) => `t${n}`)
  for (const some of [topics.map((name) => `old ${name}`), topics]) {
    const page = visit(server, disk, { topics: some })
    await page.settle()
    page.leave()
  }
  expect(recordsOn(disk)).toHaveLength(200)
  expect(recordsOn(disk).filter((key) => !key.includes('old'))).toHaveLength(150)
})

it('a thousand events are written once', async () => {
  const disk = openDisk()
  const server = openServer()
  const update = vi.fn<SharedStore['update']>(disk.update)
  const page = visit(server, { ...disk, update })
  await page.settle()
  update.mockClear()
  for (let n = 0; n < 1_000; n += 1) server.publish('numbers:a')
  await page.settle(900)
  expect(page.shown()).toHaveLength(1_000)
  expect(update).not.toHaveBeenCalled()
  await page.settle()
  expect(update).toHaveBeenCalledTimes(1)
  page.leave()
})

it('what takes long to copy is written in turns with long pauses between them', async () => {
  const disk = openDisk()
  const turns: number[] = []
  const update: SharedStore['update'] = (key, change) =>
    disk.update(key, (value, step) => {
      turns.push(0)
      change(value, {
        ...step,
        set: (at, record) => {
          step.set(at, record)
          if (at === 'index') return
          turns.push((turns.pop() ?? 0) + 1)
          vi.advanceTimersByTime(5)
        },
      })
    })
  const topics = Array.from({ length: 6 }, (_, n) => `t${n}`)
  const page = visit(openServer(), { ...disk, update }, { topics })
  await page.settle(1_500)
  // Ten milliseconds are a hundredth of the second that follows.
  expect(turns).toEqual([2])
  await page.settle(4_000)
  expect(turns).toEqual([2, 2, 2])
  expect(recordsOn(disk)).toHaveLength(6)
  page.leave()
})

const no = () => Promise.reject(new Error('QuotaExceededError'))

it('a disk that refuses is said once, and changes nothing else', async () => {
  const server = openServer()
  server.publish('numbers:a')
  const page = visit(
    server,
    { get: no, set: no, keys: no, delete: no, update: no },
    { topics: ['a', 'b'], oneUser: true },
  )
  await page.settle()
  server.publish('numbers:a')
  await page.settle()
  expect(page.shown()).toEqual([1, 2])
  expect(page.faults.map(({ code }) => code)).toEqual(['storage_failed'])
  page.leave()
})

it('a disk that never answers is not waited for', async () => {
  const server = openServer()
  server.publish('numbers:a')
  const page = visit(server, { ...openDisk(), get: () => new Promise(() => {}) })
  await page.settle()
  expect(page.shown()).toEqual([1])
  expect(page.faults.map(({ code }) => code)).toEqual(['storage_failed'])
  page.leave()
})

it('who signs out leaves nothing behind on a disk that takes nothing more', async () => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  const page = visit(server, { ...disk, get: no })
  await page.settle()
  expect(page.faults.map(({ code }) => code)).toEqual(['storage_failed'])
  server.signIn(null)
  await page.settle()
  expect(recordsOn(disk)).toEqual([])
  page.leave()
})

it('where users cannot be told apart, nothing is kept, and it is said', async () => {
  const disk = openDisk()
  vi.stubGlobal('crypto', { randomUUID: () => 'id' })
  try {
    const server = openServer('dora')
    const page = visit(server, disk, { oneUser: true })
    await page.settle()
    expect(page.shown()).toEqual([])
    expect(page.faults.map(({ message }) => message)).toEqual([expect.stringContaining('https')])
    expect([...disk.values.keys()]).toEqual([])
    page.leave()
  } finally {
    vi.unstubAllGlobals()
  }
})
