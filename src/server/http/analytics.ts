import { Hono } from 'hono'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { findPitch, readAnalytics } from '../streams/pitch.js'
import type { HttpEnv, HttpParts } from './context.js'
import { pathId } from './service.js'

const MAX_HOURS = 7 * 24

export const analyticsRoutes = ({ database, clock }: HttpParts): Hono<HttpEnv> =>
  new Hono<HttpEnv>().get('/:id/analytics', async (c) => {
    const pitchId = pathId(c.req.param('id'))
    const hours = c.req.query('hours') ?? '24'
    if (!/^\d{1,3}$/.test(hours) || Number(hours) < 1 || Number(hours) > MAX_HOURS)
      throw new ProtocolError('validation_failed', `hours: 1 to ${MAX_HOURS}`)
    const buckets = await database.read(async (tx) =>
      pitchId !== null && (await findPitch(tx, pitchId))
        ? readAnalytics(tx, pitchId, Number(hours), clock.now())
        : null,
    )
    if (!buckets) throw new ProtocolError('not_found', 'There is no such pitch')
    return c.json({ buckets })
  })
