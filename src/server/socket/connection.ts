import type { RawData, WebSocket } from 'ws'
import { CLOSE } from '../../protocol/closeCodes.js'
import { controlSchemas, type Ack, type Welcome } from '../../protocol/control.js'
import { isObject, readJson, readMessage, type Envelope } from '../../protocol/envelope.js'
import { ProtocolError } from '../../protocol/errorCodes.js'
import {
  HEARTBEAT_MS,
  MAX_COMMANDS,
  MAX_FRAME_BYTES,
  MAX_TOPICS,
  MAX_UNREADABLE,
  PROTOCOL_VERSION,
  WINDOW_MS,
} from '../../protocol/limits.js'
import type { Authorize } from '../authorize.js'
import { every, isoTime, type Clock } from '../clock.js'
import { asProtocolError, checked, type Commands } from '../commands.js'
import type { Database } from '../database/database.js'
import type { Hub } from '../hub.js'
import { slidingWindow, type Limits } from '../limiter.js'
import type { Log } from '../logger.js'
import type { Metrics } from '../metrics.js'
import type { StreamTable } from '../streams/serverStream.js'
import type { Session, VerifyToken } from '../token.js'
import { createOutgoing } from './outgoing.js'
import { createSubscriptions } from './subscriptions.js'

/** One client's socket, from its welcome to its end. */
export interface Connection {
  readonly id: string
  readonly userId: number
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

/** How long before its expiry a client is told to bring a new token. */
const EXPIRY_WARNING_MS = 60_000
/** How long a slow reader has to hear why it is cut off. */
const LAST_WORDS_MS = 5_000
/** Messages that may wait for their turn before the socket is not read any further. */
const MAX_WAITING = 64

/** `data` as it came, before anything is believed of it. */
type Incoming =
  | { readonly ok: true; readonly message: Envelope }
  | { readonly ok: false; readonly error: ProtocolError; readonly id: string | undefined }

export function openConnection(
  socket: WebSocket,
  first: { readonly id: string; readonly session: Session; readonly batch: boolean },
  parts: ConnectionParts,
  onEnded: () => void,
): Connection {
  const { clock, commands, limits, metrics, table, verifyToken } = parts
  const log = parts.log.child({ connection: first.id, user: first.session.user.userId })
  let { session } = first
  let open = true
  let initiator: 'client' | 'server' = 'client'
  let lastSign = clock.now()
  let cancelExpiry = (): void => undefined

  const outgoing = createOutgoing(socket, first.batch, () => {
    metrics.dropped.inc({ reason: 'slow' })
    close(CLOSE.slowReader, 'reader too slow')
    clock.after(LAST_WORDS_MS, () => socket.terminate())
  })
  const unreadable = slidingWindow(MAX_UNREADABLE, WINDOW_MS)
  const subscriptions = createSubscriptions({
    ...parts,
    now: () => clock.now(),
    isOpen: () => open,
    send: transmit,
    onResumed(resumed) {
      if (resumed.recovered === null) return
      metrics.recover.inc({ result: resumed.recovered ? 'ok' : resumed.reason })
      if (resumed.recovered) metrics.recoveredEvents.observe(resumed.events.length)
    },
  })

  function transmit(text: string, type: string): void {
    if (!open) return
    metrics.messagesOut.inc({ type })
    metrics.bytesOut.inc(text.length)
    outgoing.send(text)
  }

  const send = (type: string, data: unknown): void => transmit(JSON.stringify({ type, data }), type)

  async function answer(type: string, id: string | undefined, data: unknown): Promise<void> {
    if (!open) return
    metrics.messagesOut.inc({ type })
    const text = JSON.stringify({ type, ...(id === undefined ? {} : { id }), data })
    metrics.bytesOut.inc(text.length)
    await outgoing.answer(text)
  }

  function close(code: number, reason: string): void {
    if (!open) return
    end('server')
    socket.close(code, reason)
  }

  /** Nothing is sent or remembered for this connection from here on. */
  function end(by: 'client' | 'server'): void {
    if (!open) return
    open = false
    initiator = by
    cancelExpiry()
    stopHeartbeat()
    metrics.subscriptions.dec(subscriptions.count())
    subscriptions.leaveAll()
    for (const stream of table.all) stream.connectionEnded?.(first.id)
    onEnded()
  }

  function watchExpiry(): void {
    cancelExpiry()
    const cancelWarning = clock.after(session.expiresAt - clock.now() - EXPIRY_WARNING_MS, () =>
      send('auth_expiring', { tokenExpiresAt: isoTime(session.expiresAt) }),
    )
    const cancelEnd = clock.after(session.expiresAt - clock.now(), () => close(CLOSE.unauthorized, 'token expired'))
    cancelExpiry = () => {
      cancelWarning()
      cancelEnd()
    }
  }

  const stopHeartbeat = every(clock, HEARTBEAT_MS, () => {
    metrics.sendBuffer.observe(outgoing.waiting())
    if (clock.now() - lastSign >= 2 * HEARTBEAT_MS) terminate()
    else socket.ping()
  })

  function terminate(): void {
    end('server')
    socket.terminate()
  }

  async function receive(incoming: Incoming): Promise<void> {
    if (!open && initiator === 'server') return
    if (!incoming.ok) {
      await refuse(incoming.error, incoming.id)
      return
    }
    const { message } = incoming
    try {
      await perform(message)
    } catch (error) {
      await refuse(error, message.id)
    }
  }

  async function refuse(thrown: unknown, id: string | undefined): Promise<void> {
    const error = asProtocolError(thrown)
    if (error instanceof ProtocolError) {
      if (error.code === 'rate_limited') metrics.rateLimited.inc({ scope: 'user' })
      if (error.cause !== undefined) log.error({ err: error.cause }, 'storage failed')
      await answer('error', id, error.body)
      if (error.code !== 'invalid_json' && error.code !== 'too_deep') return
      unreadable.add(clock.now())
      if (unreadable.isFull(clock.now())) close(CLOSE.policy, 'too many unreadable frames')
      return
    }
    log.error({ err: error }, 'a message could not be processed')
    await answer('error', id, new ProtocolError('internal', 'Something went wrong').body)
  }

  async function perform(message: Envelope): Promise<void> {
    const { type, data, id } = message
    switch (type) {
      case 'subscribe': {
        const { topics } = checked(controlSchemas.subscribe, data, 'data')
        const before = subscriptions.count()
        let sent = Promise.resolve()
        await subscriptions.subscribe(session.user, topics, (entries) => {
          sent = answer('subscribed', id, { topics: entries })
        })
        metrics.subscriptions.inc(open ? subscriptions.count() - before : 0)
        await sent
        return
      }
      case 'unsubscribe': {
        const { topics } = checked(controlSchemas.unsubscribe, data, 'data')
        const before = subscriptions.count()
        subscriptions.unsubscribe(topics)
        metrics.subscriptions.dec(before - subscriptions.count())
        await answer('ack', id, {} satisfies Ack)
        return
      }
      case 'auth': {
        const { token } = checked(controlSchemas.auth, data, 'data')
        const fresh = await verifyToken(token)
        if (fresh.user.userId !== session.user.userId) {
          close(CLOSE.unauthorized, 'the token is of another user')
          return
        }
        if (!open) return
        session = fresh
        watchExpiry()
        await answer('ack', id, { result: { tokenExpiresAt: isoTime(session.expiresAt) } } satisfies Ack)
        return
      }
      default: {
        const retryAfterMs = await limits.arrive(session.user.userId)
        if (retryAfterMs !== null) {
          metrics.rateLimited.inc({ scope: 'hard' })
          await answer('error', id, new ProtocolError('rate_limited', 'Far too many commands', { retryAfterMs }).body)
          close(CLOSE.rateLimited, JSON.stringify({ retryAfterMs }))
          return
        }
        const origin = { connectionId: first.id, isOpen: () => open }
        const ack = await commands.run(session.user, message, origin)
        // A durable command has an id by now; others are acked when they have one.
        if (id !== undefined) await answer('ack', id, ack)
      }
    }
  }

  let turns: Promise<void> = Promise.resolve()
  let waiting = 0

  /** One after the other, in the order they came: a client may rely on its second message seeing its first. */
  function takeTurn(incoming: Incoming): void {
    waiting += 1
    if (waiting === MAX_WAITING) socket.pause()
    turns = turns
      .then(() => receive(incoming))
      .catch((error: unknown) => log.error({ err: error }, 'a message could not be answered'))
      .then(() => {
        waiting -= 1
        if (waiting < MAX_WAITING / 2 && socket.isPaused) socket.resume()
      })
  }

  socket.on('message', (raw, isBinary) => {
    lastSign = clock.now()
    const incoming = read(raw, isBinary)
    const type = incoming.ok ? incoming.message.type : 'unreadable'
    metrics.messagesIn.inc({ type: KNOWN_CONTROL.has(type) || table.commands.has(type) ? type : 'other' })
    // A ping measures the way, not the queue.
    if (incoming.ok && type === 'ping') void pong(incoming.message)
    else takeTurn(incoming)
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
    metrics.closes.inc({ code, initiator, err: fault })
    log.debug({ code, initiator, fault }, 'socket closed')
  })

  async function pong({ data, id }: Envelope): Promise<void> {
    const t = isObject(data) ? data['t'] : undefined
    await answer('pong', id, { t, serverTime: isoTime(clock.now()) })
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
  watchExpiry()

  return { id: first.id, userId: session.user.userId, send, close, terminate, settled: () => turns }
}

const KNOWN_CONTROL: ReadonlySet<string> = new Set([...Object.keys(controlSchemas), 'unreadable'])

function read(raw: RawData, isBinary: boolean): Incoming {
  try {
    if (isBinary) throw new ProtocolError('invalid_json', 'Frames are text')
    return { ok: true, message: readMessage(textOf(raw)) }
  } catch (error) {
    if (error instanceof ProtocolError) return { ok: false, error, id: isBinary ? undefined : readableId(textOf(raw)) }
    throw error
  }
}

/** A refused message may still say which one it is. */
function readableId(frame: string): string | undefined {
  try {
    const value = readJson(frame)
    return isObject(value) && typeof value['id'] === 'string' ? value['id'] : undefined
  } catch {
    return undefined
  }
}

/** `ws` hands over one Buffer unless it is told otherwise. */
const textOf = (raw: RawData): string => (Buffer.isBuffer(raw) ? raw.toString('utf8') : '')
