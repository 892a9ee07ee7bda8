import { notifyManager, type QueryClient } from '@tanstack/react-query'
import { createLive, type Backend } from 'pitchey-live/core'
import { createBenchSockets } from './benchSocket.js'
import { turn } from './rounds.js'
import type { AnyStream } from '../../src/protocol/stream.js'

export interface Engine {
  readonly take: (frame: string) => void
  /** What the browser does once a frame. */
  readonly paint: () => void
  /** Resolves once so many topics are subscribed and nothing is left to do. */
  readonly ready: (topics: number) => Promise<void>
  readonly stop: () => void
}

/** The engine on a socket without a network, painted by hand. */
export function startEngine(
  client: QueryClient,
  streams: readonly AnyStream[],
  answers: Pick<Backend, 'snapshot' | 'page'>,
): Engine {
  let painting: (() => void) | undefined
  const { WebSocket, say, topics } = createBenchSockets()
  const live = createLive({
    streams,
    backend: {
      socketUrl: () => 'ws://bench/ws',
      getSession: () => Promise.resolve({ token: 't', userKey: 'u' }),
      ...answers,
    },
    batch: (run) => notifyManager.batch(run),
    WebSocket,
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
  const paint = () => {
    const run = painting
    painting = undefined
    run?.()
  }
  return {
    take: say,
    paint,
    ready: async (expected) => {
      while (live.getStatus().connection.state !== 'connected' || topics() < expected) await turn(1)
      for (let turns = 0; turns < 5; turns += 1) {
        await turn(1)
        paint()
      }
    },
    stop: live.dispose,
  }
}
