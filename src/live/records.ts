import { dequal } from 'dequal/lite'
import type { Cancel, Clock } from './clock.js'
import { EXPIRY_MS, isNews, readIndex, RECORD_LIMIT, tidy, without, type RecordIndex } from './recordIndex.js'
import type { Replica } from './replica.js'
import type { Report } from './report.js'
import { whole } from './shape.js'
import type { SharedStore, Step } from './store.js'
import type { Topic } from './topic.js'
import { userDigest } from './userDigest.js'
import { isObject } from '../protocol/envelope.js'
import { parse } from '../protocol/schema.js'
import type { Position } from '../protocol/stream.js'

/**
 * What live queries held last, with where it stood, so that a reload shows it at once and asks only for what it missed.
 * A record belongs to one user and one version; it holds what the server confirmed, never a layer.
 */
export interface Records {
  readonly read: (topic: Topic) => Promise<Confirmed | null>
  /** The replica shows something new. Costs the same however much else there is. */
  readonly touch: (replica: Replica) => void
  /** Writes what is waiting, as when the page is about to go. */
  readonly flush: () => void
  /** This user is signed in, in place of another or as the first: deletes what must not outlive that. */
  readonly onSwitch: (userKey: string, before: string | null) => void
  /** Nobody is signed in: deletes everything, whoever left it, for nobody can say any more whose page this was. */
  readonly onNobody: () => void
  /** The server refuses this topic to whoever is signed in. */
  readonly forget: (topic: Topic) => void
  readonly dispose: () => void
}

export interface Confirmed {
  readonly data: object
  readonly position: Position
}

/** Where confirmed data outlives the page. */
export interface Remember {
  readonly store: SharedStore
  /**
   * Records of another version are not read. A record that the stream's schema does not take is not read either, so this
   * is for what no schema can tell: the same shape meaning something else, or folded by other reducers.
   */
  readonly version: string
  /** Nobody else is signed in beside the user of this page: what others left behind is deleted as soon as one is. */
  readonly oneUser?: boolean
}

export interface RecordsOptions extends Remember {
  readonly clock: Clock
  readonly userKey: () => string | null
  readonly report: Report
}

/** Raise it when records themselves look different. */
const FORMAT = 1
const INDEX = 'index'

const WRITE_MS = 1_000
/** Copying what is written blocks the page: no more of it at a time, ... */
const TURN_MS = 8
/** ... and no more than this part of all time. */
const SHARE = 1 / 100
/** A store may never answer, and a query waits for it. */
const PATIENCE_MS = 2_000

