import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import type { Ack } from '../../protocol/control.js'
import { ProtocolError } from '../../protocol/errorCodes.js'
import type { User } from '../../protocol/stream.js'
import { draft as stream, ownerAndId } from '../../protocol/streams/draft.js'
import { editors } from '../../protocol/streams/editors.js'
import { Count, Id } from '../../protocol/streams/values.js'
import { topicOf } from '../../protocol/topic.js'
import { checked } from '../commands.js'
import type { Transaction } from '../database/database.js'
import { fingerprint, once, requireId } from '../idempotency.js'
import { restoreRevision } from '../streams/draft.js'
import { setCollaborators } from '../streams/draftCollaborators.js'
import {
  readCollaborators,
  readDrafts,
  readRevision,
  readRevisions,
  type DraftCursor,
} from '../streams/draftHistory.js'
import { readBody } from './body.js'
import type { HttpEnv, HttpParts } from './context.js'
import { pathId } from './service.js'

const Restore = v.object({ revision: v.pipe(Count, v.minValue(1)), baseRevision: Count })
const Collaborators = v.object({ userIds: v.pipe(v.array(Id), v.maxLength(100)) })

export function draftRoutes({ authorize, database, hub, publish, table }: HttpParts): Hono<HttpEnv> {
  /** The draft of this path. @throws ProtocolError `forbidden`, whatever it is that there is not */
  function named(c: Context<HttpEnv>) {
    const { user } = c.get('session')
    const target = authorize.target(user, topicOf(stream, c.req.param('draftId') ?? ''))
    if (!target) throw forbidden()
    const name = String(target.param)
    return { user, target, name, ...ownerAndId(name) }
  }

  const read = <T>(c: Context<HttpEnv>, work: (tx: Transaction, draft: ReturnType<typeof named>) => Promise<T>) => {
    const draft = named(c)
    return database.read(async (tx) => {
      if ((await authorize.admission(tx, draft.user, draft.target)) !== 'admitted') throw forbidden()
      return work(tx, draft)
    })
  }

  const routes = new Hono<HttpEnv>()
  routes.get('/', async (c) => {
    const { before, limit = '50' } = c.req.query()
    const page = { before: before === undefined ? null : cursorOf(before), limit: limitOf(limit) }
    return c.json(await database.read((tx) => readDrafts(tx, c.get('session').user.userId, page)))
  })

  routes.get('/:draftId/revisions', async (c) => {
    const { before, limit = '50' } = c.req.query()
    const from = before === undefined ? Number.MAX_SAFE_INTEGER : pathId(before)
    if (from === null) throw invalid('before: a revision')
    const page = { before: from, limit: limitOf(limit) }
    return c.json(await read(c, (tx, draft) => readRevisions(tx, draft, page)))
  })

  routes.get('/:draftId/revisions/:revision', async (c) => {
    const revision = pathId(c.req.param('revision'))
    const saved = await read(c, async (tx, { target }) => revision && readRevision(tx, target.topic, revision))
    if (!saved) throw new ProtocolError('not_found', 'There is no such revision any more, or not yet')
    return c.json(saved)
  })

  routes.post('/:draftId/restore', async (c) => {
    const { user, target, name } = named(c)
    const { id, ...body } = await readBody(c)
    const asked = checked(Restore, body, 'body')
    const key = {
      userId: user.userId,
      id: requireId(id),
      fingerprint: fingerprint('POST /api/drafts/restore', { name, ...asked }),
    }
    const { answer, duplicate } = await publish((writing) =>
      once<Ack>(writing, key, async () => {
        const { result, position } = await restoreRevision(writing, user, name, asked)
        return { result, topic: target.name, ...position }
      }),
    )
    return c.json(duplicate ? { ...answer, duplicate } : answer)
  })

  routes.get('/:draftId/collaborators', async (c) => {
    const { user, ...draft } = named(c)
    requireOwner(user, draft.ownerId)
    return c.json({ userIds: await database.read((tx) => readCollaborators(tx, draft)) })
  })

  routes.put('/:draftId/collaborators', async (c) => {
    const { user, target, name, ownerId } = named(c)
    requireOwner(user, ownerId)
    const { userIds } = checked(Collaborators, await readBody(c), 'body')
    const now = await publish((writing) => setCollaborators(writing, name, userIds))
    const mayRead = (userId: number) => userId === ownerId || now.includes(userId)
    for (const topic of [target.topic, topicOf(editors, name)]) hub.evict(topic, mayRead)
    table.byName.get(editors.name)?.readersChanged?.(name, mayRead)
    return c.json({ userIds: now })
  })
  return routes
}

const forbidden = () => new ProtocolError('forbidden', 'You may not read this draft')

function requireOwner({ userId }: User, ownerId: number): void {
  if (userId !== ownerId) throw forbidden()
}

function limitOf(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 100) throw invalid('limit: 1 to 100')
  return Number(text)
}

function cursorOf(text: string): DraftCursor {
  const [, at, ownerId, draftId] = /^(\d{1,15})\.([1-9]\d{0,14})\.([A-Za-z0-9_-]{1,64})$/.exec(text) ?? []
  if (draftId === undefined) throw invalid('before: not a cursor of this list')
  return { at: Number(at), ownerId: Number(ownerId), draftId }
}

const invalid = (message: string): ProtocolError => new ProtocolError('validation_failed', message)
