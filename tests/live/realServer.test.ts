import { notifyManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { createLive, httpBackend, liveQuery } from 'pitchey-live/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as streams from '../../src/protocol/streams/index.js'
import { startTestServer, type TestServer } from '../support/testServer.js'

const ANA = { userId: 1, username: 'Ana', role: 'creator' } as const
const BEN = { userId: 2, username: 'Ben', role: 'investor' } as const

let server: TestServer
const closing: (() => void)[] = []

beforeEach(async () => {
  server = await startTestServer()
})
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await server.stop()
})

/** A page of one user, on the real server, which counts what it asks REST for. */
async function openPage(user: typeof ANA | typeof BEN, visible = false) {
  const token = await server.token(user)
  const statuses: number[] = []
  const live = createLive({
    streams: Object.values(streams),
    batch: (run) => notifyManager.batch(run),
    WebSocket,
    // A page that nobody looks at does not poll: whatever is asked of REST is asked by the catching up.
    environment: { online: () => true, visible: () => visible, watch: () => () => undefined },
    backend: httpBackend({
      apiUrl: () => server.httpUrl,
      wsUrl: () => server.wsUrl,
      getSession: () => Promise.resolve({ token, userKey: String(user.userId) }),
      fetch: async (...request) => {
        const response = await fetch(...request)
        statuses.push(response.status)
        return response
      },
    }),
  })
  const client = new QueryClient()
  live.attach(client)
  const release = live.acquire()
  const observers = [
    new QueryObserver(client, liveQuery(streams.notifications, 'me')),
    new QueryObserver(client, liveQuery(streams.dashboard, 'me')),
    new QueryObserver(client, liveQuery(streams.pitch, 1)),
    new QueryObserver(client, liveQuery(streams.watchers, 1)),
  ] as const
  const stops = observers.map((observer) => observer.subscribe(() => undefined))
  closing.push(() => {
    for (const stop of stops) stop()
    release()
    live.dispose()
    client.clear()
  })
  const [notifications, dashboard, pitch, watchers] = observers
  const page = {
    live,
    client,
    statuses,
    isConnected: () => live.getStatus().connection.state === 'connected',
    shown: () => ({
      notifications: notifications.getCurrentResult().data,
      dashboard: dashboard.getCurrentResult().data,
      pitch: pitch.getCurrentResult().data,
      watchers: watchers.getCurrentResult().data,
    }),
    /** What REST says now. */
    truth: async () => {
      const names = ['notifications:me', 'dashboard:me', 'pitch:1', 'watchers:1']
      const headers = { authorization: `Bearer ${token}` }
      const response = await fetch(`${server.httpUrl}/api/snapshots?topics=${names.join()}`, { headers })
      const { snapshots } = (await response.json()) as { snapshots: { data: unknown }[] }
      const [notifications, dashboard, pitch, watchers] = snapshots.map(({ data }) => data)
      return { notifications, dashboard, pitch, watchers }
    },
  }
  await vi.waitFor(() => expect(Object.values(page.shown())).not.toContain(undefined), WAIT)
  await vi.waitFor(() => expect(page.isConnected()).toBe(true), WAIT)
  return page
}
const WAIT = { timeout: 20_000, interval: 20 }

describe('two pages on the real server', () => {
  it('see what the other does, and what REST says, without asking for it', async () => {
    const ana = await openPage(ANA)
    const ben = await openPage(BEN)
    const before = ana.shown()
    const asked = ana.statuses.length
    await ben.live.send('pitch_view', { pitchId: 1 }).acked
    ben.live.send('watch', { pitchId: 1, on: true })
    await vi.waitFor(() => {
      const now = ana.shown()
      expect(now.pitch?.viewCount).toBe((before.pitch?.viewCount ?? 0) + 1)
      expect(now.dashboard?.pitchViews).toBe((before.dashboard?.pitchViews ?? 0) + 1)
      expect(now.notifications?.unreadCount).toBe((before.notifications?.unreadCount ?? 0) + 1)
      expect(now.watchers?.count).toBe(1)
    }, WAIT)
    expect(ana.shown()).toEqual(await ana.truth())
    expect(ana.statuses.length).toBe(asked)
  })

  it('catch up after a restart with one question and no snapshot, and deliver what was done meanwhile once', async () => {
    const ana = await openPage(ANA)
    const ben = await openPage(BEN)
    const before = ana.shown().pitch?.viewCount ?? 0
    ben.live.disconnect()
    const view = ben.live.send('pitch_view', { pitchId: 1 })
    expect(view.queued).toBe(true)
    const asked = ana.statuses.length
    await server.restart()
    ben.live.connect()
    await expect(view.acked).resolves.toEqual({})
    await vi.waitFor(() => {
      ana.live.connect() // by itself, a page that nobody looks at is in no hurry
      expect(ana.isConnected()).toBe(true)
      expect(ana.shown().pitch?.viewCount).toBe(before + 1)
    }, WAIT)
    await vi.waitFor(async () => expect(ana.shown()).toEqual(await ana.truth()), WAIT)
    expect(ana.statuses.slice(asked)).toEqual([])
  })
})

it('a command that the server refuses fails with the server’s code', async () => {
  const ben = await openPage(BEN)
  await expect(ben.live.send('pitch_view', { pitchId: 999 }).acked).rejects.toMatchObject({ code: 'not_found' })
  expect(ben.live.getStatus().queue.queued).toBe(0)
})

it('a shared draft is live for both, until one is taken out: then the query says so, and hears nothing more', async () => {
  const ana = await openPage(ANA)
  const ben = await openPage(BEN, true)
  const look = ({ client }: typeof ana, name: string) => {
    const observer = new QueryObserver(client, liveQuery(streams.draft, name))
    closing.push(observer.subscribe(() => undefined))
    return () => observer.getCurrentResult()
  }
  const [own, shared] = [look(ana, 'pitch_1'), look(ben, '1.pitch_1')]
  await vi.waitFor(() => expect([own().data?.revision, shared().data?.revision]).toEqual([0, 0]), WAIT)
  const save = { draftType: 'pitch', content: { title: 'Rain' }, baseRevision: 0 }
  const { result } = await ben.live.send('draft_sync', { ...save, draftId: '1.pitch_1' }).acked
  expect(result).toEqual({ revision: 1 })
  await vi.waitFor(
    () => expect([own().data?.content, shared().data?.content]).toEqual([save.content, save.content]),
    WAIT,
  )
  await expect(ana.live.send('draft_sync', { ...save, draftId: 'pitch_1' }).acked).rejects.toMatchObject({
    code: 'conflict',
    details: { revision: 1, updatedBy: { userId: 2 } },
  })
  const headers = { authorization: `Bearer ${await server.token(ANA)}` }
  const collaborators = `${server.httpUrl}/api/drafts/pitch_1/collaborators`
  await fetch(collaborators, { method: 'PUT', headers, body: JSON.stringify({ userIds: [] }) })
  await vi.waitFor(() => expect(shared().error).toMatchObject({ code: 'forbidden' }), WAIT)
  await ana.live.send('draft_sync', { ...save, draftId: 'pitch_1', baseRevision: 1, content: {} }).acked
  await vi.waitFor(() => expect(own().data?.revision).toBe(2), WAIT)
  expect(shared().data?.revision).toBe(1)
})
