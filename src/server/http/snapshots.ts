import { Hono } from 'hono'
import type { Snapshot } from '../../protocol/control.js'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { MAX_TOPICS } from '../../protocol/limits.js'
import type { User } from '../../protocol/stream.js'
import type { Transaction } from '../database/database.js'
import { readSnapshot } from '../log/snapshot.js'
import type { HttpEnv, HttpParts } from './context.js'

export function snapshotRoutes(parts: HttpParts): Hono<HttpEnv> {
  const { authorize, database, epoch, metrics, table } = parts

  async function read(tx: Transaction, user: User, name: string): Promise<Snapshot | null> {
    const target = authorize.target(user, name)
    if (!target || !(await authorize.exists(tx, target, user))) return null
    if (target.stream.kind !== 'ephemeral') return readSnapshot(tx, epoch, target)
    const state = table.byName.get(target.stream.name)?.state?.(target.param, user)
    return { topic: name, epoch: null, offset: null, data: state }
  }

  const routes = new Hono<HttpEnv>()
  routes.use(async (c, next) => {
    const measured = metrics.snapshotSeconds.startTimer()
    await next()
    measured()
    c.header('Cache-Control', 'private, no-cache')
    c.header('Vary', 'Authorization', { append: true })
  })

  routes.get('/', async (c) => {
    const names = (c.req.query('topics') ?? '').split(',').filter((name) => name !== '')
    if (names.length === 0 || names.length > MAX_TOPICS)
      throw new ProtocolError('validation_failed', `topics: name 1 to ${MAX_TOPICS} topics, separated by commas`)
    const { user } = c.get('session')
    const snapshots = await database.read(async (tx) => {
      const found = []
      for (const name of names) found.push((await read(tx, user, name)) ?? { topic: name, error: FORBIDDEN })
      return found
    })
    return c.json({ snapshots })
  })

  routes.get('/:topic', async (c) => {
    const { user } = c.get('session')
    const snapshot = await database.read((tx) => read(tx, user, c.req.param('topic')))
    if (!snapshot) throw new ProtocolError(FORBIDDEN.code, FORBIDDEN.message)
    if (snapshot.epoch === null) return c.json(snapshot)
    const etag = `"${snapshot.epoch}:${snapshot.offset}"`
    c.header('ETag', etag)
    return matches(c.req.header('If-None-Match'), etag) ? c.body(null, 304) : c.json(snapshot)
  })
  return routes
}

const FORBIDDEN = { code: 'forbidden', message: 'You may not read this topic' } as const

/** RFC 9110: a list of tags, weak ones included, or `*`. */
const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
