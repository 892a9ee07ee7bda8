import { createServer, type IncomingMessage, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { UPLOADS_PATH } from '../uploads/endpoint.js'
import type { HttpEnv } from './context.js'

/** The listening end. Slow and silent requests are cut, so that they cannot use up the connections. */
export interface HttpServer {
  readonly server: Server
  /** Resolves with the port; rejects when it is taken. */
  listen(port: number, host: string): Promise<number>
  /** Finishes the requests that run, for a while. */
  close(): Promise<void>
}

const PATIENCE_MS = 5_000
export interface BodyLimits {
  /** The whole of a body may take so long. */
  readonly bodyMs: number
  /** A file may take as long as it likes, while some of it keeps coming. */
  readonly silenceMs: number
}

export function createHttpServer(
  app: Pick<Hono<HttpEnv>, 'fetch'>,
  limits: BodyLimits = { bodyMs: 60_000, silenceMs: 60_000 },
): HttpServer {
  const listener = getRequestListener(app.fetch)
  // `requestTimeout` would cut large uploads on slow links in the middle, for ever again.
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 0, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      watchBody(request, limits)
      void listener(request, response)
    },
  )
  return {
    server,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          const address = server.address()
          resolve(typeof address === 'object' && address ? address.port : port)
        })
      }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS)
      await closed
      clearTimeout(cut)
    },
  }
}

function watchBody(request: IncomingMessage, { bodyMs, silenceMs }: BodyLimits): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
  if (length === '0' && encoding === undefined) return
  const cut = (): void => void request.destroy()
  if (request.url?.startsWith(UPLOADS_PATH)) {
    request.setTimeout(silenceMs, cut)
    return
  }
  const timer = setTimeout(cut, bodyMs)
  for (const end of ['end', 'close'] as const) request.once(end, () => clearTimeout(timer))
}
