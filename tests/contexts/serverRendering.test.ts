import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import {
  dehydrate,
  hydrate,
  HydrationBoundary,
  QueryClient,
  QueryClientProvider,
  QueryObserver,
  useSuspenseQuery,
  type DehydratedState,
} from '@tanstack/react-query'
import {
  createPitchey,
  dashboardMetrics,
  LiveMetrics,
  LiveViewBadge,
  LiveViewCounter,
  NotificationDropdown,
  notifications,
  pitchAnalytics,
  pitchViews,
  ToastProvider,
  ViewAnalytics,
  ViewerList,
  WebSocketProvider,
  type PitcheyLive,
} from 'pitchey-live'
import { createLive, httpBackend } from 'pitchey-live/core'
import { createElement, Suspense, type ReactNode } from 'react'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { pitcheyLive } from '../../src/contexts/pitchey.js'
import { sessionOf } from '../../src/contexts/storedSession.js'
import * as streams from '../../src/protocol/streams/index.js'
import { startTestServer, type TestServer } from '../support/testServer.js'

const ANA = { userId: 1, username: 'Ana', role: 'creator' } as const
const BEN = { userId: 2, username: 'Ben', role: 'investor' } as const
type Person = typeof ANA | typeof BEN
const WAIT = { timeout: 20_000, interval: 20 }

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** One request to the application's own server, by this person. */
async function openRequest(person: Person) {
  const token = await server.token(person)
  const live = createPitchey({ apiUrl: server.httpUrl, getSession: () => Promise.resolve({ token }) })
  const client = new QueryClient()
  live.attach(client)
  return {
    live,
    client,
    state: () => JSON.parse(JSON.stringify(dehydrate(client))) as DehydratedState,
    end: () => {
      live.dispose()
      client.clear()
    },
  }
}

const page = (client: QueryClient, live: PitcheyLive | undefined, state: DehydratedState, children: ReactNode) =>
  createElement(
    QueryClientProvider,
    { client },
    createElement(WebSocketProvider, { live }, createElement(HydrationBoundary, { state }, children)),
  )

/** The page as sent: markup, and what its queries hold. */
async function render(person: Person) {
  const request = await openRequest(person)
  const { client, live } = request
  await Promise.all([
    client.prefetchQuery(pitchViews(1)),
    client.prefetchQuery(dashboardMetrics()),
    client.prefetchQuery(notifications()),
    client.prefetchQuery(pitchAnalytics(1)),
  ])
  const widgets = [
    createElement(LiveViewCounter, { key: 1, pitchId: 1, showRecentViewers: true }),
    createElement(LiveMetrics, { key: 2 }),
    createElement(ToastProvider, { key: 3 }, createElement(NotificationDropdown)),
    createElement(ViewAnalytics, { key: 4, pitchId: 1 }),
    createElement(ViewerList, { key: 5, pitchId: 1 }),
    createElement(LiveViewBadge, { key: 6, pitchId: 1 }),
  ]
  const html = renderToString(page(client, live, request.state(), widgets))
  const state = request.state()
  request.end()
  return { html, state }
}

/** That person's browser, which counts what it asks REST for. */
async function open(person: Person, state: DehydratedState) {
  const token = await server.token(person)
  const asked: string[] = []
  const live = createLive({
    streams: Object.values(streams),
    WebSocket,
    backend: httpBackend({
      apiUrl: () => server.httpUrl,
      wsUrl: () => server.wsUrl,
      getSession: () => Promise.resolve(sessionOf(token)),
      fetch: (...request) => {
        asked.push(JSON.stringify(request[0]))
        return fetch(...request)
      },
    }),
  })
  const client = new QueryClient()
  live.attach(client)
  hydrate(client, state)
  const release = live.acquire()
  const observers = [
    new QueryObserver(client, pitchViews(1)),
    new QueryObserver(client, dashboardMetrics()),
    new QueryObserver(client, notifications()),
  ] as const
  const shown = () => ({
    views: observers[0].getCurrentResult().data?.viewCount,
    pitchViews: observers[1].getCurrentResult().data?.pitchViews,
    unread: observers[2].getCurrentResult().data?.unreadCount,
  })
  const atFirst = shown()
  for (const observer of observers) observer.subscribe(() => undefined)
  closing.push(() => {
    release()
    live.dispose()
    client.clear()
  })
  return { asked, atFirst, shown, isConnected: () => live.getStatus().connection.state === 'connected' }
}

