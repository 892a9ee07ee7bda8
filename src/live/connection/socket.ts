import { initialConnection, step, type Connection, type ConnectionEvent, type Effect } from './connection.js'
import { wakeAt } from './deadline.js'
import { createDialler } from './dialler.js'
import { createLatency } from './latency.js'
import { pauseIn, pauseInReason } from './pause.js'
import type { Quality } from './quality.js'
import { createRenewal } from './renewal.js'
import type { Sessions } from './sessions.js'
import { openTransport, type Transport, type WebSocketClass } from './transport.js'
import { createWatchdog } from './watchdog.js'
import type { Backend } from '../backend.js'
import type { Cancel, Clock } from '../clock.js'
import type { Environment, News } from '../environment.js'
import type { Report } from '../reports/report.js'
import { isObject, readFrame, type Envelope } from '../../protocol/envelope.js'

/** The one socket: performs what the connection decides, and passes on what the server says. */
export interface Socket {
  readonly connection: () => Connection
  /** Welcomed: what is sent arrives, whether or not everything is caught up with. */
  readonly isUp: () => boolean
  readonly tell: (event: ConnectionEvent) => void
  /** Sends now, or not at all: only while up. */
  readonly send: (message: { type: string; data: unknown; id?: string }) => void
  /** There is another token of the same user. */
  readonly onRenew: () => void
  readonly latency: () => number | null
  readonly quality: () => Quality
  readonly dispose: () => void
}

export interface SocketOptions {
  readonly backend: Backend
  readonly sessions: Sessions
  readonly clock: Clock
  readonly random: () => number
  readonly newId: () => string
  readonly environment: Environment
  readonly WebSocket?: WebSocketClass
  readonly report: Report
  readonly onWelcome: (data: unknown) => void
  readonly onUp: () => void
  /** `code`: with which the server closed, if it did. */
  readonly onDown: (code: number | null) => void
  readonly onMessage: (message: Envelope) => void
  readonly onChange: () => void
}

const HEARD_MS = 1_000

export function createSocket(options: SocketOptions): Socket {
  const { backend, sessions, clock, random, newId, environment, report } = options
  const { onWelcome, onUp, onDown, onMessage, onChange } = options
  const { wire } = backend
  /** Who answers no ping cannot be asked whether it is there. */
  const answers = wire?.heartbeat !== false
  let connection = initialConnection
  let transport: Transport | null = null
  let cancelTick: Cancel | null = null
  let retryAfterMs = 0
  let disposed = false

  const tell = (event: ConnectionEvent) => {
    if (disposed) return
    const wasUp = isUp(connection)
    const hidden = !environment.visible()
    const [next, ...effects] = step(connection, event, { now: clock.now(), random, hidden })
    const changed = next !== connection
    connection = next
    if (wasUp && !isUp(next)) {
      latency.reset()
      renewal.onDown()
      onDown(event.event === 'closed' ? event.code : null)
    }
    effects.forEach(perform)
    // Every frame puts the deadline off; the timer is left to fire early rather than set anew each time.
    if (event.event === 'heard') return
    if (changed || event.event === 'tick') arm()
    if (!wasUp && isUp(connection)) onUp()
    if (changed) onChange()
  }

  const arm = () => {
    cancelTick?.()
    const due = answers || connection.state !== 'live' ? wakeAt(connection) : null
    cancelTick = due === null ? null : clock.after(due - clock.now(), () => tell({ event: 'tick' }))
    watchdog.run(due !== null && environment.visible())
  }

  const perform = (effect: Effect) => {
    switch (effect.do) {
      case 'authorize':
        return void dialler.authorize(effect.reason)
      case 'open':
        return open()
      case 'close':
        transport?.close()
        transport = null
        return undefined
      case 'ping':
        return latency.ask()
      case 'report':
        return report({ code: effect.code, message: effect.message })
      default:
        return effect satisfies never
    }
  }

  const open = () => {
    transport?.close()
    retryAfterMs = 0
    const events = {
      onOpen: () => {
        tell({ event: 'opened' })
        if (wire?.ready === 'open') welcome({ type: 'welcome', data: {} })
      },
      onFrame,
      onClose: (code: number, reason: string) => {
        transport = null
        tell({ event: 'closed', code, retryAfterMs: pauseInReason(reason) ?? retryAfterMs })
      },
    }
    transport = openTransport(dialler.url(), events, options.WebSocket)
  }

  const onFrame = (frame: string) => {
    // One sign of life a second is enough to know; a storm of frames should not pay for more.
    const { state } = connection
    const isKnown = (state === 'live' || state === 'recovering') && clock.now() - connection.heardAt <= HEARD_MS
    if (!isKnown) tell({ event: 'heard' })
    if (!wire) return readFrame(frame, read, unreadable)
    try {
      wire.decode(frame).forEach(read)
    } catch (error) {
      unreadable(String(error))
    }
  }
  const unreadable = (why: string) => report({ code: 'unreadable_frame', message: why })

  const welcome = (message: Envelope) => {
    if (connection.state !== 'connecting' && connection.state !== 'handshaking') return
    renewal.onWelcome(message)
    onWelcome(message.data)
    tell({ event: 'welcomed' })
  }
  const read = (message: Envelope) => {
    switch (message.type) {
      case 'welcome':
        return welcome(message)
      case 'pong':
        latency.onPong(isObject(message.data) ? message.data['t'] : undefined)
        return onChange()
      case 'going_away':
        retryAfterMs = pauseIn(message.data) ?? 0
        return undefined
      case 'auth_expiring':
        return renewal.onWarning()
      default:
        return renewal.onAnswer(message) ? undefined : onMessage(message)
    }
  }

  const send: Socket['send'] = (message) => {
    const frame = wire ? wire.encode(message) : JSON.stringify(message)
    if (frame !== null) transport?.send(frame)
  }

  const latency = createLatency({
    clock,
    visible: environment.visible,
    ping: (t) => send({ type: 'ping', data: { t } }),
  })
  const renewal = createRenewal({ clock, random, sessions, newId, report, send })
  const dialler = createDialler({ backend, sessions, renewal, report, tell })
  const wake = () => {
    // Offline may be said in error, and then there is nothing to dial; but a link can be asked.
    if (isUp(connection) ? answers : environment.online()) tell({ event: 'woke' })
  }
  const watchdog = createWatchdog(clock, () => isUp(connection) && answers && latency.beat(), wake)
  const unwatch = environment.watch((news?: News) => {
    if (news === 'froze') return tell({ event: 'froze' })
    if (news === 'thawed') tell({ event: 'thawed' })
    if (environment.visible()) wake()
    else tell({ event: 'hid' })
    arm()
    return onChange()
  })

  return {
    connection: () => connection,
    isUp: () => isUp(connection),
    tell,
    send,
    onRenew: () => renewal.onRenew(),
    latency: latency.ms,
    quality: latency.quality,
    dispose: () => {
      tell({ event: 'stop' })
      disposed = true
      dialler.dispose()
      unwatch()
      cancelTick?.()
      watchdog.run(false)
      renewal.onDown()
    },
  }
}

const isUp = ({ state }: Connection): boolean => state === 'recovering' || state === 'live' || state === 'suspect'
