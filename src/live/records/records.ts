import { confirmedBy, readRecord, type Confirmed, type TopicRecord } from './record.js'
import { isNews, readIndex, RECORD_LIMIT, tidy, without, type RecordIndex } from './recordIndex.js'
import type { SharedStore, Step } from './store.js'
import { userDigest } from './userDigest.js'
import type { Cancel, Clock } from '../clock.js'
import { createQuestions } from '../questions.js'
import type { Report } from '../reports/report.js'
import type { Replica } from '../sync/replica.js'
import { whole } from '../sync/shape.js'
import type { Topic } from '../sync/topic.js'

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
  const questions = createQuestions(clock, PATIENCE_MS)
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
  const remove = (isGone: (user: string) => boolean) =>
    step((index, made) => {
      const { stays, goes } = without(index, isGone)
      goes.forEach(made.delete)
      if (goes.length > 0) made.set(INDEX, stays)
    })
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
    const shown = [...changed].slice(-RECORD_LIMIT).map((replica) => ({ replica, confirmed: confirmedBy(replica) }))
    changed.clear()
    if (key === null || !works || shown.every(({ confirmed }) => !confirmed)) return
    writing = true
    try {
      const user = await digest(key)
      await step((index, made) => {
        const now = clock.now()
        const next = { ...index }
        let written = 0
        for (const { replica, confirmed } of shown) {
          if (clock.now() - now >= turnMs) break
          written += 1
          const name = keyOf(user, replica.topic)
          if (!confirmed || !isNews(next[name], confirmed.position, now)) continue
          made.set(name, { at: now, ...confirmed } satisfies TopicRecord)
          next[name] = { user, at: now, position: confirmed.position }
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

  return {
    read: async (topic) => {
      const key = userKey()
      if (!works || key === null || topic.stream.kind === 'ephemeral') return null
      try {
        const record = await questions.ask(() => digest(key).then((user) => store.get(keyOf(user, topic))))
        // Asked for somebody who has left meanwhile?
        return key === userKey() ? readRecord(record, topic, clock.now()) : null
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
      // Others may be signed in beside, in another frame or tab.
      if (before !== null) removeOrTell(async () => remove(is(await userDigest(before))))
      if (oneUser)
        userDigest(key)
          .then((user) => remove(isNot(user)))
          .catch(fail)
    },
    onNobody: () => removeOrTell(() => remove(() => true)),
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
      questions.dispose()
    },
  }
}

/** Deletes whatever any user left, as when nothing is to be kept any more. */
export const eraseRecords = async (store: SharedStore): Promise<void> => {
  const keys = await store.keys()
  if (keys.length > 0) await store.delete(keys)
}

// Where there are no digests, there is nothing of anybody.
const is = (user: string | null) => (other: string) => other === user
const isNot = (user: string | null) => (other: string) => other !== user

async function digest(userKey: string): Promise<string> {
  const digest = await userDigest(userKey)
  if (digest === null) throw new Error('users cannot be told apart without cryptography, which needs https')
  return digest
}
