import type { Spent } from './budget.js'
import type { Disk } from './disk.js'
import type { CommandRecord } from './command.js'
import { isObject } from '../../protocol/envelope.js'
import { IDEMPOTENCY_MS } from '../../protocol/limits.js'

/** One user's commands where they outlive the page. A store that fails is not asked again. */
export interface CommandRecords {
  /** What the store holds of this user; `null` when it cannot be asked. */
  readonly read: (isKnown: (id: string) => boolean) => Promise<Kept | null>
  /** Resolves to whether it is stored. */
  readonly put: (record: CommandRecord) => Promise<boolean>
  readonly remove: (record: CommandRecord) => void
  readonly putSpent: (spent: readonly Spent[]) => void
  /** When all of it is done. */
  readonly settled: () => Promise<unknown>
}

export interface Kept {
  readonly ids: ReadonlySet<string>
  /** Those that were not known, in no order. */
  readonly records: readonly CommandRecord[]
  /** What was sent in the last minute, by any tab or visit. */
  readonly spent: readonly Spent[]
}

/** The key tells user and age, so that what is left of somebody who never came back can be let go of unread. */
const keyOf = (user: string, { at, seq, id }: CommandRecord) => `outbox ${user} ${at} ${seq} ${id}`

export function createCommandRecords({ store, attempt, works, report, clock }: Disk, user: string): CommandRecords {
  const spentKey = `spent ${user}`
  /** Writes under way. Each follows the last one to its key, and waits for no other. */
  const writing = new Map<string, Promise<unknown>>()
  let spentToWrite: readonly Spent[] | null = null

  const write = <T>(key: string, work: () => Promise<T>): Promise<T | null> => {
    const before = writing.get(key)
    const after = before ? before.then(() => attempt(work)) : attempt(work)
    writing.set(key, after)
    void after.then(() => writing.get(key) === after && writing.delete(key))
    return after
  }
  const settled = () => Promise.all(writing.values())
  const sweep = async (keys: readonly string[]) => {
    const old = keys.filter((key) => {
      const [kind, whose, at] = key.split(' ')
      return kind === 'outbox' && whose !== user && Number(at) < clock.now() - IDEMPOTENCY_MS
    })
    if (old.length === 0) return
    await store.delete(old)
    report({ code: 'command_expired', message: `${old.length} commands of other users were not delivered within 24 h` })
  }

  return {
    read: async (isKnown) => {
      await settled()
      return attempt(async () => {
        const keys = await store.keys()
        await sweep(keys)
        const mine = keys.filter((key) => key.startsWith(`outbox ${user} `))
        const ids = new Set(mine.map((key) => key.split(' ')[4] ?? ''))
        const unknown = mine.filter((key) => !isKnown(key.split(' ')[4] ?? ''))
        const values = await Promise.all(unknown.map((key) => store.get(key)))
        const spent = await store.get(spentKey)
        return { ids, records: values.filter(isRecord), spent: Array.isArray(spent) ? spent.filter(isSpent) : [] }
      })
    },
    put: async (record) => {
      const done = await write(keyOf(user, record), () => store.set(keyOf(user, record), record))
      return done !== null && works()
    },
    remove: (record) => void write(keyOf(user, record), () => store.delete([keyOf(user, record)])),
    putSpent: (spent) => {
      const isWaiting = spentToWrite !== null
      spentToWrite = spent
      if (isWaiting) return
      void write(spentKey, () => {
        const newest = spentToWrite
        spentToWrite = null
        return store.set(spentKey, newest)
      })
    },
    settled,
  }
}

const isRecord = (value: unknown): value is CommandRecord =>
  isObject(value) &&
  ['id', 'type', 'topic'].every((field) => typeof value[field] === 'string') &&
  ['at', 'seq', 'tries'].every((field) => typeof value[field] === 'number')

const isSpent = (value: unknown): value is Spent =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number'
