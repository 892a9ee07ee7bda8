import { notifyManager, QueryClient } from '@tanstack/react-query'
import { createLive, type Backend, type Fault, type Session } from 'pitchey-live/core'
import { vi } from 'vitest'
import type { Environment, News } from '../../src/live/environment.js'
import type { AnyStream } from '../../src/protocol/stream.js'

/**
 * Why: what happens around a connection — a tab hidden, a lid closed, a clock set, a token that ends — happens when the
 * test says, and a server that behaves goes on behaving meanwhile. Needs fake timers.
 */
export type PlayedPage = ReturnType<typeof playPage>

interface Said {
  readonly type: string
  readonly id?: string
  readonly data: Readonly<Record<string, unknown>>
}

export function playPage(more: Partial<Backend> = {}, streams: readonly AnyStream[] = []) {
  const faults: Fault[] = []
  const sockets: PlayedSocket[] = []
  const wrong: string[] = []
  const watching = new Set<(news?: News) => void>()
  const changed = (news?: News) => watching.forEach((tell) => tell(news))
  let online = true
  let visible = true
  let news = () => {}
  let session: Session | null = { token: 'first', userKey: 'ana' }
  const asked: string[] = []
  const server = {
    /** Whether it says anything at all. */
    silent: false,
    accepts: (_token: string): number | null => null,
    /** How long the tokens last that it accepts. */
    tokenMs: 3_600_000,
    /** How far its clock is from ours. */
    skewMs: 0,
    /** Whether its welcome tells when the token ends. */
    tells: true,
    answersAuth: true,
    delayMs: 1,
  }
  const time = (ms: number) => new Date(Date.now() + server.skewMs + ms).toISOString()

  class PlayedSocket extends EventTarget {
    readyState = 0
    binaryType = 'blob'
    readonly token: string
    readonly said: Said[] = []
    readonly dialledAt = Date.now()
    constructor(url: string) {
      super()
      this.token = new URL(url).searchParams.get('token') ?? ''
      const open = sockets.filter(({ readyState }) => readyState < 2).length
      if (open > 0) wrong.push(`${open + 1} sockets at a time`)
      sockets.push(this)
      setTimeout(() => this.open(), server.delayMs)
    }
    open() {
      if (this.readyState !== 0 || server.silent) return
      this.readyState = 1
      this.dispatchEvent(new Event('open'))
      const refusal = server.accepts(this.token)
      if (refusal !== null) return this.end(refusal)
      this.say('welcome', server.tells ? { serverTime: time(0), tokenExpiresAt: time(server.tokenMs) } : {})
    }
    say(type: string, data: object, id?: string) {
      if (this.readyState !== 1 || server.silent) return
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ type, data, id }) }))
    }
    send(frame: string) {
      const message = JSON.parse(frame) as Said
      this.said.push(message)
      const { type, data, id } = message
      const answer = (as: string, what: object) => void setTimeout(() => this.say(as, what, id), server.delayMs)
      if (type === 'ping') answer('pong', data)
      if (type === 'auth' && server.answersAuth) answer('ack', { result: { tokenExpiresAt: time(server.tokenMs) } })
      if (type === 'auth' && !server.answersAuth)
        answer('error', { code: 'unauthorized', message: 'No', retryable: false })
    }
    close() {
      this.end(1000)
    }
    end(code = 1006, reason = '') {
      if (this.readyState === 3) return
      this.readyState = 3
      this.dispatchEvent(Object.assign(new Event('close'), { code, reason }))
    }
  }

  const client = new QueryClient()
  const live = createLive({
    streams,
    batch: (run) => notifyManager.batch(run),
    random: () => 0.5,
    WebSocket: PlayedSocket,
    environment: {
      online: () => online,
      visible: () => visible,
      watch: (next) => {
        watching.add(next)
        return () => void watching.delete(next)
      },
    } satisfies Environment,
    onError: (fault) => faults.push(fault),
    backend: {
      socketUrl: ({ token }) => `ws://played/ws?token=${token}`,
      getSession: ({ reason }) => {
        asked.push(reason)
        return Promise.resolve(session)
      },
      watchSession: (next) => {
        news = next
        return () => undefined
      },
      snapshot: () => Promise.resolve({ unchanged: true }),
      ...more,
    },
  })
  live.attach(client)
  const release = live.acquire()

  const settle = (ms = 50) => vi.advanceTimersByTimeAsync(ms)
  return {
    live,
    client,
    release,
    faults,
    server,
    sockets,
    /** What the session provider was asked for. */
    asked,
    settle,
    socket: () => {
      const last = sockets.at(-1)
      if (!last) throw new Error('No socket was ever opened')
      return last
    },
    openSockets: () => sockets.filter(({ readyState }) => readyState < 2).length,
    dials: () => sockets.length,
    status: () => live.getStatus().connection,
    state: () => live.getStatus().connection.state,
    sent: (type: string) => sockets.flatMap(({ said }) => said.filter((message) => message.type === type)),
    provide: (next: Session | null) => void (session = next),
    signIn: (next: Session | null) => {
      session = next
      news()
    },
    hide: () => {
      visible = false
      changed()
    },
    show: () => {
      visible = true
      changed('thawed')
    },
    freeze: () => changed('froze'),
    thaw: () => changed('thawed'),
    goOffline: () => {
      online = false
      changed()
    },
    goOnline: () => {
      online = true
      changed()
    },
    /** Time passes, and nothing runs: the machine sleeps, or its clock is set. */
    jump: (ms: number) => vi.setSystemTime(Date.now() + ms),
    /** @throws Error when there ever was more than one socket */
    close: () => {
      live.dispose()
      client.clear()
      if (wrong.length > 0) throw new Error(wrong.join())
    },
  }
}
