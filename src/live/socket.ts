import type { Backend } from './backend.js'
import type { Cancel, Clock } from './clock.js'
import { initialConnection, step, wakeAt, type Connection, type ConnectionEvent, type Effect } from './connection.js'
import type { Environment } from './environment.js'
import type { Report } from './report.js'
import type { Sessions } from './sessions.js'
import { openTransport, type Transport, type WebSocketClass } from './transport.js'
import { isObject, readFrame, type Envelope } from '../protocol/envelope.js'

/** The one socket: performs what the connection decides, and passes on what the server says. */
export interface Socket {
  readonly connection: () => Connection
  readonly tell: (event: ConnectionEvent) => void
  /** Sends now, or not at all: only while live. */
  readonly send: (message: { type: string; data: unknown; id?: string }) => void
  readonly latency: () => number | null
  readonly dispose: () => void
}

export interface SocketOptions {
  readonly backend: Backend
  readonly sessions: Sessions
  readonly clock: Clock
  readonly random: () => number
  readonly environment: Environment
  readonly WebSocket?: WebSocketClass
  readonly report: Report
  readonly onLive: () => void
  /** `code`: with which the server closed, if it did. */
  readonly onDown: (code: number | null) => void
  readonly onMessage: (message: Envelope) => void
  readonly onChange: () => void
}

const HEARD_MS = 1_000
/** Tokens that live shorter than the server's warning lasts are not chased. */
const RENEW_MS = 10_000

export function createSocket(options: SocketOptions): Socket {
  const { backend, sessions, clock, random, environment, report, onLive, onDown, onMessage, onChange } = options
  const { wire } = backend
  let connection = initialConnection
  let transport: Transport | null = null
  let cancelTick: Cancel | null = null
  let retryAfterMs = 0
  let latency: number | null = null
  let renewedAt = Number.NEGATIVE_INFINITY
  let disposed = false

  const tell = (event: ConnectionEvent) => {
    if (disposed) return
    const wasUp = isUp(connection)
    const [next, ...effects] = step(connection, event, { now: clock.now(), random })
    const changed = next !== connection
    connection = next
    if (wasUp && !isUp(next)) {
      latency = null
      onDown(event.event === 'closed' ? event.code : null)
    }
    effects.forEach(perform)
    // Every frame puts the deadline off; the timer is left to fire early rather than set anew each time.
    if (event.event === 'heard') return
    if (changed || event.event === 'tick') arm()
    if (changed) onChange()
  }

  const arm = () => {
    cancelTick?.()
    const due = isUp(connection) && wire?.heartbeat === false ? null : wakeAt(connection)
    cancelTick = due === null ? null : clock.after(due - clock.now(), () => tell({ event: 'tick' }))
  }

  const perform = (effect: Effect) => {
    switch (effect.do) {
      case 'authorize':
        return void authorize(effect.reason)
      case 'open':
        return open()
      case 'close':
        transport?.close()
        transport = null
        return undefined
      case 'ping':
        return send({ type: 'ping', data: { t: clock.now() } })
      case 'report':
        return report({ code: effect.code, message: effect.message })
      default:
        return effect satisfies never
    }
  }

  const authorize = async (reason: 'first' | 'refused') => {
    try {
      await (reason === 'refused' ? sessions.get('refused') : sessions.check())
      // Not the answer itself: while it was on its way to us, a newer one may have come.
      tell({ event: sessions.current() ? 'authorized' : 'signedOut' })
    } catch (error) {
      report({ code: 'session_failed', message: error instanceof Error ? error.message : String(error) })
      tell({ event: 'authorizingFailed' })
    }
  }

  const open = () => {
    const session = sessions.current()
    if (!session) return tell({ event: 'closed', code: 1006 })
    transport?.close()
    retryAfterMs = 0
    const events = {
      onOpen: () => {
        tell({ event: 'opened' })
        if (wire?.ready !== 'open') return
        tell({ event: 'welcomed' })
        onLive()
      },
      onFrame,
      onClose: (code: number) => {
        transport = null
        tell({ event: 'closed', code, retryAfterMs })
      },
    }
    transport = openTransport(backend.socketUrl(session), events, options.WebSocket)
    return undefined
  }

  const onFrame = (frame: string) => {
    // One sign of life a second is enough to know; a storm of frames should not pay for more.
    if (connection.state !== 'live' || clock.now() - connection.heardAt > HEARD_MS) tell({ event: 'heard' })
    if (!wire) return readFrame(frame, read, unreadable)
    try {
      wire.decode(frame).forEach(read)
    } catch (error) {
      unreadable(String(error))
    }
  }
  const unreadable = (why: string) => report({ code: 'unreadable_frame', message: why })

  const read = (message: Envelope) => {
    switch (message.type) {
      case 'welcome':
        tell({ event: 'welcomed' })
        return onLive()
      case 'pong':
        latency = Math.max(0, clock.now() - (numberIn(message, 't') ?? clock.now()))
        return onChange()
      case 'going_away':
        retryAfterMs = numberIn(message, 'retryAfterMs') ?? 0
        return undefined
      case 'auth_expiring':
        return void renew()
      default:
        return onMessage(message)
    }
  }

  /** A fresh token on the open socket. When there is none, the server ends the socket and the refusal is dealt with. */
  const renew = async () => {
    const before = sessions.current()?.token
    const session = await sessions.get('expiring').catch(() => null)
    // The same token again would be answered by the same warning, at once and for ever.
    const isTooSoon = clock.now() < renewedAt + RENEW_MS
    if (!session || session.token === before || isTooSoon) return
    renewedAt = clock.now()
    send({ type: 'auth', data: { token: session.token } })
  }

  const send: Socket['send'] = (message) => {
    const frame = wire ? wire.encode(message) : JSON.stringify(message)
    if (frame !== null) transport?.send(frame)
  }

  const unwatch = environment.watch(() => {
    // Who answers no ping cannot be asked whether it is there.
    const probes = !(isUp(connection) && wire?.heartbeat === false)
    if (probes && environment.online() && environment.visible()) tell({ event: 'woke' })
    onChange()
  })

  return {
    connection: () => connection,
    tell,
    send,
    latency: () => latency,
    dispose: () => {
      tell({ event: 'stop' })
      disposed = true
      unwatch()
      cancelTick?.()
    },
  }
}

const numberIn = ({ data }: Envelope, field: string): number | undefined => {
  const value = isObject(data) ? data[field] : undefined
  return typeof value === 'number' ? value : undefined
}

const isUp = ({ state }: Connection): boolean => state === 'live' || state === 'suspect'
