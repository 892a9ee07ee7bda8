import { readChoice, type Memory } from './memory.js'
import {
  initialSelf,
  step,
  wakeAt,
  type Choice,
  type Self,
  type SelfEffect,
  type SelfEvent,
  type Shown,
} from './self.js'
import type { TabMessage } from './self.js'
import type { Cancel, Clock } from '../../live/clock.js'
import { createHold } from '../../live/hold.js'
import type { Live, LiveStatus } from '../../live/index.js'
import type { Channel, Tabs } from '../../live/outbox/tabs.js'
import { isObject } from '../../protocol/envelope.js'
import type { CommandsOf } from '../../protocol/stream.js'
import type { presence } from '../../protocol/streams/presence.js'

/** What is known of this page's user here. A new object only when something in it changed. */
export type SelfView = Pick<Self, 'choice' | 'idle'>

/** Says how this page's user is, for as long as anybody keeps it. */
export interface Keeper {
  readonly keep: () => Cancel
  readonly get: () => SelfView
  readonly subscribe: (listener: () => void) => Cancel
  readonly choose: (choice: Choice) => void
  /** Somebody looks at what the server shows; how to tell what that is, and how to stop. */
  readonly look: () => { readonly see: (shown: Shown | undefined) => void; readonly stop: Cancel }
}

export interface KeeperOptions {
  readonly live: Pick<Live<CommandsOf<typeof presence>>, 'send' | 'getStatus' | 'subscribe'>
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly memory: Memory
  readonly tabs: Pick<Tabs, 'open'>
  /** Calls back when somebody does something in this page. */
  readonly watchSigns: (acted: () => void) => Cancel
}

const CHANNEL = 'pitchey presence'

export function createKeeper({ live, clock, memory, tabs, watchSigns }: KeeperOptions): Keeper {
  const listeners = new Set<() => void>()
  let self = initialSelf(clock.now())
  let view: SelfView = { choice: null, idle: false }
  let channel: Channel | null = null
  let cancelTick: Cancel | null = null
  let tickAt = Number.POSITIVE_INFINITY
  let status: LiveStatus | null = null

  const tell = (event: SelfEvent) => {
    const [next, ...effects] = step(self, event, clock.now())
    self = next
    effects.forEach(perform)
    arm()
    if (view.choice === self.choice && view.idle === self.idle) return
    view = { choice: self.choice, idle: self.idle }
    for (const listener of listeners) listener()
  }

  /** Every sign puts idleness off; the timer is left to fire early rather than set anew each time. */
  const arm = () => {
    const at = wakeAt(self)
    if (!hold.isHeld() || (cancelTick && tickAt <= at)) return
    cancelTick?.()
    tickAt = at
    cancelTick =
      at === Number.POSITIVE_INFINITY
        ? null
        : clock.after(at - clock.now(), () => {
            cancelTick = null
            tell({ event: 'tick' })
          })
  }

  const perform = (effect: SelfEffect) => {
    switch (effect.do) {
      case 'say':
        return void live.send('presence_update', effect.statement)
      case 'tell':
        return channel?.say(effect.message)
      case 'remember':
        return memory.write(effect.userId, JSON.stringify({ userId: effect.userId, choice: effect.choice }))
      default:
        return effect satisfies never
    }
  }

  const follow = () => {
    const before = status
    status = live.getStatus()
    const userId = status.user?.userId ?? null
    if (userId !== self.userId) {
      const remembered = userId === null ? null : readChoice(memory.read(userId), userId)
      tell({ event: 'user', userId, remembered })
    }
    const isUp = status.connection.state === 'connected'
    if (isUp === (before?.connection.state === 'connected')) return
    tell(isUp ? { event: 'connected' } : { event: 'shown', shown: undefined })
  }

  const hold = createHold({
    onFirst: () => {
      channel = tabs.open?.(CHANNEL, (message) => isTabMessage(message) && tell({ event: 'heard', message })) ?? null
      const cancels = [live.subscribe(follow), watchSigns(() => tell({ event: 'acted' }))]
      stop = () => cancels.forEach((cancel) => cancel())
      follow()
      tell({ event: 'acted' })
    },
    onLast: () => {
      stop()
      channel?.close()
      channel = null
      cancelTick?.()
      cancelTick = null
    },
  })
  let stop: Cancel = () => undefined
  const looking = createHold({ onFirst: () => undefined, onLast: () => tell({ event: 'shown', shown: undefined }) })

  return {
    keep: hold.take,
    get: () => view,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    choose: (choice) => tell({ event: 'chose', choice }),
    look: () => ({ see: (shown) => tell({ event: 'shown', shown }), stop: looking.take() }),
  }
}

const isTabMessage = (message: unknown): message is TabMessage =>
  isObject(message) &&
  typeof message['userId'] === 'number' &&
  (message['acted'] === true ||
    (['chosen', 'seen'].includes(String(message['how'])) &&
      readChoice(JSON.stringify(message), message['userId']) !== null))
