import { notifyManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { createLive, httpBackend, liveQuery } from 'pitchey-live/core'
import { WebSocket } from 'ws'
import { systemClock } from '../../src/live/clock.js'
import type { User } from '../../src/protocol/stream.js'
import * as streams from '../../src/protocol/streams/index.js'
import type { FaultProxy } from './faultProxy.js'
import type { TestServer } from './testServer.js'

/**
 * Why: a page of the real engine whose traffic, REST and socket, all goes through the fault proxy, and which notes
 * whatever no reader should ever have seen. The truth it asks for past the proxy.
 */
export type ProxiedPage = Awaited<ReturnType<typeof openProxiedPage>>

interface ProxiedPageOptions {
  readonly server: TestServer
  readonly proxy: FaultProxy
  readonly user: User
  readonly pitches: readonly [number, ...number[]]
  readonly random: () => number
  /** How many times as fast as ours its clock runs. */
  readonly speed: number
}

export async function openProxiedPage({ server, proxy, user, pitches, random, speed }: ProxiedPageOptions) {
  const token = await server.token(user)
  const wrong: string[] = []
  const sockets: WebSocket[] = []
  const openSockets = () => sockets.filter(({ readyState }) => readyState <= WebSocket.OPEN).length
  class CountedSocket extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols)
      sockets.push(this)
      if (openSockets() > 1) wrong.push(`${openSockets()} sockets at a time`)
    }
  }
  const began = Date.now()
  const live = createLive({
    streams: Object.values(streams),
    batch: (run) => notifyManager.batch(run),
    random,
    WebSocket: CountedSocket,
    environment: { online: () => true, visible: () => true, watch: () => () => undefined },
    clock: {
      // From nought: what the cache holds must not seem to come from the future.
      now: () => (Date.now() - began) * speed,
      after: (ms, run) => systemClock.after(ms / speed, run),
      frame: systemClock.frame,
    },
    backend: httpBackend({
      apiUrl: () => `http://127.0.0.1:${proxy.port}`,
      wsUrl: () => `ws://127.0.0.1:${proxy.port}/ws`,
      getSession: () => Promise.resolve({ token, userKey: String(user.userId) }),
    }),
    // That a question was lost on the way is for the network to answer for.
    onError: ({ code, message }) => void (code === 'unanswered' || wrong.push(`${code}: ${message}`)),
  })
  const client = new QueryClient({ defaultOptions: { queries: { retryDelay: 50 } } })
  live.attach(client)
  const release = live.acquire()

  /** Notes every step back. */
  const rising = (what: string) => {
    let highest = Number.NEGATIVE_INFINITY
    return (now = highest) => {
      if (now < highest) wrong.push(`${what} went back from ${highest} to ${now}`)
      highest = now
    }
  }
  const notifications = new QueryObserver(client, liveQuery(streams.notifications, 'me'))
  const dashboard = new QueryObserver(client, liveQuery(streams.dashboard, 'me'))
  const watchers = new QueryObserver(client, liveQuery(streams.watchers, pitches[0]))
  const views = pitches.map((id) => new QueryObserver(client, liveQuery(streams.pitch, id)))
  const newest = rising('the newest notification')
  const stops = [
    notifications.subscribe(({ data }) => newest(data && numberOf(data.items[0]?.id))),
    dashboard.subscribe(() => undefined),
    watchers.subscribe(() => undefined),
    ...views.map((view, n) => {
      const count = rising(`pitch ${pitches[n]}`)
      return view.subscribe(({ data }) => count(data?.viewCount))
    }),
  ]
  const names = ['notifications:me', 'dashboard:me', `watchers:${pitches[0]}`, ...pitches.map((id) => `pitch:${id}`)]

  return {
    live,
    user,
    wrong,
    openSockets,
    items: () => notifications.getCurrentResult().data?.items ?? [],
    isConnected: () => live.getStatus().connection.state === 'connected',
    shown: (): unknown[] =>
      [notifications, dashboard, watchers, ...views].map((observer) => observer.getCurrentResult().data),
    /** What REST says now. */
    truth: async (): Promise<unknown[]> => {
      const headers = { authorization: `Bearer ${token}` }
      const response = await fetch(`${server.httpUrl}/api/snapshots?topics=${names.join()}`, { headers })
      const { snapshots } = (await response.json()) as { snapshots: { data: unknown }[] }
      return snapshots.map(({ data }) => data)
    },
    close: () => {
      for (const stop of stops) stop()
      release()
      live.dispose()
      client.clear()
    },
  }
}

/** The number in an id such as `1-17`; 0 for an empty list. */
const numberOf = (id = '-0'): number => Number(id.split('-')[1])
