import type { Budget } from './budget.js'
import type { Command } from './command.js'
import type { Answer, Delivery } from './delivery.js'
import type { Outcome } from './mailbox.js'
import type { Queue } from './queue.js'
import type { Ways } from './ways.js'
import { backoff, RESYNC } from '../backoff.js'
import type { Clock } from '../clock.js'
import type { Report } from '../reports/report.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'
import { IDEMPOTENCY_MS } from '../../protocol/limits.js'

/** What becomes of commands: done, refused, tried again, or given up. */
export interface Settlement {
  readonly onAnswer: (command: Command, answer: Answer) => void
  /** Once and for all, in every tab. */
  readonly settle: (command: Command, outcome: Outcome) => void
  readonly fail: (command: Command, code: string, message: string) => void
  /** In this tab: `false` when it had ended before. */
  readonly end: (command: Command, outcome: Outcome) => boolean
  /** Gives up what is too old. */
  readonly expire: () => void
  /** When the next one will be. */
  readonly expiresAt: () => number | null
}

export interface SettlementOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly budget: Pick<Budget, 'slowDown'>
  readonly report: Report
  readonly queue: Queue
  readonly ways: Pick<Ways, 'onUnreachable'>
  readonly delivery: Pick<Delivery<Command>, 'underWay' | 'end'>
  /** It is to be tried again, and how often it was is to be kept. */
  readonly onRetry: (command: Command) => void
  /** The other tabs and the store need not keep it any more. */
  readonly onSettled: (command: Command, outcome: Outcome) => void
}

const MAX_TRIES = 5
/** A little less than the server remembers an id: what it has done must not be done again. */
const EXPIRY_MS = IDEMPOTENCY_MS - 60_000

export function createSettlement(options: SettlementOptions): Settlement {
  const { clock, random, budget, report, queue, ways, delivery, onRetry, onSettled } = options

  const onAnswer = (command: Command, answer: Answer): void => {
    switch (answer.is) {
      case 'ack':
        return settle(command, answer)
      case 'error':
        return onRefused(command, answer.error)
      case 'silence':
        command.timeouts += 1
        if (command.timeouts < MAX_TRIES) return undefined
        return fail(command, 'timeout', 'The server did not answer: whether it was done is not known')
      case 'unreachable':
        return ways.onUnreachable()
      default:
        return answer satisfies never
    }
  }
  const onRefused = (command: Command, { code, message, retryable, retryAfterMs, details }: ErrorBody) => {
    // Being told to slow down is no failure; any other trouble is tried a few times.
    if (code === 'rate_limited') return budget.slowDown(retryAfterMs ?? 0)
    command.tries += 1
    if (!retryable || command.tries >= MAX_TRIES) return fail(command, code, message, details)
    command.notBefore = clock.now() + Math.max(retryAfterMs ?? 0, backoff(command.tries, RESYNC, random))
    return onRetry(command)
  }
  const fail = (command: Command, code: string, message: string, details?: unknown) => {
    if (!command.own) report({ code, message: `${command.type}, sent before: ${message}` })
    settle(command, { is: 'failed', code, message, details })
  }
  const settle = (command: Command, outcome: Outcome) => {
    if (end(command, outcome)) onSettled(command, outcome)
  }
  const end = (command: Command, outcome: Outcome): boolean => {
    if (!queue.end(command, outcome)) return false
    if (delivery.underWay()?.command === command) delivery.end()
    return true
  }
  return {
    onAnswer,
    settle,
    fail,
    end,
    expire: () => {
      for (const command of queue.list()) {
        if (command.at + EXPIRY_MS > clock.now()) return
        const message = `${command.type} was not delivered within 24 h`
        report({ code: 'command_expired', message })
        settle(command, { is: 'failed', code: 'expired', message })
      }
    },
    expiresAt: () => {
      const [oldest] = queue.list()
      return oldest ? oldest.at + EXPIRY_MS : null
    },
  }
}
