import type { Ack } from '../protocol/control.js'
import { isObject, type Envelope } from '../protocol/envelope.js'
import type { ErrorBody } from '../protocol/errorCodes.js'
import type { Position } from '../protocol/stream.js'

/** Who is signed in. `userKey` tells people apart: nothing of one key is ever shown or sent under another. */
export interface Session {
  readonly token: string
  readonly userKey: string
  /** When the token ends, ms since 1970, where it says so itself: then it is renewed without being told to. */
  readonly expiresAt?: number
}

export interface SessionRequest {
  /** `expiring`: the token works, but not for long. `refused`: the server said no, a cached one will not do. */
  readonly reason: 'first' | 'expiring' | 'refused'
  readonly signal: AbortSignal
}

/** State over REST. `unchanged`: the position asked about is still the newest. */
export type SnapshotAnswer =
  | { readonly unchanged: true }
  | { readonly unchanged?: false; readonly data: unknown; readonly position: Position | null }

/** What REST says to a durable command: what the socket would have said. */
export type CommandAnswer = { readonly ok: true; readonly ack: Ack } | { readonly ok: false; readonly error: ErrorBody }

/** Why REST did not answer. `status` 0: it could not be reached. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The one seam to a server; `httpBackend` is ours, anything of this shape fits. */
export interface Backend {
  /**
   * `false`: events and snapshots carry no positions. Then what arrives during a fetch is applied on top of its result,
   * and every reconnect fetches anew: an event may be applied twice, and one that is lost on the way is missed until the
   * next fetch. Reducers that may be repeated (replace, upsert by id) keep that from showing.
   */
  readonly positions?: boolean
  /** How messages are written and read, where the server speaks otherwise than PROTOCOL.md. */
  readonly wire?: Wire
  /** The address to dial, token included. Asked before each dial, so it may hold a ticket that is good for one. */
  readonly socketUrl: (session: Session) => string | Promise<string>
  /** Resolves to `null` when nobody is signed in: then there is no socket and no polling. */
  readonly getSession: (request: SessionRequest) => Promise<Session | null>
  /** Calls back when somebody else may be signed in now. Returns how to stop. */
  readonly watchSession?: (changed: () => void) => () => void
  /** @throws SnapshotError */
  readonly snapshot: (
    topic: string,
    ask: { readonly session: Session; readonly known: Position | null; readonly signal: AbortSignal },
  ) => Promise<SnapshotAnswer>
  /** One page of what lies behind a snapshot, from `cursor` on. @throws SnapshotError */
  readonly page?: (
    topic: string,
    ask: { readonly session: Session; readonly cursor: string; readonly signal: AbortSignal },
  ) => Promise<{ readonly data: unknown; readonly position: Position | null }>
  /**
   * One durable command, while there is no socket. Its `id` makes it the same one that may have gone over a socket before.
   * @throws SnapshotError when it was not answered
   */
  readonly command?: (
    message: { readonly type: string; readonly data: unknown; readonly id: string },
    ask: { readonly session: Session; readonly signal: AbortSignal },
  ) => Promise<CommandAnswer>
  /** Where files go by tus, whole or from the page's own origin. Absent: nowhere. */
  readonly uploadsUrl?: () => string
  /** Whatever else REST has to say at a path, for `getJson`. @throws SnapshotError */
  readonly get?: (path: string, ask: { readonly session: Session; readonly signal: AbortSignal }) => Promise<unknown>
  /** Whatever else REST takes at a path, for `sendJson`. @throws SnapshotError */
  readonly write?: (
    written: Written,
    ask: { readonly session: Session; readonly signal: AbortSignal },
  ) => Promise<unknown>
}

/** What is written over REST. Whoever sends it again says the same `id` in the body, where the server heeds one. */
export interface Written {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
}

export interface Wire {
  /** The frame for a message, or `null` for one that this server has no word for. */
  readonly encode: (message: { type: string; data: unknown; id?: string }) => string | null
  /** The messages in a frame, as in PROTOCOL.md: events with their topic, `ack`, `error`. Throws for an unreadable one. */
  readonly decode: (frame: string) => readonly Envelope[]
  /** `open`: the server says no `welcome`; an open socket is a live one. */
  readonly ready: 'open' | 'welcome'
  /** Does it answer `ping` with `pong`? Without, a silent link is noticed only when the browser closes it. */
  readonly heartbeat: boolean
}

export interface HttpBackendOptions {
  /** e.g. `https://api.example.com`; without a trailing slash. Empty: the page's own origin. */
  readonly apiUrl: () => string
  /** e.g. `wss://api.example.com/ws`. */
  readonly wsUrl: () => string
  readonly getSession: Backend['getSession']
  readonly watchSession?: Backend['watchSession']
  readonly fetch?: typeof fetch
}

