import { Hono } from 'hono'
import { isoTime } from '../clock.js'
import type { HttpEnv, HttpParts } from './context.js'

export const authRoutes = ({ tickets }: HttpParts): Hono<HttpEnv> =>
  new Hono<HttpEnv>().post('/ticket', async (c) => {
    const { token, expiresAt } = await tickets.issue(c.get('session'))
    return c.json({ token, tokenExpiresAt: isoTime(expiresAt) })
  })
