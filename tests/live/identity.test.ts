import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { createLive, liveQuery, SnapshotError, type Session } from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { notifications } from '../../src/protocol/streams/notifications.js'
import { simulateServer } from '../support/simulatedServer.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A page on which people sign in and out. Every user has one notification, with their own name on it. */
function openPage() {
  let signedIn: string | null = 'ana'
  let announceChange = () => {}
  const server = simulateServer(() => 5)
  const asked: string[] = []
  const live = createLive({
    streams: [notifications],
    WebSocket: server.WebSocket,
    backend: {
      socketUrl: () => 'ws://simulated/ws',
      getSession: () => Promise.resolve<Session | null>(signedIn ? { token: signedIn, userKey: signedIn } : null),
      watchSession: (changed) => {
        announceChange = changed
        return () => undefined
      },
      snapshot: async (_, { session }) => {
        asked.push(session.userKey)
        await new Promise<void>((resolve) => setTimeout(resolve, 20))
        if (session.userKey === 'nobody') throw new SnapshotError(403, 'forbidden', 'No')
        const item = {
          kind: 'k',
          level: 'info' as const,
          message: '',
          createdAt: '2026-01-01T00:00:00.000Z',
          read: false,
        }
        const items = [{ id: '1', title: `For ${session.userKey}`, ...item }]
        return { data: { items, unreadCount: 1, nextCursor: null }, position: { epoch: 'e', offset: 1 } }
      },
    },
  })
  const client = new QueryClient()
  live.attach(client)
  live.acquire()
  client.setQueryData(['host'], 'the host’s own')
  const seen: (string | undefined)[] = []
  const observer = new QueryObserver(client, liveQuery(notifications, 'me'))
  observer.subscribe(({ data }) => seen.push(data?.items[0]?.title))
  return {
    live,
    client,
    asked,
    seen,
    signIn: (name: string | null) => {
      signedIn = name
      announceChange()
    },
    close: () => {
      live.dispose()
      client.clear()
    },
  }
}

it('shows nothing of a former user once another has signed in, and leaves the host’s own queries alone', async () => {
  const page = openPage()
  await vi.advanceTimersByTimeAsync(500)
  expect(page.seen.at(-1)).toBe('For ana')
  page.signIn('ben')
  await vi.advanceTimersByTimeAsync(0)
  const from = page.seen.length
  await vi.advanceTimersByTimeAsync(500)
  expect(page.seen.slice(from)).not.toContain('For ana')
  expect(page.seen.at(-1)).toBe('For ben')
  expect(page.live.getStatus().connection.state).toBe('connected')
  expect(page.client.getQueryData(['host'])).toBe('the host’s own')
  page.close()
})

it('sends nothing of a former user, and says so to whoever waits for it', async () => {
  const page = openPage()
  page.live.disconnect()
  await vi.advanceTimersByTimeAsync(500)
  const { acked } = page.live.send('notification_clear', {})
  const outcome = acked.then(
    () => 'acked',
    (error: Error) => error.message,
  )
  page.signIn('ben')
  await vi.advanceTimersByTimeAsync(500)
  expect(await outcome).toBe('Another user is signed in')
  expect(page.live.getStatus().queue.queued).toBe(0)
  page.close()
})

it('has neither socket nor requests while nobody is signed in, and starts when somebody signs in', async () => {
  const page = openPage()
  await vi.advanceTimersByTimeAsync(500)
  page.signIn(null)
  await vi.advanceTimersByTimeAsync(500)
  const before = page.asked.length
  await vi.advanceTimersByTimeAsync(120_000)
  expect(page.asked.length).toBe(before)
  expect(page.live.getStatus().connection.state).toBe('offline')
  expect(page.seen.at(-1)).toBeUndefined()
  page.signIn('ben')
  await vi.advanceTimersByTimeAsync(500)
  expect(page.seen.at(-1)).toBe('For ben')
  expect(page.live.getStatus().connection.state).toBe('connected')
  page.close()
})
