import type { Budget, Spent } from './budget.js'
import { byAge, CommandError, createCommand, nextOf, OutboxFullError } from './command.js'
import type { Command, CommandRecord, Sent } from './command.js'
import { createDelivery, type Answer, type Delivery, type DeliveryOptions, type Way } from './delivery.js'
import type { Uplink } from './uplink.js'
import { createMailbox, type Mailbox, type Outcome } from './mailbox.js'
import type { Disk } from './disk.js'
import type { Tabs } from './tabs.js'
import { backoff, RESYNC } from '../backoff.js'
import type { Cancel } from '../clock.js'
import type { Report } from '../reports/report.js'
import type { Ack } from '../../protocol/control.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'
import { IDEMPOTENCY_MS, MAX_FRAME_BYTES, OUTBOX_BYTES, OUTBOX_LIMIT } from '../../protocol/limits.js'

/**
 * Durable commands, in order, each until the server has answered it: over the socket, or over REST while that is all there
 * is. A command keeps its id, so that the server does it once however often it is sent.
 *
 * They belong to the user who made them, and wait in the store under that user alone. When another user signs in, or
 * nobody is signed in any more, whoever waits for them in this page is told `cancelled`: the page cannot know when that
 * person will be back. The commands themselves stay where they are, are sent for nobody else, and go on when their user
 * signs in again within 24 h. Without a store they are lost.
 */
export interface Outbox {
  /** @throws OutboxFullError */
  readonly add: (type: string, data: unknown, topic: string) => Added
  readonly link: (link: Uplink) => void
  /** The server closed the socket over a frame: what was under way is given up, nothing else. */
  readonly onTooLarge: () => void
  readonly onAck: (id: string, ack: Ack) => void
  /** `false`: no command of this id is waiting. */
  readonly onError: (id: string, error: ErrorBody) => boolean
  readonly onSpend: (spent: Spent) => void
  readonly status: () => OutboxStatus
  /** Somebody else, or nobody, is signed in. */
  readonly setUser: (userKey: string | null) => void
  readonly dispose: () => void
}

export interface Added extends Sent {
  /** `false`: it was refused at once. */
  readonly taken: boolean
}

export interface OutboxStatus {
  readonly queued: number
  readonly rateLimited: boolean
  /** When sending goes on, ms on the clock; only while rate limited. */
  readonly retryAt?: number
}

export interface OutboxOptions extends Omit<DeliveryOptions, 'onAnswer'> {
  readonly random: () => number
  readonly newId: () => string
  readonly budget: Budget
  /** Where commands outlive the page; `null`: nowhere. */
  readonly disk: Disk | null
  readonly tabs: Tabs
  readonly report: Report
  /** The frame of a message, or `null` when the server has no word for it. */
  readonly frameOf: (message: { type: string; data: unknown; id: string }) => string | null
  /** A command that an earlier visit or another tab has left. */
  readonly onRestored: (command: Command) => void
  readonly onChange: () => void
}

const MAX_TRIES = 5
/** A little less than the server remembers an id: what it has done must not be done again. */
const EXPIRY_MS = IDEMPOTENCY_MS - 60_000
/** How long a socket may be missing before commands take the other way. */
const REST_AFTER_MS = 3_000
/** Answered commands whose records may still be on their way out of the store. */
const REMEMBERED = 500

