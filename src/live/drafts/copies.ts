import { isObject } from './json.js'
import type { Copy, Fork, Seen, Version } from './draft.js'
import type { Cancel } from '../clock.js'

/**
 * What was written and is not saved, on this device: it is written while the page is being closed, so it must be done at once,
 * and other tabs are told of it. As `localStorage` is.
 */
export interface Copies {
  readonly read: (key: string) => Copy | null
  /** @throws DOMException when storage is full or refused */
  readonly write: (key: string, copy: Copy | null) => void
  /** Another tab keeps this now; `null`: nothing any more. */
  readonly watch: (key: string, changed: (copy: Copy | null) => void) => Cancel
}

/** @param storage e.g. the page's `localStorage`; asked for each time, for it may be refused */
export function createCopies(storage: () => Storage, page: Window): Copies {
  return {
    read: (key) => readCopy(storage().getItem(key)),
    write: (key, copy) => {
      if (copy) storage().setItem(key, write(copy))
      else storage().removeItem(key)
    },
    watch: (key, changed) => {
      const look = (event: StorageEvent) => {
        if (event.key !== key) return
        changed(readCopy(event.newValue))
      }
      page.addEventListener('storage', look)
      return () => page.removeEventListener('storage', look)
    },
  }
}

/** Storage is small, and both are mostly the same. */
const write = ({ joined, ...copy }: Copy): string =>
  JSON.stringify(joined === copy.confirmed ? copy : { ...copy, joined })

/** What is in a store may be of another version of the page, or of somebody's hand. */
function readCopy(text: string | null): Copy | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (!isObject(value)) return null
    const { confirmed, joined = confirmed, mine, fork, seen, tab } = value
    return isObject(mine) &&
      isVersion(confirmed) &&
      isVersion(joined) &&
      isFork(fork) &&
      isSeen(seen) &&
      typeof tab === 'string'
      ? { confirmed, joined, mine, fork, seen, tab }
      : null
  } catch {
    return null
  }
}

const isVersion = (value: unknown): value is Version | null =>
  value === null || (isObject(value) && isObject(value['content']) && Number.isSafeInteger(value['revision']))

const isSeen = (value: unknown): value is Seen =>
  isObject(value) && Object.values(value).every((count) => Number.isSafeInteger(count))

const isFork = (value: unknown): value is Fork | null =>
  value === null ||
  (isObject(value) && isObject(value['base']) && isObject(value['theirs']) && typeof value['isOurs'] === 'boolean')
