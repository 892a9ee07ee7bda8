import type { Cancel, Clock } from './clock.js'
import type { Part, Replica } from './replica.js'
import type { Report } from './report.js'
import { whole } from './shape.js'
import type { Store } from './store.js'
import { isObject } from '../protocol/envelope.js'

/**
 * What live queries held last, with where it stood, so that a reload shows it at once and asks only for what it missed.
 * A record belongs to one user and one version; it holds what the server confirmed, never a layer.
 */
export interface Records {
  readonly read: (topic: string) => Promise<Part | null>
  /** The replica shows something new. Costs the same however much else there is. */
  readonly touch: (replica: Replica) => void
  /** Writes what is waiting, as when the page is about to go. */
  readonly flush: () => void
  /** Deletes what belongs to anybody but the user of this key. */
  readonly purge: () => void
  readonly dispose: () => void
}

export interface RecordsOptions {
  readonly store: Store
  /** Records of another version are not read. */
  readonly version: string
  readonly clock: Clock
  readonly userKey: () => string | null
  readonly report: Report
}

const WRITE_MS = 1_000

export function createRecords({ store, version, clock, userKey, report }: RecordsOptions): Records {
  const changed = new Set<Replica>()
  let cancelWrite: Cancel | null = null
  let works = true

  const keyOf = (topic: string) => {
    const user = userKey()
    return user === null ? null : `${JSON.stringify(user)} ${topic}`
  }
  /** A store may be refused, or full: the queries go on without it, and it is said once. */
  const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (!works) return null
    try {
      return await work()
    } catch (error) {
      works = false
      report({ code: 'storage_failed', message: `Nothing is kept for the next visit: ${String(error)}` })
      return null
    }
  }
  const write = ({ topic, parts: [part], edited }: Replica) => {
    const key = keyOf(topic.name)
    // Written over by hand since: what the server has is not at hand any more.
    if (key === null || !part?.position || edited) return
    const { data, position } = part
    void attempt(() => store.set(key, { version, data, position }))
  }
  const flush = () => {
    cancelWrite?.()
    cancelWrite = null
    const replicas = [...changed]
    changed.clear()
    replicas.forEach(write)
  }

  return {
    read: async (topic) => {
      const key = keyOf(topic)
      const record = key === null ? null : await attempt(() => store.get(key))
      if (!isObject(record) || record['version'] !== version) return null
      const position = record['position']
      if (!isObject(position)) return null
      const { epoch, offset } = position
      if (typeof epoch !== 'string' || typeof offset !== 'number') return null
      return { data: record['data'], position: { epoch, offset } }
    },
    touch: (replica) => {
      if (replica.shape !== whole) return
      changed.add(replica)
      cancelWrite ??= clock.after(WRITE_MS, flush)
    },
    flush,
    purge: () => {
      changed.clear()
      const own = `${JSON.stringify(userKey())} `
      void attempt(async () => {
        const foreign = (await store.keys()).filter((key) => !key.startsWith(own))
        if (foreign.length > 0) await store.delete(foreign)
      })
    },
    dispose: () => {
      cancelWrite?.()
      changed.clear()
    },
  }
}
