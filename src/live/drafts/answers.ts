import type { DraftEvent, Refusal, Told } from './draft.js'
import type { Answer } from '../outbox/delivery.js'
import type { Ack } from '../../protocol/control.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'

/** What the answers of a server mean, which are its host's to read. */
export interface Reading {
  readonly revisionOf: (ack: Ack) => number | null
  /** The version that a save was refused for. */
  readonly currentOf: (error: ErrorBody) => Told | null
}

/** What became of a save. @param backoffMs how long to wait at least before another try */
export function eventOf(id: string, answer: Answer, { revisionOf, currentOf }: Reading, backoffMs: number): DraftEvent {
  switch (answer.is) {
    case 'ack': {
      const revision = revisionOf(answer.ack)
      return revision === null ? { is: 'unanswered', id, isReachable: true } : { is: 'saved', id, revision }
    }
    case 'error':
      return { is: 'refused', id, refusal: refusalOf(answer.error, currentOf, backoffMs) }
    case 'silence':
      return { is: 'unanswered', id, isReachable: true }
    case 'unreachable':
      return { is: 'unanswered', id, isReachable: false }
    default:
      return answer satisfies never
  }
}

function refusalOf(error: ErrorBody, currentOf: Reading['currentOf'], backoffMs: number): Refusal {
  const retryAfterMs = Math.max(error.retryAfterMs ?? 0, backoffMs)
  if (error.code === 'conflict') return { why: 'conflict', current: currentOf(error), retryAfterMs }
  if (error.code === 'forbidden' || error.code === 'not_found') return { why: 'forbidden' }
  if (!error.retryable && error.code !== 'rate_limited') return { why: 'invalid' }
  return { why: 'failed', retryAfterMs }
}
