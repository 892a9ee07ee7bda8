import { createDelivery, type Answer, type DeliveryOptions, type Message } from './delivery.js'
import type { Budget } from './budget.js'
import type { Uplink } from './uplink.js'
import { createWays } from './ways.js'
import type { Cancel, Clock } from '../clock.js'
import type { Ack } from '../../protocol/control.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'

/**
 * A way to the server for whoever keeps by themselves what is to be sent, and sends it again: a draft, of which only the
 * newest content matters. One message at a time; another takes its place.
 */
export interface Line {
  readonly isOpen: () => boolean
  /** Sends it as soon as there is room in the budget. Once it is sent, there is one answer, unless the line closes before. */
  readonly send: (message: Message) => void
  readonly end: () => void
}

export interface LineListener {
  /** The line opened or closed. What was sent before and not answered may have arrived. */
  readonly onLink: (isOpen: boolean) => void
  readonly onAnswer: (id: string, answer: Answer) => void
  /** Whose line it is from now on. */
  readonly onUser: (userKey: string | null) => void
  /** It may be the last that is heard of this page. */
  readonly onHide: () => void
  /** Nothing will ever be sent again. */
  readonly onDispose: () => void
}

export interface Lines {
  readonly open: (listener: LineListener) => Line
  readonly link: (uplink: Uplink) => void
  readonly setUser: (userKey: string | null) => void
  readonly hide: () => void
  readonly dispose: () => void
  /** `false`: it is nobody's. */
  readonly onAck: (id: string, ack: Ack) => boolean
  readonly onError: (id: string, error: ErrorBody) => boolean
}

export interface LinesOptions extends Omit<DeliveryOptions<Message>, 'onAnswer'> {
  readonly clock: Clock
  readonly random: () => number
  readonly budget: Pick<Budget, 'take' | 'freeAt' | 'slowDown'>
}

interface Open {
  readonly listener: LineListener
  readonly hear: (id: string, answer: Answer) => boolean
  readonly look: () => void
  readonly cut: () => void
}

export function createLines(options: LinesOptions): Lines {
  const { clock, random, budget, overRest } = options
  const lines = new Set<Open>()
  const ways = createWays({ clock, random, hasRest: overRest !== undefined })
  let user: string | null = null
  let cancelOpening: Cancel | null = null

  /** REST opens some time after the socket was lost. */
  const look = () => {
    cancelOpening?.()
    const at = ways.opensAt()
    const now = clock.now()
    cancelOpening = lines.size > 0 && at !== null && at > now ? clock.after(at - now, look) : null
    for (const line of lines) line.look()
  }

  const open = (listener: LineListener): Line => {
    let waiting: Message | null = null
    let cancelWaiting: Cancel | null = null
    let told = false
    const answered = (id: string, answer: Answer) => {
      if (answer.is === 'error' && answer.error.code === 'rate_limited') budget.slowDown(answer.error.retryAfterMs ?? 0)
      if (answer.is === 'unreachable') ways.onUnreachable()
      listener.onAnswer(id, answer)
      if (answer.is === 'unreachable') look()
    }
    const delivery = createDelivery<Message>({ ...options, onAnswer: ({ id }, answer) => answered(id, answer) })
    const stop = () => {
      cancelWaiting?.()
      cancelWaiting = null
      waiting = null
      delivery.end()
    }
    const push = () => {
      cancelWaiting?.()
      cancelWaiting = null
      const way = ways.open()
      if (!waiting || !way) return
      const message = waiting
      if (!budget.take('draft')) {
        cancelWaiting = clock.after(budget.freeAt('draft') - clock.now(), push)
        return
      }
      waiting = null
      delivery.send(message, way)
    }
    const isOpen = () => user !== null && ways.open() !== null
    const line: Open = {
      listener,
      hear: (id, answer) => {
        if (delivery.underWay()?.command.id !== id) return false
        delivery.end()
        answered(id, answer)
        return true
      },
      look: () => {
        if (isOpen() === told) return
        told = !told
        if (!told) stop()
        listener.onLink(told)
      },
      cut: () => {
        stop()
        if (told) listener.onLink(false)
        told = false
      },
    }
    lines.add(line)
    listener.onUser(user)
    line.look()
    look()
    return {
      isOpen,
      send: (message) => {
        delivery.end()
        waiting = message
        push()
      },
      end: () => {
        stop()
        lines.delete(line)
      },
    }
  }

  const heard = (id: string, answer: Answer) => [...lines].some((line) => line.hear(id, answer))
  return {
    open,
    link: (uplink) => {
      if (!ways.link(uplink)) return
      // Whatever went over the old one is not answered any more.
      for (const line of lines) line.cut()
      look()
    },
    setUser: (userKey) => {
      for (const line of lines) line.cut()
      user = userKey
      for (const { listener } of lines) listener.onUser(userKey)
      look()
    },
    hide: () => {
      for (const { listener } of lines) listener.onHide()
    },
    dispose: () => {
      cancelOpening?.()
      for (const line of lines) {
        line.cut()
        line.listener.onDispose()
      }
      lines.clear()
    },
    onAck: (id, ack) => heard(id, { is: 'ack', ack }),
    onError: (id, error) => heard(id, { is: 'error', error }),
  }
}
