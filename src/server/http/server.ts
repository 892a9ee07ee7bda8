import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
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

export function createHttpServer(app: Hono<HttpEnv>): HttpServer {
  const listener = getRequestListener(app.fetch)
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 60_000, connectionsCheckingInterval: 1_000 },
    (request, response) => void listener(request, response),
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
