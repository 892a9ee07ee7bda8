import { SnapshotError, type Backend } from '../backend.js'
import type { Clock } from '../clock.js'
import type { Sessions } from '../connection/sessions.js'
import type { Report } from '../reports/report.js'
import type { Ack } from '../../protocol/control.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'

/** How a command gets to the server. */
export type Way = 'socket' | 'rest'

/** What became of one attempt. `silence`: no answer in time. `unreachable`: REST does not work; the command is not at fault. */
export type Answer =
  | { readonly is: 'ack'; readonly ack: Ack }
  | { readonly is: 'error'; readonly error: ErrorBody }
  | { readonly is: 'silence' }
  | { readonly is: 'unreachable' }

/** What is sent of a command. */
export interface Message {
  readonly type: string
  readonly data: unknown
  readonly id: string
}

/** Commands on their way: one at a time, so that none overtakes one that has to be sent again. */
export interface Delivery<C extends Message> {
  readonly underWay: () => { readonly command: C; readonly way: Way } | null
  readonly send: (command: C, way: Way) => void
  /** The command was answered, or its link is gone: whatever is still heard of this attempt means nothing. */
  readonly end: () => void
}

export interface DeliveryOptions<C extends Message> {
  readonly clock: Clock
  readonly sessions: Pick<Sessions, 'get'>
  readonly overSocket: (message: Message) => void
  readonly overRest: Backend['command']
  readonly report: Report
  /** The attempt has ended. */
  readonly onAnswer: (command: C, answer: Answer) => void
}

const ANSWER_MS = 10_000

export function createDelivery<C extends Message>(options: DeliveryOptions<C>): Delivery<C> {
  const { clock, sessions, overSocket, overRest, report, onAnswer } = options
  let underWay: { readonly command: C; readonly way: Way; readonly end: () => void } | null = null

  /** A token that is refused is replaced once. */
  const post = async ({ type, data, id }: Message, signal: AbortSignal): Promise<Answer> => {
    if (!overRest) return { is: 'unreachable' }
    const ask = async (reason: 'first' | 'refused'): Promise<Answer> => {
      const session = await sessions.get(reason)
      // Whoever else is signed in by now, it is not theirs.
      if (!session || signal.aborted) return { is: 'unreachable' }
      const answer = await overRest({ type, data, id }, { session, signal })
      if (answer.ok) return { is: 'ack', ack: answer.ack }
      if (answer.error.code !== 'unauthorized') return { is: 'error', error: answer.error }
      return reason === 'first' ? ask('refused') : { is: 'unreachable' }
    }
    try {
      return await ask('first')
    } catch (error) {
      const isExpected = error instanceof SnapshotError || signal.aborted
      if (!isExpected) report({ code: 'command_failed', message: `${type}: ${String(error)}` })
      return { is: 'unreachable' }
    }
  }

  return {
    underWay: () => underWay,
    send: (command, way) => {
      const stop = new AbortController()
      const end = () => {
        cancel()
        stop.abort()
        if (underWay === attempt) underWay = null
      }
      const answered = (answer: Answer) => {
        if (underWay !== attempt) return
        end()
        onAnswer(command, answer)
      }
      const cancel = clock.after(ANSWER_MS, () => answered({ is: way === 'socket' ? 'silence' : 'unreachable' }))
      const attempt = { command, way, end }
      underWay = attempt
      const { type, data, id } = command
      if (way === 'socket') overSocket({ type, data, id })
      else void post(command, stop.signal).then(answered)
    },
    end: () => underWay?.end(),
  }
}
