/**
 * Why: what becomes of commands depends on tabs, a store, a server and a network that fail at any moment between any two
 * steps. Here all of them are played on one clock, so that every run is repeatable from its seed; the outbox is the real one.
 * What the real server and real browsers do is tested with those.
 */
import { SnapshotError, type Backend, type Fault, type Session, type Store, type Tabs } from 'pitchey-live/core'
import { createBudget } from '../../src/live/outbox/budget.js'
import type { Clock } from '../../src/live/clock.js'
import type { Command } from '../../src/live/outbox/command.js'
import { createOutbox } from '../../src/live/outbox/outbox.js'
import { openDisk } from '../../src/live/outbox/disk.js'
import type { Ack } from '../../src/protocol/control.js'
import { ProtocolError } from '../../src/protocol/errorCodes.js'
import { MAX_COMMANDS, WINDOW_MS } from '../../src/protocol/limits.js'

export interface Sending {
  readonly id: string
  readonly tab: number
  readonly user: string
  readonly topic: string
  readonly n: number
  readonly urgent: boolean
  readonly at: number
}

export interface Surroundings {
  readonly locks: boolean
  readonly channel: boolean
  readonly store: 'works' | 'refused' | 'none'
  readonly rest: boolean
}

export type World = ReturnType<typeof createWorld>
export type Tab = ReturnType<World['open']>

interface Message {
  readonly type: string
  readonly data: unknown
  readonly id: string
}

const STORE_MS = 2
const LINK_MS = 20
/** By then whatever was written is in the store. */
export const STORED_MS = 50

