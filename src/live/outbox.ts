import { backoff, RESYNC } from './backoff.js'
import type { Cancel, Clock } from './clock.js'
import type { Ack } from '../protocol/control.js'
import type { ErrorBody } from '../protocol/errorCodes.js'
import { MAX_COMMANDS, MAX_FRAME_BYTES, OUTBOX_LIMIT, WINDOW_MS } from '../protocol/limits.js'

/** What became of a command that was sent. */
export interface Sent {
  readonly id: string
  /** `false`: it went straight to the server; its answer is still to come. */
  readonly queued: boolean
  /** Settles with the server's answer. A command of desired state resolves at once: it is re-sent, never acked. */
  readonly acked: Promise<Ack>
}

/** Why the server did not do it. */
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
    super(`${OUTBOX_LIMIT} commands are waiting to be delivered; this one was not taken`)
  }
}

/** Durable commands, in order, each until the server has answered it: sent again with the same id after a reconnect. */
export interface Outbox {
  /** @throws OutboxFullError */
  readonly add: (type: string, data: unknown) => Sent
  readonly linkUp: () => void
  readonly linkDown: () => void
  readonly onAck: (id: string, ack: Ack) => void
  /** `false`: no command of this id is waiting. */
  readonly onError: (id: string, error: ErrorBody) => boolean
  readonly status: () => OutboxStatus
  /** Another user: what was not delivered fails, and is sent for nobody. */
  readonly clear: (reason: string) => void
}

export interface OutboxStatus {
  readonly queued: number
  readonly rateLimited: boolean
  /** When sending goes on, ms on the clock; only while rate limited. */
  readonly retryAt?: number
}

export interface OutboxOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly newId: () => string
  readonly send: (message: { type: string; data: unknown; id: string }) => void
  readonly onChange: () => void
}

interface Command {
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly resolve: (ack: Ack) => void
  readonly reject: (error: Error) => void
  sent: boolean
  tries: number
}

/** Below the server's limit: what others of the user's tabs send counts there, too. */
const BUDGET = MAX_COMMANDS - 10
const MAX_TRIES = 5

export function createOutbox({ clock, random, newId, send, onChange }: OutboxOptions): Outbox {
  const commands = new Map<string, Command>()
  let sentAt: number[] = []
  let pausedUntil = 0
  let linked = false
  let cancelTimer: Cancel | null = null

  const drain = () => {
    cancelTimer?.()
    cancelTimer = null
    if (!linked) return
    const now = clock.now()
    sentAt = sentAt.filter((at) => at > now - WINDOW_MS)
    for (const command of commands.values()) {
      if (command.sent) continue
      const [oldest] = sentAt.length >= BUDGET ? sentAt : []
      if (oldest !== undefined) pausedUntil = Math.max(pausedUntil, oldest + WINDOW_MS)
      if (pausedUntil > now) {
        cancelTimer = clock.after(pausedUntil - now, drain)
        break
      }
      command.sent = true
      sentAt.push(now)
      send({ type: command.type, data: command.data, id: command.id })
    }
    onChange()
  }
  const settle = (id: string): Command | undefined => {
    const command = commands.get(id)
    commands.delete(id)
    return command
  }

  return {
    add: (type, data) => {
      if (commands.size >= OUTBOX_LIMIT) throw new OutboxFullError()
      const id = newId()
      const bytes = new TextEncoder().encode(JSON.stringify({ type, data, id })).length
      if (bytes > MAX_FRAME_BYTES) {
        // The server would close the socket over it, each time it is sent.
        const acked = Promise.reject(new CommandError('payload_too_large', `${type} has ${bytes} bytes`))
        acked.catch(() => undefined)
        return { id, queued: false, acked }
      }
      const acked = new Promise<Ack>((resolve, reject) => {
        commands.set(id, { id, type, data, resolve, reject, sent: false, tries: 0 })
      })
      acked.catch(() => undefined) // a caller who does not ask is not owed an unhandled rejection
      drain()
      return { id, queued: commands.get(id)?.sent !== true, acked }
    },
    linkUp: () => {
      linked = true
      for (const command of commands.values()) command.sent = false
      drain()
    },
    linkDown: () => {
      linked = false
      cancelTimer?.()
      cancelTimer = null
      onChange()
    },
    onAck: (id, ack) => {
      settle(id)?.resolve(ack)
      drain()
    },
    onError: (id, error) => {
      const command = commands.get(id)
      if (!command) return false
      command.tries += 1
      // Being told to slow down is no failure; any other trouble is tried a few times.
      if (error.code === 'rate_limited' || (error.retryable && command.tries < MAX_TRIES)) {
        command.sent = false
        const wait = error.retryAfterMs ?? backoff(command.tries, RESYNC, random)
        pausedUntil = Math.max(pausedUntil, clock.now() + wait)
      } else {
        settle(id)?.reject(new CommandError(error.code, error.message, error.details))
      }
      drain()
      return true
    },
    status: () => {
      const rateLimited = pausedUntil > clock.now()
      return { queued: commands.size, rateLimited, ...(rateLimited ? { retryAt: pausedUntil } : {}) }
    },
    clear: (reason) => {
      const failed = [...commands.values()]
      commands.clear()
      cancelTimer?.()
      cancelTimer = null
      for (const { reject } of failed) reject(new CommandError('cancelled', reason))
      onChange()
    },
  }
}