export function createRecords(options: RecordsOptions): Records {
  const { store, version, oneUser = false, clock, userKey, report } = options
  const changed = new Set<Replica>()
  let cancelWrite: Cancel | null = null
  let pause = WRITE_MS
  let writing = false
  let works = true
  /** Writes one after the other: what belongs to somebody who has left must not come after its deletion. */
  let last: Promise<unknown> = Promise.resolve()

  const keyOf = (user: string, topic: Topic) => JSON.stringify([user, FORMAT, version, topic.name])

  /** A store may be refused, or full: the queries go on without it, and it is said once. */
  const fail = (error: unknown) => {
    changed.clear()
    if (works) report({ code: 'storage_failed', message: `Nothing is kept for the next visit: ${String(error)}` })
    works = false
  }
  const step = (change: (index: RecordIndex, step: Step) => void): Promise<void> => {
    const done = last.then(() => store.update(INDEX, (value, made) => change(readIndex(value), made)))
    last = done.catch(() => undefined)
    return done
  }
  const remove = async (isGone: (user: string) => boolean) => {
    changed.clear()
    await step((index, made) => {
      const { stays, goes } = without(index, isGone)
      goes.forEach(made.delete)
      if (goes.length > 0) made.set(INDEX, stays)
    })
  }
  // Also where nothing can be written any more: a full disk is no reason to leave somebody's data behind.
  const removeOrTell = (work: () => Promise<void>) =>
    void work().catch((error: unknown) =>
      report({ code: 'storage_failed', message: `What was kept may still be there: ${String(error)}` }),
    )

  const schedule = () => {
    if (works && !writing && changed.size > 0) cancelWrite ??= clock.after(pause, () => void flush(TURN_MS))
  }
  const flush = async (turnMs: number) => {
    if (writing) return
    cancelWrite?.()
    cancelWrite = null
    const key = userKey()
    // What they show now: by the time of the writing, somebody else may be signed in.
    const shown = [...changed].slice(-RECORD_LIMIT).flatMap(confirmed)
    changed.clear()
    if (key === null || !works || shown.length === 0) return
    writing = true
    try {
      const user = await digest(key)
      await step((index, made) => {
        const now = clock.now()
        const next = { ...index }
        let written = 0
        for (const { replica, data, position } of shown) {
          if (clock.now() - now >= turnMs) break
          written += 1
          const at = keyOf(user, replica.topic)
          if (!isNews(next[at], position, now)) continue
          made.set(at, { at: now, position, data })
          next[at] = { user, at: now, position }
        }
        const { stays, goes } = tidy(next, now)
        goes.forEach(made.delete)
        made.set(INDEX, stays)
        for (const { replica } of shown.slice(written)) changed.add(replica)
        pause = Math.max(WRITE_MS, (clock.now() - now) / SHARE)
      })
    } catch (error) {
      fail(error)
    } finally {
      writing = false
      schedule()
    }
  }
  const answered = <T>(answer: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(PATIENCE_MS, () => reject(new Error('The store does not answer')))
      answer.then(resolve, reject).finally(cancel)
    })

  return {
    read: async (topic) => {
      const key = userKey()
      if (!works || key === null || topic.stream.kind === 'ephemeral') return null
      try {
        const record = await answered(digest(key).then((user) => store.get(keyOf(user, topic))))
        // Asked for somebody who has left meanwhile?
        return key === userKey() ? fit(record, topic, clock.now()) : null
      } catch (error) {
        fail(error)
        return null
      }
    },
    touch: (replica) => {
      if (!works || replica.shape !== whole || replica.topic.stream.kind === 'ephemeral') return
      changed.add(replica)
      schedule()
    },
    flush: () => void flush(Number.POSITIVE_INFINITY),
    onSwitch: (key, before) => {
      changed.clear()
      if (oneUser) return removeOrTell(async () => remove(isNot(await digest(key))))
      // Others may be signed in beside, in another frame or tab.
      if (before === null) return undefined
      return removeOrTell(async () => remove(is(await digest(before))))
    },
    onNobody: () => {
      changed.clear()
      removeOrTell(() => remove(() => true))
    },
    forget: (topic) => {
      for (const replica of topic.replicas) changed.delete(replica)
      const key = userKey()
      if (key === null || !works) return
      removeOrTell(async () => {
        const gone = keyOf(await digest(key), topic)
        await step((index, made) => {
          const { [gone]: entry, ...stays } = index
          if (!entry) return
          made.delete(gone)
          made.set(INDEX, stays)
        })
      })
    },
    dispose: () => {
      cancelWrite?.()
      works = false
      changed.clear()
    },
  }
}

/** Deletes whatever any user left, as when nothing is to be kept any more. */
export const eraseRecords = async (store: SharedStore): Promise<void> => {
  const keys = await store.keys()
  if (keys.length > 0) await store.delete(keys)
}

const is = (user: string) => (other: string) => other === user
const isNot = (user: string) => (other: string) => other !== user

async function digest(userKey: string): Promise<string> {
  const digest = await userDigest(userKey)
  if (digest === null) throw new Error('users cannot be told apart without cryptography, which needs https')
  return digest
}

/** Only what the server has as well: neither what was written by hand, nor what it cannot bring forward. */
function confirmed(replica: Replica): (Confirmed & { readonly replica: Replica })[] {
  const [part] = replica.parts
  if (replica.edited || replica.lost || !part?.position || !isObject(part.data)) return []
  return [{ replica, data: part.data, position: part.position }]
}

function fit(record: unknown, { stream }: Topic, now: number): Confirmed | null {
  if (!isObject(record) || !isObject(record['position'])) return null
  const { at, data } = record
  const { epoch, offset } = record['position']
  if (typeof at !== 'number' || now - at > EXPIRY_MS) return null
  if (typeof epoch !== 'string' || typeof offset !== 'number') return null
  // A schema that would change it again, by a default or a conversion, is not the one that it came through.
  const parsed = parse(stream.data, data)
  if (!parsed.ok || !isObject(parsed.value) || !dequal(parsed.value, data)) return null
  return { data: parsed.value, position: { epoch, offset } }
}
