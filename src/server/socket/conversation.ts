import { CLOSE } from '../../protocol/closeCodes.js'
import { controlSchemas, type Ack } from '../../protocol/control.js'
import type { Envelope } from '../../protocol/envelope.js'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { MAX_UNREADABLE, WINDOW_MS } from '../../protocol/limits.js'
import { isoTime, type Clock } from '../clock.js'
import { asProtocolError, checked, type Commands } from '../commands.js'
import { slidingWindow, type Limits } from '../limiter.js'
import type { Log } from '../logger.js'
import type { Metrics } from '../metrics.js'
import type { Origin } from '../streams/serverStream.js'
import type { Session, VerifyToken } from '../token.js'
import type { Incoming } from './incoming.js'
import type { Subscriptions } from './subscriptions.js'

interface Parts {
  readonly clock: Clock
  readonly commands: Commands
  readonly limits: Limits
  readonly log: Log
  readonly metrics: Metrics
  readonly verifyToken: VerifyToken
  readonly subscriptions: Subscriptions
  readonly origin: Origin
  readonly session: () => Session
  readonly renew: (session: Session) => void
  readonly answer: (type: string, id: string | undefined, data: unknown) => Promise<void>
  readonly close: (code: number, reason: string) => void
}

/** Answers one client's messages, one at a time. */
export function createConversation(parts: Parts): (incoming: Incoming) => Promise<void> {
  const { answer, clock, close, commands, limits, log, metrics, origin, session, subscriptions, verifyToken } = parts
  const unreadable = slidingWindow(MAX_UNREADABLE, WINDOW_MS)

  async function perform(message: Envelope): Promise<void> {
    const { type, data, id } = message
    switch (type) {
      case 'subscribe': {
        const { topics } = checked(controlSchemas.subscribe, data, 'data')
        let sent = Promise.resolve()
        await subscriptions.subscribe(session().user, topics, (entries) => {
          sent = answer('subscribed', id, { topics: entries })
        })
        return sent
      }
      case 'unsubscribe': {
        const { topics } = checked(controlSchemas.unsubscribe, data, 'data')
        subscriptions.unsubscribe(topics)
        return answer('ack', id, {} satisfies Ack)
      }
      case 'auth': {
        const { token } = checked(controlSchemas.auth, data, 'data')
        const fresh = await verifyToken(token)
        if (fresh.user.userId !== session().user.userId)
          return close(CLOSE.unauthorized, 'the token is of another user')
        if (!origin.isOpen()) return
        parts.renew(fresh)
        return answer('ack', id, { result: { tokenExpiresAt: isoTime(fresh.expiresAt) } } satisfies Ack)
      }
      default:
        return command(message)
    }
  }

  async function command(message: Envelope): Promise<void> {
    const { user } = session()
    const retryAfterMs = await limits.arrive(user.userId)
    if (retryAfterMs !== null) {
      metrics.rateLimited.inc({ scope: 'hard' })
      const error = new ProtocolError('rate_limited', 'Far too many commands', { retryAfterMs })
      await answer('error', message.id, error.body)
      return close(CLOSE.rateLimited, JSON.stringify({ retryAfterMs }))
    }
    const ack = await commands.run(user, message, origin)
    // A durable command has an id by now; others are acked when they have one.
    if (message.id !== undefined) await answer('ack', message.id, ack)
  }

  async function refuse(thrown: unknown, id: string | undefined): Promise<void> {
    const error = asProtocolError(thrown)
    if (!(error instanceof ProtocolError)) {
      log.error({ err: error }, 'a message could not be processed')
      return answer('error', id, new ProtocolError('internal', 'Something went wrong').body)
    }
    if (error.code === 'rate_limited') metrics.rateLimited.inc({ scope: 'user' })
    if (error.cause !== undefined) log.error({ err: error.cause }, 'storage failed')
    await answer('error', id, error.body)
    if (error.code !== 'invalid_json' && error.code !== 'too_deep') return
    unreadable.add(clock.now())
    if (unreadable.isFull(clock.now())) close(CLOSE.policy, 'too many unreadable frames')
  }

  return async (incoming) => {
    if (!incoming.ok) return refuse(incoming.error, incoming.id)
    try {
      await perform(incoming.message)
    } catch (error) {
      await refuse(error, incoming.message.id)
    }
  }
}
