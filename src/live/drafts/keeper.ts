import type { Copies } from './copies.js'
import type { Copy } from './draft.js'
import type { Cancel, Clock } from '../clock.js'

/** Keeps on this device what is not saved, a moment after it changed. */
export interface Keeper {
  /** For a user, under this name; `null`: nowhere. @returns what was kept there */
  readonly open: (key: string | null) => Copy | null
  /** For nobody, until somebody is known: it would be written over. */
  readonly close: () => void
  readonly keepSoon: () => void
  readonly keep: () => void
  /** Other tabs hear of this now, whether or not it is to be kept. */
  readonly tell: (copy: Copy) => void
  /** Is what is not saved on this device? */
  readonly isStored: () => boolean
  /** It was to be, and could not: storage is full or refused. */
  readonly isRefused: () => boolean
}

export interface KeeperOptions {
  readonly clock: Clock
  readonly copies: () => Copies | null
  /** The name of this one. */
  readonly tab: string
  readonly unsaved: () => Copy | null
  /** Is all of it here? Then what another tab kept need not be kept any more. */
  readonly covers: (copy: Copy) => boolean
  readonly onChange: () => void
  /** Another tab of the same user. */
  readonly onElsewhere: (copy: Copy) => void
}

/** So many ms after the last change of it, what is not saved is written to this device. */
const KEEP_MS = 250

export function createKeeper({ clock, copies, tab, unsaved, covers, onChange, onElsewhere }: KeeperOptions): Keeper {
  let name: { readonly key: string | null } | null = null
  let isStored = false
  let isRefused = false
  let cancel: Cancel | null = null
  let unwatch: Cancel | null = null

  const stop = () => {
    cancel?.()
    cancel = null
  }
  const attempt = <T>(work: (key: string, copies: Copies) => T): T | null => {
    const store = copies()
    if (!name || !store) return null
    try {
      // Where nothing tells users apart, nobody's is kept.
      if (name.key === null) throw new Error('No name to keep it under')
      const found = work(name.key, store)
      isStored = true
      isRefused = false
      return found
    } catch {
      isStored = false
      isRefused = true // the view says so
      return null
    }
  }
  const keep = () => {
    stop()
    const copy = unsaved()
    const was = isRefused
    // What is not there need not be kept.
    if (copy || isStored)
      attempt((key, store) => {
        const kept = copy ? null : store.read(key)
        // What only another tab holds is its own to take away.
        if (kept && kept.tab !== tab && !covers(kept)) return
        store.write(key, copy)
      })
    if (isRefused !== was) onChange()
  }
  const keepSoon = () => {
    if (name) cancel ??= clock.after(KEEP_MS, keep)
  }
  return {
    open: (key) => {
      name = { key }
      const kept = attempt((key, store) => {
        unwatch = store.watch(key, (copy) => {
          if (copy) onElsewhere(copy)
          // Gone means saved, but not what is here.
          else if (unsaved()) keepSoon()
        })
        return store.read(key)
      })
      // Whether it can be written, the first write tells.
      isStored = kept !== null
      isRefused = false
      if (unsaved()) keepSoon()
      return kept
    },
    close: () => {
      stop()
      unwatch?.()
      unwatch = name = null
      isStored = isRefused = false
    },
    keepSoon,
    keep,
    tell: (copy) => {
      attempt((key, store) => store.write(key, copy))
    },
    isStored: () => isStored,
    isRefused: () => isRefused,
  }
}
