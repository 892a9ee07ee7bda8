import { Hono, type Context } from 'hono'
import { ProtocolError } from '../../protocol/errorCodes.js'
import type { User } from '../../protocol/stream.js'
import type { HttpEnv, HttpParts } from './context.js'

/** For those who run the server: is it alive, may it have traffic, how is it doing. */
export function serviceRoutes({ database, degraded, hub, isDraining, metrics, table }: HttpParts): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get('/healthz', (c) => c.json({ status: 'ok' }))
  routes.get('/readyz', async (c) => {
    c.header('Cache-Control', 'no-store')
    if (isDraining()) return c.json({ status: 'draining', degraded: degraded() }, 503)
    const works = await database.read((tx) => tx.query('SELECT 1 AS one')).catch(() => null)
    return works === null
      ? c.json({ status: 'no database', degraded: degraded() }, 503)
      : c.json({ status: 'ok', degraded: degraded() })
  })
  routes.get('/metrics', async (c) => {
    metrics.topicsActive.set(hub.topicCount())
    for (const stream of table.all) stream.measure?.(metrics)
    c.header('Content-Type', metrics.registry.contentType)
    return c.body(await metrics.registry.metrics())
  })
  return routes
}

/** @throws ProtocolError `forbidden` */
export function requireService(c: Context<HttpEnv>): User {
  const { user } = c.get('session')
  if (user.role !== 'service') throw new ProtocolError('forbidden', 'Only a service may do this')
  return user
}

/** A user or pitch id in a path; `null` for anything else. */
export const pathId = (text: string | undefined): number | null =>
  text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