/**
 * The backend of PROTOCOL.md: snapshots under `/api/snapshots`, pages under the stream's own name, commands to
 * `/api/messages`, the token in the socket's URL.
 */
export function httpBackend(options: HttpBackendOptions): Backend {
  const { apiUrl, wsUrl, getSession, watchSession } = options
  const get = (path: string, session: Session, signal: AbortSignal, more: Record<string, string> = {}) =>
    ask(path, session, { signal, headers: more })
  const write = ({ method, path, body }: Written, session: Session, signal: AbortSignal) => {
    const headers = { 'content-type': 'application/json' }
    const text = JSON.stringify(body ?? {})
    return ask(path, session, { method, headers, body: text, signal, keepalive: outlivesPage(text) })
  }
  const ask = async (
    path: string,
    { token }: Session,
    init: Omit<RequestInit, 'headers'> & { readonly headers: Record<string, string> },
  ) => {
    const request = options.fetch ?? fetch
    const headers = { authorization: `Bearer ${token}`, ...init.headers }
    try {
      // no-store: the position decides what is new, a browser's cache would answer for the last user.
      return await request(`${apiUrl()}${path}`, { ...init, headers, cache: 'no-store' })
    } catch (cause) {
      throw new SnapshotError(0, 'unreachable', `The server could not be reached: ${String(cause)}`)
    }
  }
  return {
    getSession,
    ...(watchSession ? { watchSession } : {}),
    socketUrl: ({ token }) => `${wsUrl()}?token=${encodeURIComponent(token)}&batch=1`,
    snapshot: async (topic, { session, known, signal }) => {
      const tag: Record<string, string> = known ? { 'if-none-match': `"${known.epoch}:${known.offset}"` } : {}
      const response = await get(`/api/snapshots/${encodeURIComponent(topic)}`, session, signal, tag)
      if (response.status === 304) return { unchanged: true }
      const { data, ...body } = await read(response)
      return { data, position: positionIn(body) }
    },
    page: async (topic, { session, cursor, signal }) => {
      const [stream = ''] = topic.split(':')
      const path = `/api/${encodeURIComponent(stream)}?before=${encodeURIComponent(cursor)}`
      const body = await read(await get(path, session, signal))
      return { data: body, position: positionIn(body) }
    },
    command: async (message, { session, signal }) =>
      readAnswer(await write({ method: 'POST', path: '/api/messages', body: message }, session, signal)),
    uploadsUrl: () => `${apiUrl()}/api/uploads`,
    get: async (path, { session, signal }) => read(await get(path, session, signal)),
    write: async (written, { session, signal }) => read(await write(written, session, signal)),
  }
}

/** All requests that outlive a page may weigh so much together; one that is heavier would be refused. */
const KEEPALIVE_BYTES = 60 * 1024

/** What is sent by a page that nobody looks at may be the last that it does. */
const outlivesPage = (body: string): boolean =>
  typeof document !== 'undefined' &&
  document.visibilityState === 'hidden' &&
  new TextEncoder().encode(body).length <= KEEPALIVE_BYTES

async function readAnswer(response: Response): Promise<CommandAnswer> {
  const body = await bodyOf(response)
  // Of the shapes in PROTOCOL.md; anything else was not said by the server, but by something in between.
  if (isObject(body) && isObject(body['data'])) {
    const { type, data } = body
    if (response.ok && type === 'ack') return { ok: true, ack: data }
    if (!response.ok && type === 'error') return { ok: false, error: data as unknown as ErrorBody }
  }
  const error = isObject(body) && isObject(body['error']) ? body['error'] : null
  if (response.status === 401)
    return { ok: false, error: { code: 'unauthorized', message: String(error?.['message']), retryable: false } }
  throw new SnapshotError(response.status, 'not_answered', `HTTP ${response.status}`)
}

/** A proxy's HTML error page must never meet a JSON parser. */
async function bodyOf(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('application/json')
  try {
    return isJson ? await response.json() : null
  } catch (cause) {
    // The line went dead within the answer. What came of it is no answer, whatever its status says.
    throw new SnapshotError(0, 'unreachable', `The answer broke off: ${String(cause)}`)
  }
}

async function read(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const isJson = response.headers.get('content-type')?.includes('application/json')
  const body = await bodyOf(response)
  if (response.ok && isObject(body)) return body
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {}
  const { code = isJson ? 'internal' : 'not_json', message = `HTTP ${response.status}` } = error
  throw new SnapshotError(response.status, String(code), String(message))
}

const positionIn = ({ epoch, offset }: Readonly<Record<string, unknown>>): Position | null =>
  typeof epoch === 'string' && typeof offset === 'number' ? { epoch, offset } : null
