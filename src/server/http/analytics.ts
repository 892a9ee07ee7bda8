import { Hono } from 'hono'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { findPitch, readAnalytics, readTotals } from '../streams/pitch.js'
import type { HttpEnv, HttpParts } from './context.js'
import { pathId } from './service.js'

const MAX_HOURS = 7 * 24

export const analyticsRoutes = ({ database, clock }: HttpParts): Hono<HttpEnv> =>
  new Hono<HttpEnv>().get('/:id/analytics', async (c) => {
    const pitchId = pathId(c.req.param('id'))
    const hours = c.req.query('hours') ?? '24'
    if (!/^\d{1,3}$/.test(hours) || Number(hours) < 1 || Number(hours) > MAX_HOURS)
      throw new ProtocolError('validation_failed', `hours: 1 to ${MAX_HOURS}`)
    const totals = c.req.query('totals') ?? '0'
    if (totals !== '0' && totals !== '1') throw new ProtocolError('validation_failed', 'totals: 1 or 0')
    const answer = await database.read(async (tx) => {
      if (pitchId === null || !(await findPitch(tx, pitchId))) return null
      const range = [tx, pitchId, Number(hours), clock.now()] as const
      const buckets = await readAnalytics(...range)
      return totals === '1' ? { buckets, totals: await readTotals(...range) } : { buckets }
    })
    if (!answer) throw new ProtocolError('not_found', 'There is no such pitch')
    return c.json(answer)
  })
