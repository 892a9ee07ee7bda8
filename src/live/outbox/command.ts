import type { Ack } from '../../protocol/control.js'
import { OUTBOX_BYTES, OUTBOX_LIMIT } from '../../protocol/limits.js'

/** What became of a command that was sent. */
export interface Sent {
  readonly id: string
  /** `false`: it is on its way to the server now; its answer is still to come. `true`: it waits, for a connection or its turn. */
  readonly queued: boolean
  /**
   * Settles with the server's answer, whichever tab delivers it: an `Ack`, or a `CommandError` with the server's code or
   * one of ours: `expired` (not delivered within 24 h), `timeout` (five times no answer), `unsupported` (the server has
   * no word for it), `cancelled` (another user signed in, or the page's engine was disposed of). A command of desired
   * state resolves at once: it is re-sent, never acked.
   */
  readonly acked: Promise<Ack>
}

/** Why it was not done. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: string
  readonly details: unknown

  constructor(code: string, message: string, details?: unknown) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** The command was not taken: too many are waiting already. Nothing was dropped for it. */
export class OutboxFullError extends Error {
  override readonly name = 'OutboxFullError'
  constructor() {
    super(
      `At most ${OUTBOX_LIMIT} commands and ${OUTBOX_BYTES / 1024} KiB wait to be delivered; this one was not taken`,
    )
  }
}

/** A durable command as it is kept for the next visit. The id makes it the same one however often it is sent. */
export interface CommandRecord {
  readonly id: string
  readonly type: string
  readonly data: unknown
  /** The topic that it is about. */
  readonly topic: string
  /** When it was made, ms since 1970; with `seq`, its place among all of its user's. */
  readonly at: number
  readonly seq: number
  /** How often the server has failed to do it. */
  readonly tries: number
}

/** A command that is waiting, or whose answer is awaited. */
export interface Command extends Omit<CommandRecord, 'tries'> {
  readonly bytes: number
  /** Somebody in this page waits for the answer. Else it was left by an earlier visit, or belongs to another tab. */
  readonly own: boolean
  readonly acked: Promise<Ack>
  readonly resolve: (ack: Ack) => void
  readonly reject: (error: CommandError) => void
  /** Made while it could be sent: it is ahead of what was queued before, except of its own topic's. */
  urgent: boolean
  stored: boolean
  tries: number
  /** Times without an answer since the link is up. */
  timeouts: number
  notBefore: number
}

export type Draft = Omit<Command, 'acked' | 'resolve' | 'reject' | 'stored' | 'timeouts' | 'notBefore'>

export function createCommand(draft: Draft): Command {
  let settle: Pick<Command, 'resolve' | 'reject'> = { resolve: () => undefined, reject: () => undefined }
  const acked = new Promise<Ack>((resolve, reject) => {
    settle = { resolve, reject }
  })
  acked.catch(() => undefined) // a caller who does not ask is not owed an unhandled rejection
  return { ...draft, ...settle, acked, stored: false, timeouts: 0, notBefore: 0 }
}

export const recordOf = ({ id, type, data, topic, at, seq, tries }: Command): CommandRecord => ({
  id,
  type,
  data,
  topic,
  at,
  seq,
  tries,
})

/** The order in which commands were made. */
export const byAge = (a: CommandRecord | Command, b: CommandRecord | Command): number =>
  a.at - b.at || a.seq - b.seq || (a.id < b.id ? -1 : 1)

/**
 * Whose turn it is, of those in the order in which they were made. A click goes before what was left from before it; but
 * never before an earlier one about the same topic, which then goes first, as urgent as the click.
 */
export function nextOf(commands: readonly Command[]): { readonly command: Command; readonly urgent: boolean } | null {
  const click = commands.find(({ urgent }) => urgent)
  const command = click ? commands.find(({ topic }) => topic === click.topic) : commands[0]
  return command ? { command, urgent: click !== undefined } : null
}
