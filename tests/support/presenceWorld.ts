import { createKeeper } from '../../src/contexts/presence/keeper.js'
import type { Clock } from '../../src/live/clock.js'
import type { LiveStatus } from '../../src/live/index.js'
import { createBudget } from '../../src/live/outbox/budget.js'
import { createStates } from '../../src/live/outbox/states.js'
import { checked } from '../../src/server/commands.js'
import { presence as served } from '../../src/server/streams/presence.js'
import { presence } from '../../src/protocol/streams/presence.js'
import type { DataOf } from '../../src/protocol/stream.js'
import { manualClock } from './manualClock.js'

/**
 * Why: what tabs, devices and the server make of one user's choices together can only be seen with all of them, over days that
 * pass in no time. The server's stream, the keepers and the desired state are the real ones; the wire between them is a call.
 */
const ANA = { userId: 1, username: 'Ana', role: 'creator' } as const
type Data = DataOf<typeof presence>

export function createPresenceWorld() {
  const clock = manualClock()
  let online: Tab[] = []
  let count = 0
  let data: Data = presence.initial('all')
  /** Statuses that everybody was told of Ana. */
  const told: string[] = []
  const server = served({
    clock,
    broadcast: (_, __, event) => {
      const person = checked(presence.events.presence_update.schema, event, 'event')
      told.push(person.status)
      data = presence.events.presence_update.reduce(data, person)
      for (const tab of online) tab.see()
    },
  })
  const browserClock: Clock = {
    now: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
    frame: (run) => clock.after(0, run),
  }

  function openBrowser() {
    const hearing = new Set<{ name: string; hear: (message: unknown) => void }>()
    const open = (name: string, hear: (message: unknown) => void) => {
      const own = { name, hear }
      hearing.add(own)
      const say = (message: unknown) => {
        for (const other of hearing) if (other !== own) other.hear(structuredClone(message))
      }
      return { say, close: () => void hearing.delete(own) }
    }
    return { openTab: (memory: string | null = null) => openTab(open, memory) }
  }

  function openTab(open: Parameters<typeof createKeeper>[0]['tabs']['open'], remembered: string | null) {
    let memory = remembered
    let connection: string | null = null
    let act = () => {}
    let status: LiveStatus = {
      connection: { state: 'connecting', since: 0 },
      queue: { queued: 0, rateLimited: false, max: 100 },
      latency: null,
      quality: 'unknown',
      polledAt: null,
      user: null,
    }
    const listeners = new Set<() => void>()
    const said: unknown[] = []
    const send = ({ data: statement }: { data: unknown }) => {
      said.push(statement)
      const input = checked(presence.commands.presence_update.schema, JSON.parse(JSON.stringify(statement)), 'data')
      const socket = connection
      if (socket === null) throw new Error('said without a connection')
      server.desired.get('presence_update')?.(ANA, input, { connectionId: socket, isOpen: () => true })
    }
    const budget = createBudget({ clock: browserClock, random: Math.random, onSpend: () => undefined })
    const states = createStates({ clock: browserClock, budget, send, isLive: () => connection !== null })
    const { param, repeat } = presence.commands.presence_update
    const keeper = createKeeper({
      live: {
        getStatus: () => status,
        subscribe: (listener) => {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
        send: (type, statement) =>
          states.set(type, param?.(statement), {
            data: statement,
            again: repeat?.(statement) ?? statement,
            ends: false,
          }),
      },
      clock: browserClock,
      memory: { read: () => memory, write: (_, text) => (memory = text) },
      tabs: { open },
      watchSigns: (acted) => {
        act = acted
        return () => undefined
      },
    })
    const become = (next: Partial<LiveStatus>) => {
      status = { ...status, ...next }
      for (const listener of listeners) listener()
    }
    const look = keeper.look()
    const release = keeper.keep()
    const tab = {
      said,
      act: () => act(),
      choose: keeper.choose,
      view: keeper.get,
      memory: () => memory,
      isConnected: () => connection !== null,
      see: () => look.see(data.users.find(({ userId }) => userId === ANA.userId) ?? null),
      connect: () => {
        if (connection !== null) return
        connection = `socket ${(count += 1)}`
        server.connectionStarted?.(connection, ANA)
        become({ user: { userId: ANA.userId, username: ANA.username } })
        states.linkUp()
        // What a subscriber gets is the state, and what is told from then on.
        data = checked(presence.data, server.state?.('all', ANA), 'state')
        online = [...online, tab]
        become({ connection: { state: 'connected', since: 0 } })
        tab.see()
      },
      cut: () => {
        if (connection === null) return
        const ended = connection
        connection = null
        online = online.filter((other) => other !== tab)
        states.linkDown()
        become({ connection: { state: 'reconnecting', since: 0 } })
        server.connectionEnded?.(ended)
      },
      close: () => {
        tab.cut()
        look.stop()
        release()
      },
    }
    return tab
  }

  return {
    openBrowser,
    told,
    advance: (ms: number) => clock.advance(ms),
    /** What others see. */
    shown: () => checked(presence.data, server.state?.('all', ANA), 'state').users[0]?.status ?? 'offline',
  }
}

interface Tab {
  readonly see: () => void
}
