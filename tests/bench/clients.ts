/** Who takes part: the least possible, what people write, the best that can be written with query-core, and the engine. */
import { QueryClient, notifyManager } from '@tanstack/react-query'
import ReconnectingWebSocket from 'partysocket/ws'
import { createBenchSockets } from './benchSocket.js'
import { deliver, type Frames } from './delivery.js'
import { startEngine } from './engine.js'
import { expectShown, read } from './frames.js'
import { observeAll } from './observers.js'
import { turn, type Contender } from './rounds.js'
import { fetchLive, initial, KEYS, keyOf, queryKeyOf, streams } from './streams.js'

/** The least that any code could do. */
export function bound(work: Frames): Contender {
  const name = 'JSON.parse + Map.set'
  return {
    name,
    events: work.frames.length,
    run: async () => {
      const values = new Map<string, object>()
      const take = (frame: string) => {
        const { topic, data } = read(frame)
        values.set(topic, data)
      }
      const spent = await deliver(work, take, () => undefined)
      const whole = [...values].map(([topic, data]) => [keyOf(topic), { ...initial(keyOf(topic)), ...data }] as const)
      expectShown(name, work.frames, new Map(whole))
      return spent
    },
  }
}

/** What people write: the socket's every message into `setQueryData`, with the defaults of a cache. */
export function byHand(work: Frames): Contender {
  const name = 'hand-written setQueryData'
  return {
    name,
    events: work.frames.length,
    run: async () => {
      const client = new QueryClient()
      for (let key = 0; key < KEYS; key += 1) client.setQueryData(queryKeyOf(key), initial(key))
      const { shown, stop } = observeAll(client)
      const { WebSocket, say } = createBenchSockets()
      const socket = new ReconnectingWebSocket('ws://bench/ws', undefined, { WebSocket })
      socket.onmessage = ({ data: frame }: MessageEvent<string>) => {
        const { topic, data } = read(frame)
        if (!topic) return
        const [stream, param] = topic.split(':')
        client.setQueryData(['live', stream, Number(param)], (old: object | undefined) =>
          old ? { ...old, ...data } : old,
        )
      }
      await turn(1)
      const spent = await deliver(work, say, () => undefined)
      expectShown(name, work.frames, shown)
      socket.close()
      stop()
      client.clear()
      return spent
    },
  }
}

/**
 * The least that query-core allows: no schemas, no positions, a `Query` held per topic, written once a frame. The floor
 * for whoever shows events through it.
 */
export function batchedByHand(work: Frames): Contender {
  const name = 'batched by hand'
  return {
    name,
    events: work.frames.length,
    run: async () => {
      const client = new QueryClient({ defaultOptions: { queries: { structuralSharing: false } } })
      for (let key = 0; key < KEYS; key += 1) client.setQueryData(queryKeyOf(key), initial(key))
      const { shown, stop } = observeAll(client)
      const held = Array.from({ length: KEYS }, (_, key) => ({
        query: client.getQueryCache().find({ queryKey: queryKeyOf(key) }),
        events: [] as object[],
      }))
      const changed = new Set<(typeof held)[number]>()
      const take = (frame: string) => {
        const { topic, data } = read(frame)
        const entry = held[keyOf(topic)]
        if (!entry) return
        entry.events.push(data)
        changed.add(entry)
      }
      const paint = () => {
        const updatedAt = Date.now()
        notifyManager.batch(() => {
          for (const entry of changed) {
            let data = entry.query?.state.data as object
            for (const event of entry.events) data = { ...data, ...event }
            entry.events = []
            entry.query?.setData(data, { manual: true, updatedAt })
          }
        })
        changed.clear()
      }
      const spent = await deliver(work, take, paint)
      expectShown(name, work.frames, shown)
      stop()
      client.clear()
      return spent
    },
  }
}

export function withEngine(work: Frames): Contender {
  const name = 'pitchey-live'
  return {
    name,
    events: work.frames.length,
    run: async () => {
      const client = new QueryClient()
      const engine = startEngine(client, streams, {
        snapshot: (topic) => Promise.resolve({ data: initial(keyOf(topic)), position: { epoch: 'e', offset: 0 } }),
      })
      for (let key = 0; key < KEYS; key += 1) await fetchLive(client, key)
      const { shown, stop } = observeAll(client)
      await engine.ready(KEYS)
      const spent = await deliver(work, engine.take, engine.paint)
      expectShown(name, work.frames, shown)
      stop()
      engine.stop()
      client.clear()
      return spent
    },
  }
}