export function createWorld({ locks, channel, store: storeKind, rest }: Surroundings) {
  let now = Date.UTC(2026, 4, 1)
  let timers: { at: number; run: () => void }[] = []
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  const later = (ms: number, run: () => void) => {
    const timer = { at: now + Math.max(0, ms), run }
    timers.push(timer)
    return () => void (timers = timers.filter((other) => other !== timer))
  }
  const advance = async (ms: number) => {
    const end = now + ms
    await turn()
    for (;;) {
      const next = timers
        .filter(({ at }) => at <= end)
        .reduce<(typeof timers)[0] | null>((a, b) => (a && a.at <= b.at ? a : b), null)
      if (!next) break
      timers = timers.filter((timer) => timer !== next)
      now = Math.max(now, next.at)
      next.run()
      await turn()
    }
    now = end
  }

  // The server: does each id once, may fail in any way on the way there and back.
  const done = new Map<string, Ack>()
  const effects: string[] = []
  const arrivals: { readonly user: string; readonly at: number }[] = []
  const accepted = new Map<string, number[]>()
  const faults = { unavailable: 0, mute: 0, dieAfterEffect: false, limited: 0, restWorks: rest }
  const tabs = new Set<{ readonly cut: () => void }>()
  const wrong: string[] = []

  const perform = (user: string, { id, data }: Message): Ack => {
    const { user: owner, refused } = data as { user: string; refused: boolean }
    arrivals.push({ user, at: now })
    if (owner !== user) wrong.push(`${id} of ${owner} was sent as ${user}`)
    const before = done.get(`${user} ${id}`)
    if (before) return { ...before, duplicate: true }
    const window = (accepted.get(user) ?? []).filter((at) => at > now - WINDOW_MS)
    if (faults.limited > 0) {
      faults.limited -= 1
      throw new ProtocolError('rate_limited', 'Too many', { retryAfterMs: 5_000 })
    }
    if (window.length >= MAX_COMMANDS) {
      wrong.push('rate limited')
      throw new ProtocolError('rate_limited', 'Too many', { retryAfterMs: 5_000 })
    }
    if (faults.unavailable > 0) {
      faults.unavailable -= 1
      throw new ProtocolError('unavailable', 'Not now')
    }
    if (refused) throw new ProtocolError('forbidden', 'Never')
    accepted.set(user, [...window, now])
    effects.push(id)
    const ack: Ack = { topic: 't', epoch: 'e', offset: effects.length }
    done.set(`${user} ${id}`, ack)
    return ack
  }
  const diesNow = () => {
    if (!faults.dieAfterEffect) return false
    faults.dieAfterEffect = false
    for (const tab of tabs) tab.cut()
    return true
  }
  const isMute = () => {
    if (faults.mute === 0) return false
    faults.mute -= 1
    return true
  }

  // What the tabs share.
  const kept = new Map<string, unknown>()
  const queues = new Map<string, { grant: () => void }[]>()
  const listeners = new Map<string, Set<{ hear: (message: unknown) => void }>>()

  const sendings: Sending[] = []
  const sent: { readonly tab: number; readonly user: string; readonly at: number; readonly id: string }[] = []
  const outcomes: { readonly id: string; readonly tab: number; readonly outcome: string }[] = []
  const reported: Fault[] = []
  let opened = 0
  let made = 0

  function open(firstUser: string | null) {
    opened += 1
    const tab = opened
    let alive = true
    let user = firstUser
    let up = false
    /** Each connection of its own: what was under way on the last one is lost. */
    let connection = 0
    const held = new Set<() => void>()
    const mine = new Set<() => void>()
    const clock: Clock = {
      now: () => now,
      after: (ms, run) => {
        const cancel = later(ms, () => {
          mine.delete(cancel)
          if (alive) run()
        })
        mine.add(cancel)
        return () => {
          mine.delete(cancel)
          cancel()
        }
      },
      frame: (run) => clock.after(16, run),
    }
    /** A page that is gone hears of nothing any more, and finishes nothing. */
    const io = <T>(ms: number, work: () => T): Promise<T> =>
      new Promise((resolve, reject) => {
        later(ms, () => {
          if (!alive) return
          try {
            resolve(work())
          } catch (error) {
            reject(error)
          }
        })
      })
    const access = <T>(work: () => T) =>
      storeKind === 'refused' ? Promise.reject(new Error('QuotaExceededError')) : io(STORE_MS, work)
    const store: Store = {
      get: (key) => access(() => structuredClone(kept.get(key))),
      set: (key, value) => access(() => void kept.set(key, structuredClone(value))),
      keys: () => access(() => [...kept.keys()]),
      delete: (keys) => access(() => keys.forEach((key) => kept.delete(key))),
    }
    const shared: Tabs = {
      lock: locks
        ? async (name, signal, work) => {
            const queue = queues.get(name) ?? []
            queues.set(name, queue)
            const leave = (waiting: (typeof queue)[0]) => {
              const at = queue.indexOf(waiting)
              if (at >= 0) queue.splice(at, 1)
              if (at === 0) queue[0]?.grant()
            }
            await new Promise<void>((resolve, reject) => {
              let granted = false
              const waiting = {
                grant: () => {
                  granted = true
                  later(1, () => {
                    if (!alive) return leave(waiting)
                    return void work()
                      .then(resolve, reject)
                      .finally(() => leave(waiting))
                  })
                },
              }
              held.add(() => leave(waiting))
              signal.addEventListener('abort', () => {
                if (granted) return
                leave(waiting)
                reject(new Error('aborted'))
              })
              queue.push(waiting)
              if (queue.length === 1) waiting.grant()
            })
          }
        : null,
      open: channel
        ? (name, hear) => {
            const ears = listeners.get(name) ?? new Set()
            listeners.set(name, ears)
            const own = { hear }
            ears.add(own)
            held.add(() => ears.delete(own))
            return {
              say: (message) => {
                const copy = structuredClone(message)
                later(3, () => ears.forEach((other) => other !== own && other.hear(copy)))
              },
              close: () => void ears.delete(own),
            }
          }
        : null,
    }

    const noteSend = (id: string) => sent.push({ tab, user: user ?? '', at: now, id })
    const overSocket = (message: Message) => {
      noteSend(message.id)
      const at = connection
      const as = user ?? ''
      later(LINK_MS, () => {
        if (connection !== at || !up) return
        if (isMute()) return
        let answer: () => void
        try {
          const ack = perform(as, message)
          if (diesNow()) return
          answer = () => outbox.onAck(message.id, ack)
        } catch (error) {
          if (!(error instanceof ProtocolError)) throw error
          const { body } = error
          answer = () => void outbox.onError(message.id, body)
        }
        later(LINK_MS, () => {
          if (alive && connection === at && up) answer()
        })
      })
    }
    const overRest: NonNullable<Backend['command']> = async (message, { session }) => {
      if (!faults.restWorks) {
        await io(LINK_MS, () => undefined)
        throw new SnapshotError(0, 'unreachable', 'No network')
      }
      noteSend(message.id)
      let died = false
      // The request goes on whether or not somebody still waits for it.
      const answer = await new Promise<Awaited<ReturnType<typeof overRest>>>((resolve, reject) => {
        later(LINK_MS, () => {
          if (isMute()) return
          try {
            const ack = perform(session.userKey, message)
            died = diesNow()
            resolve({ ok: true, ack })
          } catch (error) {
            if (error instanceof ProtocolError) resolve({ ok: false, error: error.body })
            else reject(error)
          }
        })
      })
      await io(LINK_MS, () => undefined)
      if (died) throw new SnapshotError(0, 'unreachable', 'The server died')
      return answer
    }

    const follow = ({ id, acked }: { readonly id: string; readonly acked: Promise<Ack> }) => {
      const note = (outcome: string) => alive && outcomes.push({ id, tab, outcome })
      acked.then(
        () => note('acked'),
        (error: { code: string }) => note(error.code),
      )
    }
    const restored: string[] = []
    const budget = createBudget({ clock, random: () => tab / 1_000, onSpend: (spent) => outbox.onSpend(spent) })
    const report = (fault: Fault) => void reported.push(fault)
    const outbox = createOutbox({
      clock,
      random: () => 0.5,
      newId: () => `c${(made += 1)}`,
      budget,
      report,
      disk: storeKind === 'none' ? null : openDisk({ store, clock, report }),
      tabs: shared,
      sessions: { get: () => Promise.resolve<Session | null>(user === null ? null : { token: user, userKey: user }) },
      overSocket,
      overRest: rest ? overRest : undefined,
      frameOf: (message) => JSON.stringify(message),
      onRestored: (command: Command) => {
        restored.push(command.id)
        follow(command)
      },
      onChange: () => undefined,
    })
    const cut = () => {
      connection += 1
      up = false
      if (alive) outbox.link(user === null ? 'off' : 'trying')
    }
    const self = {
      tab,
      outbox,
      budget,
      restored,
      alive: () => alive,
      user: () => user,
      cut,
      connect: () => {
        if (up || user === null) return
        up = true
        outbox.link('up')
      },
      send: (topic: string, refused = false): Sending | null => {
        if (user === null) return null
        // Over REST clicks come first as well, as soon as it is tried.
        const urgent = up || rest
        const command = outbox.add('do', { user, topic, refused }, topic)
        const sending = { id: command.id, tab, user, topic, n: sendings.length, urgent, at: now }
        sendings.push(sending)
        follow(command)
        return sending
      },
      signIn: (next: string | null) => {
        if (next === user) return
        cut()
        user = next
        outbox.setUser(next)
        cut()
      },
      /** Gone from one moment to the next, as when the browser is killed. */
      kill: () => {
        alive = false
        connection += 1
        up = false
        tabs.delete(self)
        for (const cancel of mine) cancel()
        for (const let_go of held) let_go()
      },
      dispose: () => {
        up = false
        connection += 1
        outbox.dispose()
        tabs.delete(self)
      },
      timers: () => mine.size,
    }
    tabs.add(self)
    outbox.link('trying')
    outbox.setUser(firstUser)
    return self
  }

  return {
    open,
    advance,
    now: () => now,
    faults,
    wrong,
    effects,
    arrivals,
    sent,
    sendings,
    outcomes,
    reported,
    left: () => [...kept.keys()].filter((key) => key.startsWith('outbox ')),
  }
}

/** The most of these within any time of that length. */
export function most(times: readonly number[], windowMs: number): number {
  const sorted = [...times].toSorted((a, b) => a - b)
  let from = 0
  let highest = 0
  for (const [n, at] of sorted.entries()) {
    while ((sorted[from] ?? at) <= at - windowMs) from += 1
    highest = Math.max(highest, n - from + 1)
  }
  return highest
}
