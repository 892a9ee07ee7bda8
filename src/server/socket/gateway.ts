import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { CLOSE } from '../../protocol/closeCodes.js'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { MAX_CONNECTIONS, MAX_FRAME_BYTES } from '../../protocol/limits.js'
import { isTicket, type Tickets } from '../tickets.js'
import type { Session } from '../token.js'
import { openConnection, type Connection, type ConnectionParts } from './connection.js'

/** Takes sockets in and lets them go. */
export interface Gateway {
  /** No new sockets (503) until told otherwise. `abruptly`: cuts the open ones. */
  refuse(on: boolean): void
  cutAll(): void
  /** Says goodbye to everyone and waits until they are gone, but not for ever. */
  drain(): Promise<void>
}

interface Parts extends ConnectionParts {
  readonly allowedOrigins: () => readonly string[]
  readonly randomText: () => string
  readonly tickets: Tickets
  /** 0 to 1. */
  readonly random: () => number
}

export function attachGateway(server: Server, parts: Parts): Gateway {
  const { allowedOrigins, log, metrics, random, randomText, tickets, verifyToken } = parts
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    // Thousands of empty fragments make no large frame, but as many objects.
    maxFragments: 64,
    maxBufferedChunks: 1024,
    perMessageDeflate: false,
    clientTracking: true,
  })
  const connections = new Map<number, Set<Connection>>()
  let refusing = false
  let draining = false

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    takeIn(request, stream, head).catch((error: unknown) => {
      log.error({ err: error }, 'an upgrade failed')
      stream.destroy()
    })
  })

  async function takeIn(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const url = urlOf(request)
    if (url?.pathname !== '/ws') return refuseUpgrade(stream, 404, 'path')
    if (draining || refusing) return refuseUpgrade(stream, 503, 'draining')
    const { origin } = request.headers
    if (origin !== undefined && !allowedOrigins().includes(origin)) return refuseUpgrade(stream, 403, 'origin')
    const admission = await authenticate(url.searchParams.get('token') ?? '')
    if (stream.destroyed) return
    // Meanwhile everybody may have been told to go.
    if (draining || refusing) return refuseUpgrade(stream, 503, 'draining')
    sockets.handleUpgrade(request, stream, head, (socket) => {
      if ('session' in admission) welcome(socket, admission.session, url.searchParams.get('batch') === '1')
      else turnAway(socket, admission.error)
    })
  }

  async function authenticate(token: string): Promise<{ session: Session } | { error: ProtocolError }> {
    try {
      return { session: await (isTicket(token) ? tickets.redeem(token) : verifyToken(token)) }
    } catch (error) {
      if (error instanceof ProtocolError) return { error }
      log.error({ err: error }, 'a token could not be checked')
      return { error: new ProtocolError('unavailable', 'Tokens cannot be checked right now') }
    }
  }

  /** A browser cannot see why an upgrade was refused, so the socket is accepted to be closed with the reason. */
  function turnAway(socket: WebSocket, error: ProtocolError): void {
    socket.on('error', () => undefined)
    metrics.connects.inc({ result: error.code })
    if (error.code === 'unauthorized') socket.close(CLOSE.unauthorized, error.message)
    else socket.close(CLOSE.overloaded, JSON.stringify({ retryAfterMs: 3_000 }))
  }

  function welcome(socket: WebSocket, session: Session, batch: boolean): void {
    metrics.connects.inc({ result: 'ok' })
    const { userId } = session.user
    const own = connections.get(userId) ?? new Set()
    connections.set(userId, own)
    const connection = openConnection(socket, { id: randomText(), session, batch }, parts, () => {
      own.delete(connection)
      if (own.size === 0 && connections.get(userId) === own) connections.delete(userId)
    })
    own.add(connection)
    const [oldest] = own
    if (own.size > MAX_CONNECTIONS) oldest?.close(CLOSE.tooManyConnections, 'too many connections')
  }

  function refuseUpgrade(stream: Duplex, status: 403 | 404 | 503, result: string): void {
    metrics.connects.inc({ result })
    const retry = status === 503 ? 'Retry-After: 3\r\n' : ''
    stream.once('finish', () => stream.destroy())
    stream.end(`HTTP/1.1 ${status} ${STATUS_TEXT[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${retry}\r\n`)
  }

  const all = (): Connection[] => [...connections.values()].flatMap((own) => [...own])

  return {
    refuse(on) {
      refusing = on
    },
    cutAll() {
      for (const connection of all()) connection.terminate()
    },
    async drain() {
      draining = true
      const leaving = all()
      // Spread, so that a thousand clients do not come back in the same moment.
      for (const connection of leaving)
        connection.send('going_away', { retryAfterMs: Math.round(RETRY_MIN_MS + random() * RETRY_SPREAD_MS) })
      await Promise.race([Promise.all(leaving.map((connection) => leave(connection))), delay(ANSWERS_MS)])
      for (const connection of all()) connection.close(CLOSE.restart, 'restart')
      await until(() => sockets.clients.size === 0, GOODBYES_MS)
      for (const socket of sockets.clients) socket.terminate()
    },
  }

  async function leave(connection: Connection): Promise<void> {
    await connection.settled()
    connection.close(CLOSE.restart, 'restart')
  }

  /** Real time, whatever the server's clock says: this is about the peer's kernel, not about the protocol. */
  async function until(condition: () => boolean, limitMs: number): Promise<void> {
    const end = performance.now() + limitMs
    while (!condition() && performance.now() < end) await delay(10)
  }
}

const RETRY_MIN_MS = 500
const RETRY_SPREAD_MS = 2_500
/** What is being worked on has so long to be acked, then so long for the close to be answered. */
const ANSWERS_MS = 3_000
const GOODBYES_MS = 2_000

const STATUS_TEXT = { 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' } as const

const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

function urlOf(request: IncomingMessage): URL | null {
  const text = `http://server${request.url ?? '/'}`
  return URL.canParse(text) ? new URL(text) : null
}
