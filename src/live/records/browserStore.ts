import { createStore, delMany, get, promisifyRequest, set, type UseStore } from 'idb-keyval'
import type { SharedStore, Step } from './store.js'

/** One database for everything that is kept on an origin. idb-keyval opens it with the first call. */
const database = () => createStore('pitchey-live', 'kept')
let opened = database()

const kept: UseStore = (mode, work) =>
  opened(mode, (objects) => {
    const { db } = objects.transaction
    // Whoever deletes the database need not wait until this page is closed.
    db.onversionchange = () => {
      db.close()
      opened = database()
    }
    return work(objects)
  })

/**
 * A store in the browser's IndexedDB, which all pages of an origin share. Nothing is opened before the first call; any
 * call rejects where IndexedDB is missing or refused: on a server, in some private windows, where site data is blocked.
 * @param name what it is for, e.g. `records`; stores of other names neither see nor disturb it
 */
export function createBrowserStore(name: string): SharedStore {
  const inside = (key: string) => [name, key]
  // Async throughout: where looking at `indexedDB` is forbidden, idb-keyval throws instead of rejecting.
  return {
    get: async (key) => get<unknown>(inside(key), kept),
    set: async (key, value) => set(inside(key), value, kept),
    keys: async () => {
      const own = IDBKeyRange.bound([name], [name, []])
      const keys = await kept('readonly', (objects) => promisifyRequest(objects.getAllKeys(own)))
      return keys.flatMap((key) => (Array.isArray(key) && typeof key[1] === 'string' ? [key[1]] : []))
    },
    delete: async (keys) => delMany(keys.map(inside), kept),
    update: async (key, change) =>
      kept('readwrite', (objects) => {
        const step: Step = {
          set: (at, value) => void objects.put(value, inside(at)),
          delete: (at) => void objects.delete(inside(at)),
        }
        return changed(objects, inside(key), (value) => change(value, step))
      }),
  }
}

/** Unlike idb-keyval's `update`, may write to other keys, or to none. */
const changed = (objects: IDBObjectStore, key: IDBValidKey, change: (value: unknown) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const { transaction } = objects
    const request = objects.get(key)
    request.addEventListener('success', () => {
      try {
        change(request.result)
        promisifyRequest(transaction).then(resolve, reject)
      } catch (error) {
        transaction.abort()
        reject(error)
      }
    })
    request.addEventListener('error', () => reject(request.error))
  })
