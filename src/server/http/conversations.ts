import { Hono } from 'hono'
import * as v from 'valibot'
import { Conversation, typing } from '../../protocol/streams/typing.js'
import { Id } from '../../protocol/streams/values.js'
import { topicOf } from '../../protocol/topic.js'
import { checked } from '../commands.js'
import { setParticipants } from '../streams/participants.js'
import { readBody } from './body.js'
import type { HttpEnv, HttpParts } from './context.js'
import { requireService } from './service.js'

const MAX_PARTICIPANTS = 1_000
const Participants = v.object({ userIds: v.pipe(v.array(Id), v.maxLength(MAX_PARTICIPANTS)) })

export const conversationRoutes = ({ database, hub, table }: HttpParts): Hono<HttpEnv> =>
  new Hono<HttpEnv>().put('/:id/participants', async (c) => {
    requireService(c)
    const conversationId = checked(Conversation, c.req.param('id'), 'id')
    const named = new Set(checked(Participants, await readBody(c), 'body').userIds)
    await database.write((tx) => setParticipants(tx, conversationId, [...named]))
    const mayRead = (userId: number): boolean => named.has(userId)
    table.byName.get(typing.name)?.readersChanged?.(conversationId, mayRead)
    hub.evict(topicOf(typing, conversationId), mayRead)
    return c.json({ conversationId, userIds: [...named] })
  })
