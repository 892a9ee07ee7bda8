import type { AskedTopic, Subscribed } from '../../protocol/control.js'
import type { ErrorCode } from '../../protocol/errorCodes.js'
import { MAX_ANSWER_BYTES, MAX_TOPICS, MAX_TOPICS_PER_WINDOW, WINDOW_MS } from '../../protocol/limits.js'
import type { Position, User } from '../../protocol/stream.js'
import type { Authorize, Target } from '../authorize.js'
import type { Database, Transaction } from '../database/database.js'
import type { Hub, Subscriber, Subscription } from '../hub.js'
import { slidingWindow } from '../limiter.js'
import { resume, type Resumed } from '../log/resume.js'
import type { StreamTable } from '../streams/serverStream.js'

/** The topics of one connection. */
export interface Subscriptions {
  /** Calls `answer` with one entry per asked topic, in order, and lets events flow only after it. */
  subscribe(user: User, asked: readonly AskedTopic[], answer: (topics: readonly Subscribed[]) => void): Promise<void>
  unsubscribe(names: readonly string[]): void
  leaveAll(): void
}

interface Parts {
  readonly authorize: Authorize
  readonly database: Database
  readonly table: StreamTable
  readonly hub: Hub
  readonly epoch: string
  readonly now: () => number
  readonly isOpen: () => boolean
  readonly send: Subscriber['send']
  /** This topic may not be read any more, and is left. */
  readonly onEvicted: (name: string) => void
  /** Topics gained or lost. */
  readonly onCount: (change: number) => void
  readonly onResumed: (resumed: Resumed) => void
}

type Refusal = Extract<Subscribed, { error: unknown }>

export function createSubscriptions(parts: Parts): Subscriptions {
  const { authorize, database, table, hub, epoch, now, isOpen, send, onEvicted, onCount, onResumed } = parts
  const joined = new Map<string, Subscription>()
  const asking = slidingWindow(MAX_TOPICS_PER_WINDOW, WINDOW_MS)

  /** Joins the hub, holding events back, before anything is read: none may fall between reading and listening. */
  function admit(user: User, { topic: name }: AskedTopic, fresh: Set<string>): Target | Refusal {
    if (asking.isFull(now())) return refusal(name, 'rate_limited', 'Too many topics in a minute')
    asking.add(now())
    const target = authorize.target(user, name)
    if (!target) return forbidden(name)
    const known = joined.get(name)
    if (known) known.hold()
    else if (joined.size >= MAX_TOPICS) return refusal(name, 'limit_exceeded', `At most ${MAX_TOPICS} topics`)
    else {
      const evicted = (): void => {
        drop(name)
        onEvicted(name)
      }
      joined.set(name, hub.join(target.topic, { name, userId: user.userId, send, onEvicted: evicted }))
      fresh.add(name)
      onCount(1)
    }
    return target
  }

  function drop(name: string): void {
    joined.get(name)?.leave()
    if (joined.delete(name)) onCount(-1)
  }

  /** Reads all topics in one view; ephemeral ones are only looked up here, their state is read when it is sent. */
  async function readAll(
    tx: Transaction,
    user: User,
    admitted: readonly (Target | Refusal)[],
    asked: readonly AskedTopic[],
  ) {
    let budget = MAX_ANSWER_BYTES
    const found: (Refusal | { readonly target: Target; readonly resumed: Resumed | null })[] = []
    for (const [index, target] of admitted.entries()) {
      if ('error' in target) {
        found.push(target)
      } else if ((await authorize.admission(tx, user, target)) !== 'admitted') {
        found.push(forbidden(target.name))
      } else if (target.stream.kind === 'ephemeral') {
        found.push({ target, resumed: null })
      } else {
        const resumed = await resume(tx, epoch, target.topic, positionOf(asked[index]), budget)
        if (resumed.recovered) budget -= resumed.bytes
        found.push({ target, resumed })
      }
    }
    return found
  }

  return {
    async subscribe(user, asked, answer) {
      // A queue may outlive its socket; what joined then would never leave.
      if (!isOpen()) return
      const fresh = new Set<string>()
      const admitted = asked.map((topic) => admit(user, topic, fresh))
      const found = await database
        .read((tx) => readAll(tx, user, admitted, asked))
        .catch((error: unknown) => {
          // As if it had not been asked: what was live before is live again.
          for (const target of admitted) if (!('error' in target)) joined.get(target.name)?.live(null)
          fresh.forEach(drop)
          throw error
        })
      if (!isOpen()) return
      const entries = found.map((entry): Subscribed => {
        if ('error' in entry) return entry
        const { target, resumed } = entry
        // Evicted while it was being read: what was found is not theirs any more.
        if (!joined.has(target.name)) return forbidden(target.name)
        if (resumed) return { topic: target.name, epoch, ...toEntry(resumed) }
        const state = table.byName.get(target.stream.name)?.state?.(target.param, user)
        return { topic: target.name, epoch: null, offset: null, recovered: null, events: [], state }
      })
      answer(entries)
      for (const entry of found) {
        if ('error' in entry) {
          // Refused after it had joined: it does not exist, or is not for this user. (A refusal for numbers leaves a live one alone.)
          if (entry.error.code === 'forbidden') drop(entry.topic)
          continue
        }
        if (entry.resumed) onResumed(entry.resumed)
        joined.get(entry.target.name)?.live(entry.resumed?.offset ?? null)
      }
    },
    unsubscribe: (names) => names.forEach(drop),
    leaveAll() {
      for (const subscription of joined.values()) subscription.leave()
      onCount(-joined.size)
      joined.clear()
    },
  }
}

const refusal = (topic: string, code: ErrorCode, message: string): Refusal => ({ topic, error: { code, message } })
const forbidden = (topic: string): Refusal => refusal(topic, 'forbidden', 'You may not read this topic')

const positionOf = (asked: AskedTopic | undefined): Position | null =>
  asked?.epoch === undefined || asked.offset === undefined ? null : { epoch: asked.epoch, offset: asked.offset }

function toEntry(resumed: Resumed) {
  switch (resumed.recovered) {
    case null:
      return { offset: resumed.offset, recovered: null, events: [] }
    case true:
      return { offset: resumed.offset, recovered: true, events: resumed.events }
    case false:
      return { offset: resumed.offset, recovered: false, reason: resumed.reason, events: [] }
    default:
      throw resumed satisfies never
  }
}
