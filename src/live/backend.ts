import type { Position } from '../protocol/stream.js'

/** Who is signed in. `userKey` tells people apart: nothing of one key is ever shown or sent under another. */
export interface Session {
  readonly token: string
  readonly userKey: string
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
  /** The address to dial, token included. */
  readonly socketUrl: (session: Session) => string
  /** Resolves to `null` when nobody is signed in: then there is no socket and no polling. */
  readonly getSession: (request: SessionRequest) => Promise<Session | null>
  /** Calls back when somebody else may be signed in now. Returns how to stop. */
  readonly watchSession?: (changed: () => void) => () => void
  /** @throws SnapshotError */
  readonly snapshot: (
    topic: string,
    ask: { readonly session: Session; readonly known: Position | null; readonly signal: AbortSignal },
  ) => Promise<SnapshotAnswer>
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

/** The backend of PROTOCOL.md: snapshots under `/api/snapshots`, the token in the socket's URL. */
export function httpBackend(options: HttpBackendOptions): Backend {
  const { getSession, watchSession } = options
  return {
    getSession,
    ...(watchSession ? { watchSession } : {}),
    socketUrl: ({ token }) => `${options.wsUrl()}?token=${encodeURIComponent(token)}&batch=1`,
    snapshot: async (topic, { session, known, signal }) => {
      const request = options.fetch ?? fetch
      const url = `${options.apiUrl()}/api/snapshots/${encodeURIComponent(topic)}`
      const headers = {
        authorization: `Bearer ${session.token}`,
        ...(known ? { 'if-none-match': `"${known.epoch}:${known.offset}"` } : {}),
      }
      let response: Response
      try {
        // no-store: the position decides what is new, a browser's cache would answer for the last user.
        response = await request(url, { headers, signal, cache: 'no-store' })
      } catch (cause) {
        throw new SnapshotError(0, 'unreachable', `The server could not be reached: ${String(cause)}`)
      }
      if (response.status === 304) return { unchanged: true }
      return readSnapshot(response)
    },
  }
}

async function readSnapshot(response: Response): Promise<SnapshotAnswer> {
  const json = response.headers.get('content-type')?.includes('application/json')
  // A proxy's HTML error page must never meet a JSON parser.
  if (!json) throw new SnapshotError(response.status, 'not_json', `HTTP ${response.status} without JSON`)
  // The server's own format; what its data holds is checked by the stream's schema.
  const body = (await response.json()) as {
    epoch?: string | null
    offset?: number | null
    data?: unknown
    error?: { code?: string; message?: string }
  }
  if (!response.ok) {
    const { code = 'internal', message = `HTTP ${response.status}` } = body.error ?? {}
    throw new SnapshotError(response.status, code, message)
  }
  const { epoch, offset, data } = body
  const position = typeof epoch === 'string' && typeof offset === 'number' ? { epoch, offset } : null
  return { data, position }
}
