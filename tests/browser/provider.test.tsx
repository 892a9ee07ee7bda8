import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { pitchViews, useWebSocket, WebSocketProvider } from 'pitchey-live'
import { StrictMode, useState, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { command, signIn } from '../support/stage.js'

const client = () => new QueryClient()
let unmount = () => {}
let dialled = 0
const RealWebSocket = window.WebSocket

beforeEach(async () => {
  dialled = 0
  window.WebSocket = class extends RealWebSocket {
    constructor(...address: ConstructorParameters<typeof WebSocket>) {
      super(...address)
      dialled += 1
    }
  }
  await signIn('ben')
})
afterEach(() => {
  unmount()
  window.WebSocket = RealWebSocket
})

function show(tree: ReactNode) {
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  root.render(<StrictMode>{tree}</StrictMode>)
  unmount = () => {
    root.unmount()
    host.remove()
  }
  return {
    views: () => Number(host.querySelector('output')?.textContent),
    status: () => host.querySelector('strong')?.textContent,
  }
}

/** A component that knows of nothing but `useQuery`. */
function Views({ pitchId }: { pitchId: number }) {
  const { data } = useQuery(pitchViews(pitchId))
  return <output>{data?.viewCount}</output>
}
function Status() {
  const { connectionStatus } = useWebSocket()
  return <strong>{connectionStatus.state}</strong>
}

describe.each([
  [
    'below the QueryClientProvider',
    (queries: QueryClient, children: ReactNode) => (
      <QueryClientProvider client={queries}>
        <WebSocketProvider>{children}</WebSocketProvider>
      </QueryClientProvider>
    ),
    4,
  ],
  [
    'above the QueryClientProvider',
    (queries: QueryClient, children: ReactNode) => (
      <WebSocketProvider>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </WebSocketProvider>
    ),
    5,
  ],
] as const)('the provider %s', (_, wrap, pitchId) => {
  test('keeps a plain useQuery live, on one socket, in StrictMode', async () => {
    const { views, status } = show(
      wrap(
        client(),
        <>
          <Views pitchId={pitchId} />
          <Status />
        </>,
      ),
    )
    await expect.poll(views).toBeGreaterThan(0)
    await expect.poll(status).toBe('connected')
    const before = views()
    await command('ana', 'pitch_view', { pitchId })
    await expect.poll(views).toBe(before + 1)
    expect(dialled).toBeLessThanOrEqual(1) // none: the socket of the test before is still wanted
  })
})

test('six consumers that come and go share the one socket', async () => {
  function Crowd() {
    const [count, setCount] = useState(6)
    return (
      <>
        <button type="button" onClick={() => setCount(count === 0 ? 3 : 0)}>
          Come and go
        </button>
        {Array.from({ length: count }, (_, n) => (
          <Status key={n} />
        ))}
      </>
    )
  }
  const comeAndGo = () => document.querySelector<HTMLButtonElement>('button')?.click()
  const { status } = show(
    <QueryClientProvider client={client()}>
      <WebSocketProvider>
        <Crowd />
      </WebSocketProvider>
    </QueryClientProvider>,
  )
  await expect.poll(status).toBe('connected')
  comeAndGo()
  await expect.poll(status).toBeUndefined()
  comeAndGo()
  await expect.poll(status).toBe('connected')
  expect(dialled).toBeLessThanOrEqual(1)
})
