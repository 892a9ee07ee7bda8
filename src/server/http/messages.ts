import { Hono } from 'hono'
import { envelopeOf } from '../../protocol/envelope.js'
import { ERROR_STATUS, ProtocolError } from '../../protocol/errorCodes.js'
import { asProtocolError } from '../commands.js'
import { readBody } from './body.js'
import type { HttpEnv, HttpParts } from './context.js'
import { retryAfter } from './retryAfter.js'

/** Durable commands without a socket: same ids, same limits, same answers. */
export const messageRoutes = ({ commands, limits, log, metrics }: HttpParts): Hono<HttpEnv> =>
  new Hono<HttpEnv>().post('/', async (c) => {
    const { user } = c.get('session')
    let id: string | undefined
    try {
      const retryAfterMs = await limits.arrive(user.userId)
      if (retryAfterMs !== null) {
        metrics.rateLimited.inc({ scope: 'hard' })
        throw new ProtocolError('rate_limited', 'Far too many commands', { retryAfterMs })
      }
      const body = await readBody(c)
      if (typeof body['id'] === 'string') id = body['id']
      const message = envelopeOf(body)
      metrics.messagesIn.inc({ type: 'rest' })
      if (CONNECTION_TYPES.has(message.type))
        throw new ProtocolError('validation_failed', `${message.type} is sent over the socket`)
      return c.json({ type: 'ack', id, data: await commands.run(user, message, null) })
    } catch (thrown) {
      const error = asProtocolError(thrown)
      if (!(error instanceof ProtocolError)) throw error
      if (error.cause !== undefined) log.error({ err: error.cause }, 'storage failed')
      if (error.retryAfterMs !== undefined) c.header('Retry-After', retryAfter(error.retryAfterMs))
      const answer = { type: 'error', ...(id === undefined ? {} : { id }), data: error.body }
      return c.json(answer, ERROR_STATUS[error.code])
    }
  })

const CONNECTION_TYPES: ReadonlySet<string> = new Set(['subscribe', 'unsubscribe', 'auth', 'ping'])
