import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createPitchey, useWebSocket, WebSocketProvider, type PitcheyLive } from 'pitchey-live'
import { Profiler, StrictMode, useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { configuration, signIn } from '../support/stage.js'

const RealWebSocket = window.WebSocket
let sockets: WebSocket[] = []
let end = () => {}

beforeEach(async () => {
  sockets = []
  window.WebSocket = class extends RealWebSocket {
    constructor(...address: ConstructorParameters<typeof WebSocket>) {
      super(...address)
      sockets.push(this)
    }
  }
  await signIn('ana')
})
afterEach(() => {
  end()
  window.WebSocket = RealWebSocket
})

const renders: Record<string, number> = {}
type Seen = ReturnType<typeof useWebSocket>

const count = (name: string) => void (renders[name] = (renders[name] ?? 0) + 1)

/** Counts how often it is rendered, and reads nothing but what it is told to. */
const Reader = ({ name, read }: { name: string; read: (seen: Seen) => unknown }) => (
  <Profiler id={name} onRender={count}>
    <Reading name={name} read={read} />
  </Profiler>
)
function Reading({ name, read }: { name: string; read: (seen: Seen) => unknown }) {
  return <output data-name={name}>{JSON.stringify(read(useWebSocket()) ?? null)}</output>
}

function show(children: ReactNode, strict = false) {
  const live = createPitchey(configuration)
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  const tree = (
    <QueryClientProvider client={new QueryClient()}>
      <WebSocketProvider live={live}>{children}</WebSocketProvider>
    </QueryClientProvider>
  )
  root.render(strict ? <StrictMode>{tree}</StrictMode> : tree)
  end = () => {
    root.unmount()
    host.remove()
    live.dispose()
  }
  return { live, host, said: (name: string) => host.querySelector(`[data-name="${name}"]`)?.textContent }
}
const connected = async (live: PitcheyLive) => {
  await expect.poll(() => live.getStatus().connection.state).toBe('connected')
}

describe('a component', () => {
  test('is rendered again only when something changes that it reads', async () => {
    for (const name of Object.keys(renders)) delete renders[name]
    const { live, said } = show(
      <>
        <Reader name="nothing" read={() => null} />
        <Reader name="speaks" read={({ sendMessage, connect }) => typeof sendMessage + typeof connect} />
        <Reader name="connected" read={({ isConnected }) => isConnected} />
        <Reader name="queue" read={({ queueStatus }) => queueStatus.queued} />
        <Reader name="latency" read={({ latency }) => latency !== null} />
        <Reader name="status" read={({ connectionStatus }) => connectionStatus.state} />
      </>,
    )
    await connected(live)
    await expect.poll(() => said('latency')).toBe('true')
    await expect.poll(() => said('connected')).toBe('true')
    expect(renders).toMatchObject({ nothing: 1, speaks: 1, connected: 2, queue: 1, latency: 2 })

    const since = (before: typeof renders) =>
      Object.fromEntries(Object.entries(renders).map(([name, times]) => [name, times - (before[name] ?? 0)]))
    let before = { ...renders }
    await live.send('notification_read', { ids: 'all' }).acked
    await expect.poll(() => since(before)['queue']).toBe(2)
    expect(since(before)).toEqual({ nothing: 0, speaks: 0, connected: 0, queue: 2, latency: 0, status: 0 })

    before = { ...renders }
    live.disconnect()
    await expect.poll(() => said('status')).toBe('"offline"')
    expect(said('latency')).toBe('false')
    expect(since(before)).toEqual({ nothing: 0, speaks: 0, connected: 1, queue: 0, latency: 1, status: 1 })
  })

  test('that reads something for the first time sees how it is now, not how it was', async () => {
    function Late() {
      const [asking, setAsking] = useState(false)
      const seen = useWebSocket()
      const more = asking ? `, ${seen.queueStatus.queued} queued` : ''
      return (
        <button type="button" data-name="late" onClick={() => flushSync(() => setAsking(true))}>
          {String(seen.isConnected) + more}
        </button>
      )
    }
    const { live, said, host } = show(<Late />)
    await connected(live)
    await expect.poll(() => said('late')).toBe('true')
    live.send('notification_read', { ids: 'all' })
    host.querySelector('button')?.click()
    expect(said('late')).toBe('true, 1 queued')
    await expect.poll(() => said('late')).toBe('true, 0 queued')
  })

  test('finds everything in the result that it may spread', async () => {
    let seen = {}
    const { live } = show(<Reader name="all" read={(all) => Object.keys((seen = { ...all })).length} />)
    await connected(live)
    await expect
      .poll(() => seen)
      .toMatchObject({
        isConnected: true,
        connectionStatus: { state: 'connected', since: expect.any(Number) },
        queueStatus: { queued: 0, max: 100, rateLimited: false },
        latency: expect.any(Number),
        quality: 'good',
        polledAt: null,
        user: { userId: expect.any(Number), username: expect.any(String) },
        sendMessage: expect.any(Function),
        connect: expect.any(Function),
        disconnect: expect.any(Function),
      })
  })
})

test('a page has one socket: in StrictMode, with six readers, and when a module is loaded anew', async () => {
  const six = Array.from({ length: 6 }, (_, n) => <Reader key={n} name={`r${n}`} read={(seen) => seen.isConnected} />)
  const { live } = show(six, true)
  await connected(live)
  expect(sockets.length).toBe(1)

  // As a hot reload does it: the same module once more, with another address.
  const load = async (as: string) =>
    (await import(/* @vite-ignore */ `../../src/contexts/pitchey.ts?${as}`)) as { pitcheyLive: () => unknown }
  const [before, after] = [await load('before'), await load('after')]
  expect(after.pitcheyLive).not.toBe(before.pitcheyLive)
  expect(after.pitcheyLive()).toBe(before.pitcheyLive())
})

test('a closed tab’s worth of life: hidden, put away, taken out again, on one socket at a time', async () => {
  const { live } = show(<Reader name="state" read={({ connectionStatus }) => connectionStatus.state} />)
  await connected(live)
  const open = () => sockets.filter(({ readyState }) => readyState <= WebSocket.OPEN).length
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  expect(open()).toBe(0)
  window.dispatchEvent(new Event('online'))
  live.connect()
  expect(sockets.length).toBe(1)
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await connected(live)
  document.dispatchEvent(new Event('freeze'))
  expect(open()).toBe(0)
  document.dispatchEvent(new Event('resume'))
  await connected(live)
  expect([sockets.length, open()]).toEqual([3, 1])
})
