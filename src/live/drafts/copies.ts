import type { Copy, Fork, Version } from './draft.js'
import type { Content } from './content.js'
import type { Cancel } from '../clock.js'

/**
 * What was written and is not saved, on this device: it is written while the page is being closed, so it must be done at once,
 * and other tabs are told of it. As `localStorage` is.
 */
export interface Copies {
  readonly read: (key: string) => Copy | null
  /** @throws DOMException when storage is full or refused */
  readonly write: (key: string, copy: Copy | null) => void
  /** Another tab wrote it: what was there before, and what is now. */
  readonly watch: (key: string, changed: (from: Content, to: Content) => void) => Cancel
}

/** @param storage e.g. the page's `localStorage` */
export function createCopies(storage: Storage, page: Window): Copies {
  return {
    read: (key) => readCopy(storage.getItem(key)),
    write: (key, copy) => {
      if (copy) storage.setItem(key, JSON.stringify(copy))
      else storage.removeItem(key)
    },
    watch: (key, changed) => {
      const look = (event: StorageEvent) => {
        if (event.storageArea !== storage || event.key !== key) return
        const to = readCopy(event.newValue)
        // Gone means saved: that is told by the server.
        if (to) changed((readCopy(event.oldValue) ?? { mine: to.joined?.content ?? {} }).mine, to.mine)
      }
      page.addEventListener('storage', look)
      return () => page.removeEventListener('storage', look)
    },
  }
}

/** What is in a store may be of another version of the page, or of somebody's hand. */
function readCopy(text: string | null): Copy | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (!isObject(value)) return null
    const { confirmed, joined, mine, fork } = value
    return isObject(mine) && isVersion(confirmed) && isVersion(joined) && isFork(fork)
      ? { confirmed, joined, mine, fork }
      : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isVersion = (value: unknown): value is Version | null =>
  value === null || (isObject(value) && isObject(value['content']) && Number.isSafeInteger(value['revision']))

const isFork = (value: unknown): value is Fork | null =>
  value === null ||
  (isObject(value) && isObject(value['base']) && isObject(value['theirs']) && typeof value['isOurs'] === 'boolean')
