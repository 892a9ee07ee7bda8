/**
 * What an event costs on its way into the cache: our router, against hand-written `onmessage → setQueryData`, and against
 * the least that any code could do (`JSON.parse` and `Map.set`). The same frames, the same 1,000 keys, each observed.
 */
import { QueryClient, QueryObserver, notifyManager } from '@tanstack/react-query'
import { createLive, defineStream, liveQuery } from 'pitchey-live/core'
import ReconnectingWebSocket from 'partysocket/ws'
import * as v from 'valibot'
import { pitch } from '../../src/protocol/streams/pitch.js'

const KEYS = 1_000
const PER_FRAME = 2_000

const presence = defineStream({
  name: 'presence',
  param: v.number(),
  data: v.object({ userId: v.number(), status: v.string(), lastSeen: v.number() }),
  initial: (userId) => ({ userId, status: 'offline', lastSeen: 0 }),
  access: () => true,
  kind: { retention: { events: 50, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    presence_update: {
      schema: v.object({ status: v.string(), lastSeen: v.number() }),
      reduce: (person, update) => ({ ...person, ...update }),
    },
  },
  commands: {},
})

interface Message {
  readonly type: string
  readonly topic: string
  readonly epoch: string
  readonly offset: number
  readonly data: Readonly<Record<string, unknown>>
}

export type Spread = 'uniform' | 'skewed'

/** The frames of a run, made beforehand. Half of the keys are pitches (replaced whole), half people (patched). */
export function makeFrames(count: number, spread: Spread): string[] {
  const offsets = Array.from({ length: KEYS }, () => 0)
  let seed = 42
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  return Array.from({ length: count }, (_, n) => {
    // Zipf-like: key k is hit in proportion to 1/k.
    const key = spread === 'uniform' ? Math.floor(random() * KEYS) : Math.floor(KEYS ** random()) - 1
    const offset = (offsets[key] = (offsets[key] ?? 0) + 1)
    const param = key + 1
    const message: Message =
      key % 2 === 0
        ? { type: 'pitch_view', topic: `pitch:${param}`, epoch: 'e', offset, data: views(param, n) }
        : {
            type: 'presence_update',
            topic: `presence:${param}`,
            epoch: 'e',
            offset,
            data: { status: 'online', lastSeen: n },
          }
    return JSON.stringify(message)
  })
}

const views = (pitchId: number, n: number) => ({
  pitchId,
  viewCount: n,
  uniqueViewers: n >> 1,
  recentViewers: viewersAt(n),
})

const viewersAt = (n: number) =>
  [n, n - 1, n - 2].map((k) => ({
    userId: (Math.abs(k) % 500) + 1,
    username: `viewer ${k}`,
    viewedAt: '2026-05-01T12:00:00.000Z',
  }))

const initial = (key: number) => (key % 2 === 0 ? pitch.initial(key + 1) : presence.initial(key + 1))

const optionsOf = (key: number) => (key % 2 === 0 ? liveQuery(pitch, key + 1) : liveQuery(presence, key + 1))

/** As `useQuery` listens: once per batch of notifications. */
function observeAll(client: QueryClient): () => void {
  const stops = Array.from({ length: KEYS }, (_, key) => {
    const { queryKey } = optionsOf(key)
    const observer = new QueryObserver(client, { queryKey, staleTime: Number.POSITIVE_INFINITY })
    return observer.subscribe(notifyManager.batchCalls(() => undefined))
  })
  return () => stops.forEach((stop) => stop())
}

export interface Contender {
  readonly name: string
  /** Resolves to CPU microseconds. */
  readonly run: (frames: readonly string[]) => Promise<number>
}

async function timed(frames: readonly string[], take: (frame: string) => void, paint: () => void): Promise<number> {
  const before = process.cpuUsage()
  for (let i = 0; i < frames.length; i += PER_FRAME) {
    for (const frame of frames.slice(i, i + PER_FRAME)) take(frame)
    paint()
    await turn(0) // the notify manager's own
  }
  const { user, system } = process.cpuUsage(before)
  return user + system
}

export const bound: Contender = {
  name: 'JSON.parse + Map.set',
  run: (frames) => {
    const values = new Map<string, unknown>()
    const take = (frame: string) => {
      const { topic, data } = JSON.parse(frame) as Message
      values.set(topic, data)
    }
    return timed(frames, take, () => undefined)
  },
}

export const naive: Contender = {
  name: 'hand-written setQueryData',
  run: async (frames) => {
    const client = new QueryClient()
    for (let key = 0; key < KEYS; key += 1) client.setQueryData(optionsOf(key).queryKey, initial(key))
    // The options of live queries are ours; a hand-written cache has the defaults.
    const stop = observeAll(client)
    const { BenchSocket, say } = benchSocket()
    const socket = new ReconnectingWebSocket('ws://bench/ws', undefined, { WebSocket: BenchSocket })
    socket.onmessage = ({ data: frame }: MessageEvent<string>) => {
      const { topic, data } = JSON.parse(frame) as Message
      if (!topic) return
      const [name, param] = topic.split(':')
      client.setQueryData(['live', name, Number(param)], (old: object | undefined) => (old ? { ...old, ...data } : old))
    }
    await turn()
    const spent = await timed(frames, say, () => undefined)
    socket.close()
    stop()
    client.clear()
    return spent
  },
}

export const router: Contender = {
  name: 'pitchey-live',
  run: async (frames) => {
    const client = new QueryClient()
    const { live, take, paint, ready } = await connect(client)
    const stop = observeAll(client)
    await ready()
    const spent = await timed(frames, take, paint)
    const shown = client.getQueryData(optionsOf(0).queryKey)
    if (JSON.stringify(shown) === JSON.stringify(initial(0))) throw new Error('The router wrote nothing')
    stop()
    live.dispose()
    client.clear()
    return spent
  },
}

const turn = (ms = 1) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A socket that says what it is told. */
function benchSocket() {
  const sockets: BenchSocket[] = []
  class BenchSocket extends EventTarget {
    readyState = 1
    binaryType = 'blob'
    constructor(_url: string) {
      super()
      sockets.push(this)
      setTimeout(() => {
        this.dispatchEvent(new Event('open'))
        this.say(JSON.stringify({ type: 'welcome', data: {} }))
      }, 0)
    }
    say(frame: string) {
      this.dispatchEvent(new MessageEvent('message', { data: frame }))
    }
    send(frame: string) {
      const { type, id, data } = JSON.parse(frame) as {
        type: string
        id: string
        data: { topics: { topic: string }[] }
      }
      if (type !== 'subscribe') return
      const topics = data.topics.map(({ topic }) => ({ topic, epoch: 'e', offset: 0, recovered: true, events: [] }))
      this.say(JSON.stringify({ type: 'subscribed', id, data: { topics } }))
    }
    close() {
      this.readyState = 3
    }
  }
  return { BenchSocket, say: (frame: string) => sockets.at(-1)?.say(frame) }
}

/** The engine on such a socket. Frames of animation are painted by hand. */
async function connect(client: QueryClient) {
  let painting: (() => void) | undefined
  const { BenchSocket, say } = benchSocket()
  const live = createLive({
    streams: [pitch, presence],
    backend: {
      socketUrl: () => 'ws://bench/ws',
      getSession: () => Promise.resolve({ token: 't', userKey: 'u' }),
      snapshot: (topic) => {
        const key = Number(topic.split(':')[1]) - 1
        return Promise.resolve({ data: initial(key), position: { epoch: 'e', offset: 0 } })
      },
    },
    batch: (run) => notifyManager.batch(run),
    WebSocket: BenchSocket,
    environment: { online: () => true, visible: () => true, watch: () => () => undefined },
    clock: {
      now: () => Date.now(),
      after: (ms, run) => {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
      frame: (run) => {
        painting = run
        return () => (painting = undefined)
      },
    },
    onError: ({ code, message }) => {
      throw new Error(`${code}: ${message}`)
    },
  })
  live.attach(client)
  live.acquire()
  for (let key = 0; key < KEYS; key += 1) {
    await (key % 2 === 0
      ? client.prefetchQuery(liveQuery(pitch, key + 1))
      : client.prefetchQuery(liveQuery(presence, key + 1)))
  }
  const paint = () => {
    const run = painting
    painting = undefined
    run?.()
  }
  const settled = () => live.getStatus().connection.state === 'connected'
  return {
    live,
    take: say,
    paint,
    /** Connected, subscribed, nothing left to do. */
    ready: async () => {
      while (!settled()) await turn()
      for (let turns = 0; turns < 5; turns += 1) {
        await turn()
        paint()
      }
    },
  }
}
