/**
 * The engine on a server whose every word the test speaks itself: what REST answers and when, what the socket says and
 * when. For situations that are one exact interleaving; whatever is explored at random belongs on the simulated server.
 */
import { notifyManager, QueryClient } from '@tanstack/react-query'
import {
  createLive,
  SnapshotError,
  type Backend,
  type Fault,
  type LiveEvent,
  type LiveOptions,
  type SnapshotAnswer,
} from 'pitchey-live/core'
import type { AnyStream } from '../../src/protocol/stream.js'
import { vi } from 'vitest'

interface Said {
  readonly type: string
  readonly id?: string
  readonly data: unknown
}

export interface SubscribeAnswer {
  readonly epoch?: string | null
  readonly offset?: number | null
  readonly [more: string]: unknown
}

const openCache = () => new QueryClient({ defaultOptions: { queries: { retry: false } } })

export function scriptPage<const S extends AnyStream>(
  streams: readonly S[],
  more: Partial<Backend> = {},
  {
    client = openCache(),
    ...world
  }: Pick<LiveOptions<S>, 'environment' | 'onError' | 'onEvent' | 'onMessage' | 'outbox'> & {
    readonly client?: QueryClient
  } = {},
) {
  const said: Said[] = []
  const faults: Fault[] = []
  const events: LiveEvent[] = []
  const asked: {
    readonly topic: string
    readonly known: unknown
    readonly answer: (with_: SnapshotAnswer | Error) => void
  }[] = []
  const sockets: ScriptedSocket[] = []
  /** How `subscribe` is answered at once; `null`: not at all. */
  let onSubscribe: ((topic: string, asked: SubscribeAnswer) => object | null) | null = (topic) => ({
    topic,
    epoch: 'e',
    offset: 0,
    recovered: null,
    events: [],
  })

  let isSilent = false

  class ScriptedSocket extends EventTarget {
    readyState = 0
    binaryType = 'blob'
    constructor(_url: string) {
      super()
      sockets.push(this)
      setTimeout(() => {
        if (isSilent) return
        this.readyState = 1
        this.dispatchEvent(new Event('open'))
        this.say({ type: 'welcome', data: {} })
      }, 1)
    }
    say(message: object) {
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
    }
    send(frame: string) {
      const message = JSON.parse(frame) as Said
      said.push(message)
      if (message.type === 'ping') setTimeout(() => this.say({ type: 'pong', data: message.data }), 1)
      if (message.type !== 'subscribe' || !onSubscribe) return
      const topics = (message.data as { topics: ({ topic: string } & SubscribeAnswer)[] }).topics
      const answers = topics.map((one) => onSubscribe?.(one.topic, one)).filter(Boolean)
      setTimeout(() => this.say({ type: 'subscribed', id: message.id, data: { topics: answers } }), 1)
    }
    close() {
      this.end()
    }
    end(code = 1006) {
      if (this.readyState === 3) return
      this.readyState = 3
      this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }))
    }
  }

  let ids = 0
  const live = createLive({
    streams,
    batch: (run) => notifyManager.batch(run),
    WebSocket: ScriptedSocket,
    random: () => 0.5,
    newId: () => `id${(ids += 1)}`,
    onError: (fault) => faults.push(fault),
    onEvent: (event) => events.push(event),
    ...world,
    backend: {
      socketUrl: () => 'ws://scripted/ws',
      getSession: () => Promise.resolve({ token: 't', userKey: 'u' }),
      snapshot: (topic, { known }) =>
        new Promise((resolve, reject) => {
          asked.push({ topic, known, answer: (it) => (it instanceof Error ? reject(it) : resolve(it)) })
        }),
      ...more,
    },
  })
  live.attach(client)
  live.acquire()

  return {
    live,
    client,
    said,
    faults,
    events,
    asked,
    say: (message: object) => sockets.at(-1)?.say(message),
    cut: (code?: number) => sockets.at(-1)?.end(code),
    /** From now on no socket opens. */
    silence: () => void (isSilent = true),
    answerSubscribe: (answer: typeof onSubscribe) => void (onSubscribe = answer),
    /** Answers the oldest question that REST was asked and that is still open. */
    snapshot: (data: unknown, offset: number | null, epoch = 'e') =>
      asked.shift()?.answer({ data, position: offset === null ? null : { epoch, offset } }),
    refuse: (status: number) => asked.shift()?.answer(new SnapshotError(status, 'refused', `HTTP ${status}`)),
    settle: (ms = 50) => vi.advanceTimersByTimeAsync(ms),
    /** How often a socket was opened. */
    dials: () => sockets.length,
    sent: (type: string) => said.filter((message) => message.type === type),
    close: () => {
      live.dispose()
      client.clear()
    },
  }
}
