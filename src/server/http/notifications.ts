import { Hono } from 'hono'
import * as v from 'valibot'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { NotificationContent } from '../../protocol/streams/notifications.js'
import { notifications as stream } from '../../protocol/streams/notifications.js'
import { Id } from '../../protocol/streams/values.js'
import { topicOf } from '../../protocol/topic.js'
import { checked } from '../commands.js'
import { fingerprint, once, requireId } from '../idempotency.js'
import { readHead } from '../log/snapshot.js'
import { notify, offsetOf, readPage } from '../streams/notifications.js'
import { readBody } from './body.js'
import type { HttpEnv, HttpParts } from './context.js'
import { requireService } from './service.js'

const Ordered = v.object({ userId: Id, ...NotificationContent.entries })

export function notificationRoutes({ database, epoch, publish }: HttpParts): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()

  routes.get('/', async (c) => {
    const { userId } = c.get('session').user
    const query = readQuery(c.req.query(), userId)
    const page = await database.read(async (tx) => ({
      ...(await readPage(tx, userId, query)),
      epoch,
      offset: await readHead(tx, topicOf(stream, userId)),
    }))
    c.header('Cache-Control', 'private, no-cache')
    c.header('Vary', 'Authorization', { append: true })
    return c.json(page)
  })

  routes.post('/', async (c) => {
    const service = requireService(c)
    const { id, ...body } = await readBody(c)
    const { userId, ...content } = checked(Ordered, body, 'body')
    const key = id === undefined ? null : requireId(id)
    const notification = await publish(async (writing) => {
      const work = () => notify(writing, userId, content)
      if (key === null) return work()
      const command = { userId: service.userId, id: key, fingerprint: fingerprint('POST /api/notifications', body) }
      return (await once(writing, command, work)).answer
    })
    return c.json(notification, 201)
  })
  return routes
}

interface PageQuery {
  readonly before: string | null
  readonly limit: number
  readonly unread: boolean
}

function readQuery(query: Readonly<Record<string, string>>, userId: number): PageQuery {
  const { before = null, limit = '50', unread = '0' } = query
  if (before !== null && offsetOf(userId, before) === null) throw invalid('before: not a cursor of yours')
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) throw invalid('limit: 1 to 100')
  if (unread !== '0' && unread !== '1') throw invalid('unread: 1 or 0')
  return { before, limit: Number(limit), unread: unread === '1' }
}

const invalid = (message: string): ProtocolError => new ProtocolError('validation_failed', message)