export function createOutbox(options: OutboxOptions): Outbox {
  const { clock, random, newId, budget, disk, report, frameOf, onRestored, onChange } = options
  /** Oldest first. */
  let commands = new Map<string, Command>()
  const answered = new Set<string>()
  let mailbox: Mailbox | null = null
  let user: 'unknown' | 'nobody' | 'known' = 'unknown'
  let link: Uplink = 'off'
  let restAt = 0
  let unreachable = 0
  let seq = 0
  let cancelTimer: Cancel | null = null
  let disposed = false

  const delivery: Delivery = createDelivery({
    ...options,
    onAnswer: (command, answer) => {
      onAnswer(command, answer)
      pump()
    },
  })

  const way = (): Way | null => {
    if (link === 'up') return 'socket'
    return link === 'trying' && options.overRest && clock.now() >= restAt ? 'rest' : null
  }
  /** Does what can be done now, and wakes up for the rest. */
  const pump = () => {
    if (disposed) return
    cancelTimer?.()
    cancelTimer = null
    expire()
    const [oldest] = commands.values()
    const times = [step(), oldest ? oldest.at + EXPIRY_MS : null, budget.pausedUntil()]
    const next = Math.min(
      ...times.map((time) => (time !== null && time > clock.now() ? time : Number.POSITIVE_INFINITY)),
    )
    if (next < Number.POSITIVE_INFINITY) cancelTimer = clock.after(next - clock.now(), pump)
    onChange()
  }
  /** Sends whatever has its turn; else says when to look again, if time is all that it takes. */
  const step = (): number | null => {
    const open = way()
    const next = nextOf([...commands.values()])
    if (!mailbox?.isOpen() || !next || !open) {
      mailbox?.leave()
      return next && link === 'trying' && options.overRest ? restAt : null
    }
    if (delivery.underWay()) return null
    const { command, urgent } = next
    // Those behind it wait as well.
    if (command.notBefore > clock.now()) return command.notBefore
    const urgency = urgent ? 'interactive' : 'backlog'
    const freeAt = budget.freeAt(urgency)
    if (freeAt > clock.now()) {
      // Others may have something that is more urgent.
      mailbox.leave()
      return freeAt
    }
    if (!mailbox.enter()) return null
    if (budget.take(urgency)) delivery.send(command, open)
    return null
  }

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
        restAt = clock.now() + backoff(unreachable, RESYNC, random)
        unreachable += 1
        return undefined
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
    return store(command)
  }
  const fail = (command: Command, code: string, message: string, details?: unknown) => {
    if (!command.own) report({ code, message: `${command.type}, sent before: ${message}` })
    settle(command, { is: 'failed', code, message, details })
  }
  /** Once and for all, in every tab. */
  const settle = (command: Command, outcome: Outcome) => {
    if (!end(command, outcome)) return
    mailbox?.remove(recordOf(command))
    mailbox?.tell(command.id, outcome)
  }
  const end = (command: Command, outcome: Outcome): boolean => {
    if (commands.get(command.id) !== command) return false
    commands.delete(command.id)
    answered.add(command.id)
    for (const id of answered) if (answered.size > REMEMBERED) answered.delete(id)
    if (delivery.underWay()?.command === command) delivery.end()
    if (outcome.is === 'ack') command.resolve(outcome.ack)
    else command.reject(new CommandError(outcome.code, outcome.message, outcome.details))
    return true
  }
  const expire = () => {
    for (const command of commands.values()) {
      if (command.at + EXPIRY_MS > clock.now()) return
      const message = `${command.type} was not delivered within 24 h`
      report({ code: 'command_expired', message })
      settle(command, { is: 'failed', code: 'expired', message })
    }
  }

  const store = (command: Command): void => {
    void mailbox?.put(recordOf(command)).then((stored) => {
      command.stored ||= stored
    })
  }
  /** Left by an earlier visit, or by another tab. */
  const adopt = (records: readonly CommandRecord[]) => {
    const left = records.filter(({ id }) => !commands.has(id) && !answered.has(id)).toSorted(byAge)
    if (left.length === 0) return
    for (const record of left) {
      // A clock that was wrong then must not keep it for ever.
      const at = Math.min(record.at, clock.now())
      const bytes = bytesOf(record.type, record.data, record.id)
      const command = createCommand({ ...record, at, bytes, own: false, urgent: false })
      command.stored = true
      commands.set(command.id, command)
      onRestored(command)
    }
    commands = new Map([...commands].toSorted(([, a], [, b]) => byAge(a, b)))
  }

  const setUser = (userKey: string | null) => {
    const first = user === 'unknown'
    delivery.end()
    mailbox?.close()
    mailbox = null
    budget.reset()
    // What was made before anybody was known is the first one's.
    if (!first) cancelAll(userKey === null ? 'Nobody is signed in any more' : 'Another user is signed in')
    user = userKey === null ? 'nobody' : 'known'
    mailbox = userKey === null ? null : openMailbox(userKey)
    for (const command of commands.values()) store(command)
    pump()
  }
  const openMailbox = (userKey: string) =>
    createMailbox({
      ...options,
      userKey,
      stored: () => [...commands.values()].filter((command) => command.stored).map(({ id }) => id),
      isKnown: (id) => commands.has(id) || answered.has(id),
      onFound: adopt,
      onGone: (id, wait) => {
        const command = commands.get(id)
        if (!command) return
        command.stored = false
        // Another tab has had it answered. What was answered is about to be told; or else the server says it again.
        if (command.own) command.notBefore = Math.max(command.notBefore, clock.now() + wait)
        else end(command, { is: 'failed', code: 'cancelled', message: 'Another tab was told how it ended' })
      },
      onSettled: (id, outcome) => {
        const command = commands.get(id)
        if (command) end(command, outcome)
        else answered.add(id)
        pump()
      },
      onTurn: pump,
    })
  const cancelAll = (why: string) => {
    for (const command of commands.values()) end(command, { is: 'failed', code: 'cancelled', message: why })
    answered.clear()
  }

  const bytesOf = (type: string, data: unknown, id: string) => weigh(frameOf({ type, data, id }) ?? '')
  const refused = (id: string, code: string, message: string): Added => {
    const acked = Promise.reject(new CommandError(code, message))
    acked.catch(() => undefined)
    return { id, queued: false, acked, taken: false }
  }

  return {
    add: (type, data, topic) => {
      const id = newId()
      if (user === 'nobody') return refused(id, 'cancelled', 'Nobody is signed in')
      const frame = frameOf({ type, data, id })
      if (frame === null) return refused(id, 'unsupported', `This server has no word for ${type}`)
      const bytes = weigh(frame)
      // The server would close the socket over it, each time it is sent.
      if (bytes > MAX_FRAME_BYTES) return refused(id, 'payload_too_large', `${type} has ${bytes} bytes`)
      const waiting = [...commands.values()]
      const weight = waiting.reduce((sum, command) => sum + command.bytes, bytes)
      if (waiting.length >= OUTBOX_LIMIT || weight > OUTBOX_BYTES) throw new OutboxFullError()
      const urgent = way() !== null && mailbox?.isOpen() === true
      const straight = urgent && waiting.length === 0 && budget.freeAt('interactive') <= clock.now()
      seq += 1
      // Behind all that wait, also when the clock was set back.
      const at = Math.max(clock.now(), waiting.at(-1)?.at ?? 0)
      const command = createCommand({ id, type, data: copy(data), topic, at, seq, tries: 0, bytes, own: true, urgent })
      commands.set(id, command)
      store(command)
      pump()
      return { id, queued: !straight, acked: command.acked, taken: true }
    },
    link: (next) => {
      if (next === link) return
      if (link !== 'trying' && next === 'trying') restAt = clock.now() + REST_AFTER_MS
      if (next === 'up') unreachable = 0
      link = next
      delivery.end()
      for (const command of commands.values()) {
        command.timeouts = 0
        command.urgent = false
      }
      pump()
    },
    onTooLarge: () => {
      const underWay = delivery.underWay()
      if (underWay?.way === 'socket')
        fail(underWay.command, 'payload_too_large', `The server closed the connection over ${underWay.command.type}`)
    },
    onAck: (id, ack) => {
      const command = commands.get(id)
      if (!command) return
      settle(command, { is: 'ack', ack })
      pump()
    },
    onError: (id, error) => {
      const command = commands.get(id)
      if (!command) return false
      if (delivery.underWay()?.command === command) delivery.end()
      onRefused(command, error)
      pump()
      return true
    },
    status: () => {
      const next = way() === null ? null : nextOf([...commands.values()])
      const freeAt = next ? budget.freeAt(next.urgent ? 'interactive' : 'backlog') : budget.pausedUntil()
      const rateLimited = freeAt > clock.now() && delivery.underWay() === null
      return { queued: commands.size, rateLimited, ...(rateLimited ? { retryAt: freeAt } : {}) }
    },
    setUser,
    onSpend: (spent) => mailbox?.onSpend(spent),
    dispose: () => {
      disposed = true
      cancelTimer?.()
      delivery.end()
      cancelAll('Disposed')
      mailbox?.close()
      disk?.dispose()
    },
  }
}

const recordOf = ({ id, type, data, topic, at, seq, tries }: Command): CommandRecord => ({
  id,
  type,
  data,
  topic,
  at,
  seq,
  tries,
})

const weigh = (text: string): number => new TextEncoder().encode(text).length

/** What the caller changes later is none of the command's business: the same id must always say the same. */
function copy(data: unknown): unknown {
  try {
    return structuredClone(data)
  } catch {
    return JSON.parse(JSON.stringify(data))
  }
}
