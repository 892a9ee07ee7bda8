import { admit, bytesOf, type FrameOf } from './admission.js'
import type { Budget, Spent } from './budget.js'
import { CommandError, nextOf, recordOf } from './command.js'
import type { Command, Sent } from './command.js'
import { createDelivery, type Delivery, type DeliveryOptions } from './delivery.js'
import type { Disk } from './disk.js'
import { createMailbox, type Mailbox } from './mailbox.js'
import { createQueue } from './queue.js'
import { createSettlement } from './settlement.js'
import type { Tabs } from './tabs.js'
import type { Uplink } from './uplink.js'
import { createWays } from './ways.js'
import type { Cancel } from '../clock.js'
import type { Report } from '../reports/report.js'
import type { Ack } from '../../protocol/control.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'

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

export interface OutboxOptions extends Omit<DeliveryOptions<Command>, 'onAnswer'> {
  readonly random: () => number
  readonly newId: () => string
  readonly budget: Budget
  /** Where commands outlive the page; `null`: nowhere. */
  readonly disk: Disk | null
  readonly tabs: Tabs
  readonly report: Report
  readonly frameOf: FrameOf
  /** A command that an earlier visit or another tab has left. */
  readonly onRestored: (command: Command) => void
  readonly onChange: () => void
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { clock, random, newId, budget, disk, frameOf, onRestored, onChange } = options
  const queue = createQueue({ clock, bytesOf: (record) => bytesOf(record, frameOf) })
  const ways = createWays({ clock, random, hasRest: options.overRest !== undefined })
  let mailbox: Mailbox | null = null
  let user: 'unknown' | 'nobody' | 'known' = 'unknown'
  let cancelTimer: Cancel | null = null
  let disposed = false

  const delivery: Delivery<Command> = createDelivery({
    ...options,
    onAnswer: (command, answer) => {
      settlement.onAnswer(command, answer)
      pump()
    },
  })
  const settlement = createSettlement({
    ...options,
    queue,
    ways,
    delivery,
    onRetry: (command) => store(command),
    onSettled: (command, outcome) => {
      mailbox?.remove(recordOf(command))
      mailbox?.tell(command.id, outcome)
    },
  })

  /** Does what can be done now, and wakes up for the rest. */
  const pump = () => {
    if (disposed) return
    cancelTimer?.()
    cancelTimer = null
    settlement.expire()
    const times = [step(), settlement.expiresAt(), budget.pausedUntil()]
    const next = Math.min(
      ...times.map((time) => (time !== null && time > clock.now() ? time : Number.POSITIVE_INFINITY)),
    )
    if (next < Number.POSITIVE_INFINITY) cancelTimer = clock.after(next - clock.now(), pump)
    onChange()
  }
  /** Sends whatever has its turn; else says when to look again, if time is all that it takes. */
  const step = (): number | null => {
    const open = ways.open()
    const next = nextOf(queue.list())
    if (!mailbox?.isOpen() || !next || !open) {
      mailbox?.leave()
      return next ? ways.opensAt() : null
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

  const store = (command: Command): void => {
    void mailbox?.put(recordOf(command)).then((stored) => {
      command.stored ||= stored
    })
  }

  const setUser = (userKey: string | null) => {
    const first = user === 'unknown'
    delivery.end()
    mailbox?.close()
    mailbox = null
    budget.reset()
    // What was made before anybody was known is the first one's.
    if (!first) queue.cancelAll(userKey === null ? 'Nobody is signed in any more' : 'Another user is signed in')
    user = userKey === null ? 'nobody' : 'known'
    mailbox = userKey === null ? null : openMailbox(userKey)
    queue.list().forEach(store)
    pump()
  }
  const openMailbox = (userKey: string) =>
    createMailbox({
      ...options,
      userKey,
      stored: () => queue.list().flatMap(({ id, stored }) => (stored ? id : [])),
      isKnown: queue.isKnown,
      // Left by an earlier visit, or by another tab.
      onFound: (records) => queue.adopt(records).forEach(onRestored),
      onGone: (id, wait) => {
        const command = queue.get(id)
        if (!command) return
        command.stored = false
        // Another tab has had it answered. What was answered is about to be told; or else the server says it again.
        if (command.own) command.notBefore = Math.max(command.notBefore, clock.now() + wait)
        else settlement.end(command, { is: 'failed', code: 'cancelled', message: 'Another tab was told how it ended' })
      },
      onSettled: (id, outcome) => {
        const command = queue.get(id)
        if (command) settlement.end(command, outcome)
        else queue.noteAnswered(id)
        pump()
      },
      onTurn: pump,
    })

  return {
    add: (type, data, topic) => {
      const id = newId()
      if (user === 'nobody') return refused(id, new CommandError('cancelled', 'Nobody is signed in'))
      const bytes = admit({ type, data, id }, frameOf)
      if (typeof bytes !== 'number') return refused(id, bytes)
      const urgent = ways.open() !== null && mailbox?.isOpen() === true
      const straight = urgent && queue.list().length === 0 && budget.freeAt('interactive') <= clock.now()
      const command = queue.add({ id, type, data, topic, bytes, urgent })
      store(command)
      pump()
      return { id, queued: !straight, acked: command.acked, taken: true }
    },
    link: (next) => {
      if (!ways.link(next)) return
      delivery.end()
      for (const command of queue.list()) {
        command.timeouts = 0
        command.urgent = false
      }
      pump()
    },
    onTooLarge: () => {
      const underWay = delivery.underWay()
      if (underWay?.way === 'socket')
        settlement.fail(
          underWay.command,
          'payload_too_large',
          `The server closed the connection over ${underWay.command.type}`,
        )
    },
    onAck: (id, ack) => {
      const command = queue.get(id)
      if (!command) return
      settlement.settle(command, { is: 'ack', ack })
      pump()
    },
    onError: (id, error) => {
      const command = queue.get(id)
      if (!command) return false
      if (delivery.underWay()?.command === command) delivery.end()
      settlement.onAnswer(command, { is: 'error', error })
      pump()
      return true
    },
    status: () => {
      const next = ways.open() === null ? null : nextOf(queue.list())
      const freeAt = next ? budget.freeAt(next.urgent ? 'interactive' : 'backlog') : budget.pausedUntil()
      const rateLimited = freeAt > clock.now() && delivery.underWay() === null
      return { queued: queue.list().length, rateLimited, ...(rateLimited ? { retryAt: freeAt } : {}) }
    },
    setUser,
    onSpend: (spent) => mailbox?.onSpend(spent),
    dispose: () => {
      disposed = true
      cancelTimer?.()
      delivery.end()
      queue.cancelAll('Disposed')
      mailbox?.close()
      disk?.dispose()
    },
  }
}

function refused(id: string, error: CommandError): Added {
  const acked = Promise.reject(error)
  acked.catch(() => undefined)
  return { id, queued: false, acked, taken: false }
}
