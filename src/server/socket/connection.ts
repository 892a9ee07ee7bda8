import type { WebSocket } from 'ws'
import { CLOSE } from '../../protocol/closeCodes.js'
import { controlSchemas, type Welcome } from '../../protocol/control.js'
import { isObject, type Envelope } from '../../protocol/envelope.js'
import { HEARTBEAT_MS, MAX_COMMANDS, MAX_FRAME_BYTES, MAX_TOPICS, PROTOCOL_VERSION } from '../../protocol/limits.js'
import type { Authorize } from '../authorize.js'
import { every, isoTime, type Clock } from '../clock.js'
import type { Commands } from '../commands.js'
import type { Database } from '../database/database.js'
import type { Hub } from '../hub.js'
import type { Limits } from '../limiter.js'
import type { Log } from '../logger.js'
import type { Metrics } from '../metrics.js'
import type { StreamTable } from '../streams/serverStream.js'
import type { Session, VerifyToken } from '../token.js'
import { createConversation } from './conversation.js'
import { createExpiry } from './expiry.js'
import { createTurns, readIncoming } from './incoming.js'
import { createOutgoing } from './outgoing.js'
import { createSubscriptions } from './subscriptions.js'

/** One client's socket, from its welcome to its end. */
export interface Connection {
  send(type: string, data: unknown): void
  close(code: number, reason: string): void
  /** Ends it without a word. */
  terminate(): void
  /** Resolves when everything that came in was answered. */
  settled(): Promise<void>
}

export interface ConnectionParts {
  readonly authorize: Authorize
  readonly clock: Clock
  readonly commands: Commands
  readonly database: Database
  readonly degraded: () => readonly string[]
  readonly epoch: string
  readonly hub: Hub
  readonly limits: Limits
  readonly log: Log
  readonly metrics: Metrics
  readonly table: StreamTable
  readonly verifyToken: VerifyToken
}

/** How long a slow reader has to hear why it is cut off. */
const LAST_WORDS_MS = 5_000

/** `onEnded` is called once, as soon as nothing more is sent or remembered for it. */
export function openConnection(
  socket: WebSocket,
  first: { readonly id: string; readonly session: Session; readonly batch: boolean },
  parts: ConnectionParts,
  onEnded: () => void,
): Connection {
  const { clock, metrics, table } = parts
  const log = parts.log.child({ connection: first.id, user: first.session.user.userId })
  let { session } = first
  let endedBy: 'client' | 'server' | null = null
  let lastSign = clock.now()
  const isOpen = (): boolean => endedBy === null

  const outgoing = createOutgoing(socket, first.batch, () => {
    if (!isOpen()) return
    metrics.dropped.inc({ reason: 'slow' })
    close(CLOSE.slowReader, 'reader too slow')
    clock.after(LAST_WORDS_MS, () => socket.terminate())
  })
  const subscriptions = createSubscriptions({
    ...parts,
    now: () => clock.now(),
    isOpen,
    send: transmit,
    onExpelled: (name) => send('reset', { topics: [name], reason: 'forbidden' }),
    onCount: (change) => metrics.subscriptions.inc(change),
    onResumed(resumed) {
      if (resumed.recovered === null) return
      metrics.recover.inc({ result: resumed.recovered ? 'ok' : resumed.reason })
      if (resumed.recovered) metrics.recoveredEvents.observe(resumed.events.length)
    },
  })
  const expiry = createExpiry(
    clock,
    () => send('auth_expiring', { tokenExpiresAt: isoTime(session.expiresAt) }),
    () => close(CLOSE.unauthorized, 'token expired'),
  )
  const receive = createConversation({
    ...parts,
    log,
    subscriptions,
    origin: { connectionId: first.id, isOpen },
    session: () => session,
    renew(fresh) {
      session = fresh
      expiry.watch(session.expiresAt)
    },
    answer,
    close,
  })
  const turns = createTurns(socket, (error) => log.error({ err: error }, 'a message could not be answered'))
  const stopHeartbeat = every(clock, HEARTBEAT_MS, () => {
    metrics.sendBuffer.observe(socket.bufferedAmount)
    if (clock.now() - lastSign >= 2 * HEARTBEAT_MS) terminate()
    else socket.ping()
  })

  function transmit(text: string, type: string): void {
    if (!isOpen()) return
    metrics.countOut(type, text)
    outgoing.send(text)
  }

  function send(type: string, data: unknown): void {
    transmit(JSON.stringify({ type, data }), type)
  }

  async function answer(type: string, id: string | undefined, data: unknown): Promise<void> {
    if (!isOpen()) return
    const text = JSON.stringify({ type, ...(id === undefined ? {} : { id }), data })
    metrics.countOut(type, text)
    await outgoing.answer(text)
  }

  function close(code: number, reason: string): void {
    if (!isOpen()) return
    outgoing.flush()
    end('server')
    socket.close(code, reason)
  }

  function terminate(): void {
    end('server')
    socket.terminate()
  }

  function end(by: 'client' | 'server'): void {
    if (!isOpen()) return
    endedBy = by
    expiry.stop()
    stopHeartbeat()
    subscriptions.leaveAll()
    for (const stream of table.all) stream.connectionEnded?.(first.id)
    onEnded()
  }

  socket.on('message', (raw, isBinary) => {
    lastSign = clock.now()
    const incoming = readIncoming(raw, isBinary)
    const type = incoming.ok ? incoming.message.type : 'unreadable'
    metrics.messagesIn.inc({ type: CONTROL_TYPES.has(type) || table.commands.has(type) ? type : 'other' })
    // A ping measures the way, not the queue.
    if (incoming.ok && type === 'ping') pong(incoming.message)
    // What we closed is over. What the client closed it may still have meant: durable commands are done.
    else turns.take(() => (endedBy === 'server' ? Promise.resolve() : receive(incoming)))
  })
  socket.on('pong', () => {
    lastSign = clock.now()
  })
  let fault = ''
  socket.on('error', (error) => {
    // `ws` reports 1006 for what it closes itself (1009, 1007, 1002); only the error knows why.
    fault = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  })
  socket.on('close', (code) => {
    end('client')
    metrics.connections.dec()
    metrics.closes.inc({ code, initiator: endedBy ?? 'client', err: fault })
    log.debug({ code, endedBy, fault }, 'socket closed')
  })

  function pong({ data, id }: Envelope): void {
    const t = isObject(data) ? data['t'] : undefined
    const answer = { type: 'pong', ...(id === undefined ? {} : { id }), data: { t, serverTime: isoTime(clock.now()) } }
    transmit(JSON.stringify(answer), 'pong')
  }

  metrics.connections.inc()
  log.debug('socket opened')
  send('welcome', {
    connectionId: first.id,
    user: session.user,
    protocol: PROTOCOL_VERSION,
    serverTime: isoTime(clock.now()),
    tokenExpiresAt: isoTime(session.expiresAt),
    heartbeatMs: HEARTBEAT_MS,
    limits: { messagesPerMinute: MAX_COMMANDS, maxMessageBytes: MAX_FRAME_BYTES, maxTopics: MAX_TOPICS },
    degraded: parts.degraded(),
  } satisfies Welcome)
  expiry.watch(session.expiresAt)

  return { send, close, terminate, settled: () => turns.settled() }
}

const CONTROL_TYPES: ReadonlySet<string> = new Set([...Object.keys(controlSchemas), 'unreadable'])
