import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { ERROR_STATUS, ProtocolError } from '../../protocol/errorCodes.js'
import { asProtocolError } from '../commands.js'
import { analyticsRoutes } from './analytics.js'
import { authRoutes } from './auth.js'
import type { HttpEnv, HttpParts } from './context.js'
import { conversationRoutes } from './conversations.js'
import { dashboardRoutes } from './dashboard.js'
import { demoRoutes } from './demo.js'
import { draftRoutes } from './drafts.js'
import { messageRoutes } from './messages.js'
import { notificationRoutes } from './notifications.js'
import { retryAfter } from './retryAfter.js'
import { serviceRoutes } from './service.js'
import { snapshotRoutes } from './snapshots.js'
import { uploadRoutes } from './uploads.js'
import { demoPages } from './demoPages.js'
import { TUS_ABILITIES, TUS_HEADERS, UPLOADS_PATH } from '../uploads/endpoint.js'

/** Everything that is asked over HTTP. */
export function createApp(parts: HttpParts): Hono<HttpEnv> {
  const { log, allowedOrigins, verifyToken } = parts
  const app = new Hono<HttpEnv>()

  app.use(async (c, next) => {
    const started = performance.now()
    c.header('X-Content-Type-Options', 'nosniff')
    // A connection that is kept would be cut in the middle of its next request.
    if (parts.isDraining()) c.header('Connection', 'close')
    await next()
    // The path alone: a query may hold a token.
    log.debug(
      { method: c.req.method, path: c.req.path, status: c.res.status, ms: performance.now() - started },
      'request',
    )
  })
  app.route('/', serviceRoutes(parts))
  app.use(`${UPLOADS_PATH}/*`, async (c, next) => {
    // The answer to OPTIONS is given below, for a preflight as for a client that asks what may be done.
    if (c.req.method === 'OPTIONS') for (const [name, value] of Object.entries(TUS_ABILITIES)) c.header(name, value)
    await next()
  })
  app.use(
    '/api/*',
    cors({
      origin: (origin) => (allowedOrigins().includes(origin) ? origin : null),
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowHeaders: ['Authorization', 'Content-Type', 'If-None-Match', ...TUS_HEADERS],
      exposeHeaders: ['ETag', 'Retry-After', ...TUS_HEADERS],
      maxAge: 600,
    }),
  )
  app.use('/api/*', async (c, next) => {
    c.header('Referrer-Policy', 'no-referrer')
    c.header('Cache-Control', 'no-store')
    await next()
  })
  if (parts.demo) app.route('/api/auth', parts.demo.loginRoutes)
  app.use('/api/*', async (c, next) => {
    const [, token] = /^Bearer ([^\s]+)$/i.exec(c.req.header('Authorization') ?? '') ?? []
    if (token === undefined) throw new ProtocolError('unauthorized', 'A bearer token is required')
    c.set('session', await verifyToken(token))
    await next()
  })
  app.route('/api/auth', authRoutes(parts))
  app.route('/api/snapshots', snapshotRoutes(parts))
  app.route('/api/messages', messageRoutes(parts))
  app.route('/api/notifications', notificationRoutes(parts))
  app.route('/api/dashboard', dashboardRoutes(parts))
  app.route('/api/drafts', draftRoutes(parts))
  app.route('/api/pitches', analyticsRoutes(parts))
  app.route(UPLOADS_PATH, uploadRoutes(parts))
  app.route('/api/conversations', conversationRoutes(parts))
  if (parts.demo) app.route('/api/demo', demoRoutes(parts.demo))
  app.all('/api/*', () => {
    throw new ProtocolError('not_found', 'There is nothing here')
  })
  if (parts.demo?.pagesRoot) app.route('/', demoPages(parts.demo.pagesRoot))

  app.notFound((c) => c.json({ error: { code: 'not_found', message: 'There is nothing here' } }, 404))
  app.onError((thrown, c) => {
    const error = asProtocolError(thrown)
    if (!(error instanceof ProtocolError)) {
      log.error({ err: error, path: c.req.path }, 'a request failed')
      return c.json({ error: { code: 'internal', message: 'Something went wrong' } }, 500)
    }
    if (error.cause !== undefined) log.error({ err: error.cause, path: c.req.path }, 'a request failed')
    if (error.code === 'unauthorized') c.header('WWW-Authenticate', 'Bearer')
    if (error.retryAfterMs !== undefined) c.header('Retry-After', retryAfter(error.retryAfterMs))
    const { code, message, details } = error.body
    return c.json({ error: { code, message, ...(details === undefined ? {} : { details }) } }, ERROR_STATUS[code])
  })
  return app
}