/** Somebody opens Ana's pitch who never did before: one view more, and news for Ana. */
let viewers = 1_000
async function viewPitch() {
  const token = await server.token({ ...BEN, userId: (viewers += 1) })
  const answer = await fetch(`${server.httpUrl}/api/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'pitch_view', data: { pitchId: 1 }, id: crypto.randomUUID() }),
  })
  expect(answer.status).toBe(200)
}

const dataOf = ({ queries }: DehydratedState, stream: string) =>
  queries.find(({ queryKey }) => queryKey[1] === stream)?.state.data
const views = (state: DehydratedState) => (dataOf(state, 'pitch') as { viewCount: number }).viewCount

it('what a server sends asks no strict CSP for an exception, and knows of no time zone', async () => {
  const { html } = await render(ANA)
  expect(html).toContain('Recent viewers')
  expect(html).toContain('Unique viewers')
  expect(html).not.toMatch(/<style|\sstyle=/)
  expect(html).not.toContain('pl-chart-time')
})

it('a page goes on from where its server stood: it misses nothing and asks REST for nothing', async () => {
  const { html, state } = await render(ANA)
  const before = views(state)
  expect(html).toContain(`"${before} views"`)
  await viewPitch() // while the page is on its way
  const browser = await open(ANA, state)
  expect(browser.atFirst.views).toBe(before)
  await vi.waitFor(() => expect(browser.shown().views).toBe(before + 1), WAIT)
  await viewPitch()
  await vi.waitFor(
    () =>
      expect(browser.shown()).toEqual({
        views: before + 2,
        pitchViews: (browser.atFirst.pitchViews ?? 0) + 2,
        unread: (browser.atFirst.unread ?? 0) + 2,
      }),
    WAIT,
  )
  expect(browser.isConnected()).toBe(true)
  expect(browser.asked).toEqual([])
})

it('requests that are answered at the same time each see their own user’s data', async () => {
  const [ana, ben] = await Promise.all([render(ANA), render(BEN)])
  const alone = async (person: Person) => dataOf((await render(person)).state, 'dashboard')
  const together = [dataOf(ana.state, 'dashboard'), dataOf(ben.state, 'dashboard')]
  expect(together[0]).not.toEqual(together[1])
  expect(together).toEqual([await alone(ANA), await alone(BEN)])
})

it('a page that suspends on the server goes on from there as well, observers or not', async () => {
  const request = await openRequest(ANA)
  const Views = () => createElement('b', null, `${useSuspenseQuery(pitchViews(1)).data.viewCount} views`)
  const suspended = createElement(Suspense, { fallback: 'wait' }, createElement(Views))
  const html = await new Promise<string>((resolve, reject) => {
    const stream = renderToPipeableStream(page(request.client, request.live, request.state(), suspended), {
      onAllReady: () => resolve(text(stream.pipe(new PassThrough()))),
      onError: reject,
    })
  })
  const state = request.state()
  request.end()
  expect(html).toContain(`${views(state)} views`)
  expect(state.queries[0]?.meta?.['live']).toMatchObject({ positions: [{ offset: expect.any(Number) as number }] })
})

it('without an engine of the request’s own nobody’s is used: what would be fetched in rendering is not', async () => {
  const request = await openRequest(ANA)
  const client = new QueryClient()
  const html = renderToString(page(client, undefined, request.state(), createElement(LiveViewCounter, { pitchId: 1 })))
  expect(html).toContain('data-state="loading"')
  await expect(client.fetchQuery(pitchViews(1))).rejects.toThrow('No live connection for this QueryClient')
  request.end()
})

it('the page’s own engine is no server’s: each that is asked for there is another', () => {
  expect(pitcheyLive()).not.toBe(pitcheyLive())
})

it('an engine that is disposed with its request keeps nothing alive, even if REST never answered', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  const before = timers()
  const live = createPitchey({ apiUrl: server.httpUrl, getSession: () => new Promise(() => undefined) })
  const client = new QueryClient()
  live.attach(client)
  const prefetched = client.prefetchQuery(pitchViews(1))
  live.dispose()
  await prefetched
  client.clear()
  await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before), WAIT)
  expect(client.getQueryCache().getAll()).toEqual([])
})

it('says what is missing where there is no page to go by', async () => {
  const live = createPitchey({ getSession: () => Promise.resolve({ token: 't' }) })
  const client = new QueryClient()
  live.attach(client)
  await expect(client.fetchQuery(pitchViews(1))).rejects.toThrow('apiUrl must be configured')
  live.dispose()
})
