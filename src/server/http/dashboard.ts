import { Hono } from 'hono'
import * as v from 'valibot'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { SettableMetrics } from '../../protocol/streams/dashboard.js'
import { isoTime } from '../clock.js'
import { checked } from '../commands.js'
import { setMetrics } from '../streams/dashboard.js'
import { readBody } from './body.js'
import type { HttpEnv, HttpParts } from './context.js'
import { pathId, requireService } from './service.js'

const Some = v.object({
  totalRevenue: v.exactOptional(SettableMetrics.entries.totalRevenue),
  activeInvestors: v.exactOptional(SettableMetrics.entries.activeInvestors),
  newMessages: v.exactOptional(SettableMetrics.entries.newMessages),
})

export const dashboardRoutes = ({ publish, clock }: HttpParts): Hono<HttpEnv> =>
  new Hono<HttpEnv>().patch('/:userId', async (c) => {
    requireService(c)
    const userId = pathId(c.req.param('userId'))
    if (userId === null) throw new ProtocolError('validation_failed', 'userId: a positive integer')
    const body = await readBody(c)
    if (Object.hasOwn(body, 'pitchViews'))
      throw new ProtocolError('validation_failed', "body.pitchViews: the server counts it over the user's pitches")
    const some = checked(Some, body, 'body')
    const metrics = await publish((writing) => setMetrics(writing, userId, some))
    return c.json({ ...metrics, updatedAt: isoTime(clock.now()) })
  })
