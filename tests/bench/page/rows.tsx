import { QueryClient, QueryClientProvider, notifyManager, useQuery } from '@tanstack/react-query'
import ReconnectingWebSocket from 'partysocket/ws'
import { createLive, liveQuery } from 'pitchey-live/core'
import { createRoot } from 'react-dom/client'
import { read } from '../frames.js'
import { initial, isPitch, KEYS, keyOf, pitch, presence, queryKeyOf, streams } from '../streams.js'

/** A row per key, each a component with a `useQuery` of its own, showing a number that grows. */
export type Mount = (socketUrl: string) => Mounted

interface Mounted {
  readonly connected: () => boolean
  /** For who knows the numbers without showing them. */
  readonly number?: (row: number) => number
}

const every = Array.from({ length: KEYS }, (_, key) => key)

const mount = (client: QueryClient, row: (key: number) => React.JSX.Element) => {
  const root = document.getElementById('root')
  if (!root) throw new Error('There is no #root')
  createRoot(root).render(<QueryClientProvider client={client}>{every.map(row)}</QueryClientProvider>)
}

interface Shown {
  readonly viewCount?: number
  readonly lastSeen?: number
}
const Row = ({ data }: { readonly data: Shown | undefined }) => <li>{data?.viewCount ?? data?.lastSeen}</li>

const LivePitch = ({ id }: { readonly id: number }) => <Row data={useQuery(liveQuery(pitch, id)).data} />
const LivePerson = ({ id }: { readonly id: number }) => <Row data={useQuery(liveQuery(presence, id)).data} />

export const withEngine: Mount = (socketUrl) => {
  const client = new QueryClient()
  const live = createLive({
    streams,
    backend: {
      socketUrl: () => socketUrl,
      getSession: () => Promise.resolve({ token: 't', userKey: 'u' }),
      snapshot: (topic) => Promise.resolve({ data: initial(keyOf(topic)), position: { epoch: 'e', offset: 0 } }),
    },
    batch: (run) => notifyManager.batch(run),
    onError: ({ code, message }) => {
      throw new Error(`${code}: ${message}`)
    },
  })
  live.attach(client)
  live.acquire()
  mount(client, (key) => (isPitch(key) ? <LivePitch key={key} id={key + 1} /> : <LivePerson key={key} id={key + 1} />))
  return { connected: () => live.getStatus().connection.state === 'connected' }
}

function HandRow({ index }: { readonly index: number }) {
  const options = { queryKey: queryKeyOf(index), queryFn: () => initial(index), staleTime: Number.POSITIVE_INFINITY }
  return <Row data={useQuery<Shown>(options).data} />
}

/** What people write: the socket's every message into `setQueryData`, with the defaults of a cache. */
export const byHand: Mount = (socketUrl) => {
  const client = new QueryClient()
  const socket = new ReconnectingWebSocket(socketUrl)
  socket.onmessage = ({ data: frame }: MessageEvent<string>) => {
    const { topic, data } = read(frame)
    if (!topic) return
    const [stream, param] = topic.split(':')
    client.setQueryData(['live', stream, Number(param)], (old: object | undefined) => (old ? { ...old, ...data } : old))
  }
  mount(client, (key) => <HandRow key={key} index={key} />)
  return { connected: () => socket.readyState === WebSocket.OPEN }
}

/** What the browser and the socket take of all the others' time: the same page, read to and never changed. */
export const reading: Mount = (socketUrl) => {
  const numbers = new Map<number, number>()
  const socket = new ReconnectingWebSocket(socketUrl)
  socket.onmessage = ({ data: frame }: MessageEvent<string>) => {
    const { topic, data } = read(frame)
    // One or the other, by how the events were made.
    const { viewCount, lastSeen = 0 } = data as Shown
    if (topic) numbers.set(keyOf(topic), viewCount ?? lastSeen)
  }
  mount(new QueryClient(), (key) => <HandRow key={key} index={key} />)
  return {
    connected: () => socket.readyState === WebSocket.OPEN,
    number: (row) => numbers.get(row) ?? 0,
  }
}
