import type { Budget } from './outbox/budget.js'
import type { Lines } from './outbox/lines.js'
import type { Outbox } from './outbox/outbox.js'
import type { Report } from './reports/report.js'
import type { Chronicle } from './status/chronicle.js'
import type { Sync } from './sync/sync.js'
import type { Ack, Subscribed } from '../protocol/control.js'
import type { Envelope } from '../protocol/envelope.js'
import type { ErrorBody } from '../protocol/errorCodes.js'

export interface RouterOptions {
  readonly topics: Sync['topics']
  readonly outbox: Pick<Outbox, 'onAck' | 'onError'>
  readonly lines: Pick<Lines, 'onAck' | 'onError'>
  readonly budget: Pick<Budget, 'slowDown'>
  readonly chronicle: Pick<Chronicle, 'subscribed' | 'reset'>
  readonly report: Report
}

/** Brings what the server says to whom it concerns. */
export function createRouter(options: RouterOptions): (said: Envelope) => void {
  const { topics, outbox, lines, budget, chronicle, report } = options
  return (message) => {
    const { type, data, id = '' } = message
    if (message.topic !== undefined) return topics.onEvent(message)
    // The server's own messages, of the shapes in PROTOCOL.md; events are checked by their stream's schemas.
    if (type === 'subscribed') {
      const answers = (data as { topics: readonly Subscribed[] }).topics
      topics.onSubscribed(id, answers)
      return chronicle.subscribed(answers)
    }
    if (type === 'reset') {
      const { topics: names, reason } = data as { topics: readonly string[] | '*'; reason?: string }
      topics.onReset(names)
      return chronicle.reset(names === '*' ? [...topics.list()].map(({ name }) => name) : names, reason)
    }
    if (type === 'ack') return lines.onAck(id, data as Ack) ? undefined : outbox.onAck(id, data as Ack)
    if (type !== 'error') return report({ code: 'unknown_message', message: `The server sent "${type}"` })
    const error = data as ErrorBody
    // A command's own error is told to whoever sent it.
    if (lines.onError(id, error) || outbox.onError(id, error) || topics.onError(id, error.code)) return undefined
    // Of desired state, which has no id.
    if (error.code === 'rate_limited') budget.slowDown(error.retryAfterMs ?? 0)
    return report({ code: error.code, message: error.message })
  }
}
