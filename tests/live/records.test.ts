import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { createLive, liveQuery, type Fault, type Store } from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { numbers, simulateServer } from '../support/simulatedServer.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A disk that several visits share. */
function openDisk(): Store & { readonly records: Map<string, unknown> } {
  const records = new Map<string, unknown>()
  return {
    records,
    get: (key) => Promise.resolve(structuredClone(records.get(key))),
    set: (key, value) => Promise.resolve(void records.set(key, structuredClone(value))),
    keys: () => Promise.resolve([...records.keys()]),
    delete: (keys) => Promise.resolve(keys.forEach((key) => records.delete(key))),
  }
}

function visit(server: ReturnType<typeof simulateServer>, store: Store, { user = 'ana', version = '1' } = {}) {
  const faults: Fault[] = []
  server.signIn(user)
  const live = createLive({
    streams: [numbers],
    backend: server.backend,
    WebSocket: server.WebSocket,
    remember: { store, version },
    random: () => 0.5,
    onError: (fault) => faults.push(fault),
  })
  const client = new QueryClient()
  live.attach(client)
  live.acquire()
  const seen: (readonly number[] | undefined)[] = []
  const observer = new QueryObserver(client, liveQuery(numbers, 'a'))
  observer.subscribe(({ data }) => seen.push(data?.items))
  return {
    faults,
    seen,
    live,
    shown: () => observer.getCurrentResult().data?.items,
    settle: (ms = 3_000) => vi.advanceTimersByTimeAsync(ms),
    leave: () => {
      live.dispose()
      client.clear()
    },
  }
}

async function firstVisit(store: Store) {
  const server = simulateServer(() => 5)
  server.signIn('ana')
  server.publish('numbers:a')
  const page = visit(server, store)
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

it('what is kept is what the server confirmed, not what a command is expected to do', async () => {
  const disk = openDisk()
  const server = simulateServer(() => 5)
  server.signIn('ana')
  server.publish('numbers:a')
  const page = visit(server, disk)
  await page.settle()
  server.setReachable(false)
  page.live.send('append', { topic: 'a' })
  await page.settle()
  expect(page.shown()).toEqual([1])
  expect([...disk.records.values()]).toEqual([
    { version: '1', data: { owner: 'ana', epoch: 'e1', items: [1] }, position: { epoch: 'e1', offset: 1 } },
  ])
  page.leave()
})

it.each([
  ['another user', { user: 'ben' }, []],
  ['another version', { version: '2' }, [1, 2, 3]],
])('%s is shown nothing of it', async (_, who, own) => {
  const disk = openDisk()
  const server = await firstVisit(disk)
  server.publish('numbers:a')
  const page = visit(server, disk, who)
  await page.settle()
  expect(page.seen.filter(Boolean)).toEqual([own])
  if ('user' in who) expect([...disk.records.keys()].filter((key) => key.includes('ana'))).toEqual([])
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

it('a disk that refuses is said once, and changes nothing else', async () => {
  const no = () => Promise.reject(new Error('QuotaExceededError'))
  const server = simulateServer(() => 5)
  server.signIn('ana')
  server.publish('numbers:a')
  const page = visit(server, { get: no, set: no, keys: no, delete: no })
  await page.settle()
  server.publish('numbers:a')
  await page.settle()
  expect(page.shown()).toEqual([1, 2])
  expect(page.faults.map(({ code }) => code)).toEqual(['storage_failed'])
  page.leave()
})
