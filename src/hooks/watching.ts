import type { PitcheyLive } from '../contexts/pitchey.js'
import { systemClock, type Cancel, type Clock } from '../live/clock.js'
import { pageEnvironment, type Environment } from '../live/environment.js'

/** What a page has open and is looked at: told to the server once each, however many parts of the page have the same. */
export interface Watching<Key> {
  readonly watch: (key: Key) => Cancel
}

export interface WatchingOptions<Key> {
  readonly say: (key: Key, on: boolean) => void
  readonly isConnected: () => boolean
  /** Calls back when the connection stands differently. */
  readonly onConnection: (changed: () => void) => Cancel
  readonly clock: Pick<Clock, 'after'>
  readonly environment: Pick<Environment, 'visible' | 'watch'>
}

/** A look at another tab is no departure. */
const GLANCE_MS = 5_000

export function createWatching<Key>(options: WatchingOptions<Key>): Watching<Key> {
  const { say, isConnected, onConnection, clock, environment } = options
  /** How many parts of the page watch each. */
  const watched = new Map<Key, number>()
  const said = new Set<Key>()
  let isAway = false
  let cancelAway: Cancel | null = null
  let cancelSettle: Cancel | null = null
  let ignore: Cancel | null = null

  const settle = () => {
    cancelSettle?.()
    cancelSettle = null
    for (const key of said) if (isAway || !watched.has(key)) tell(key, false)
    for (const key of watched.keys()) if (!isAway && !said.has(key)) tell(key, true)
    if (watched.size === 0) stop()
  }
  const tell = (key: Key, on: boolean) => {
    if (on) said.add(key)
    else said.delete(key)
    say(key, on)
  }
  const look = () => {
    if (!environment.visible()) {
      cancelAway ??= clock.after(GLANCE_MS, () => leave(true))
      return
    }
    cancelAway?.()
    cancelAway = null
    if (isAway) leave(false)
  }
  const leave = (away: boolean) => {
    isAway = away
    settle()
  }
  // The engine says it again after each connect, but to the same user alone; said without a connection it costs nothing.
  const sayAgain = () => {
    if (!isConnected()) for (const key of said) say(key, true)
  }
  const start = () => {
    const unwatch = environment.watch(look)
    const unsubscribe = onConnection(sayAgain)
    ignore = () => {
      unwatch()
      unsubscribe()
    }
    look()
  }
  const stop = () => {
    ignore?.()
    cancelAway?.()
    ignore = cancelAway = null
    isAway = false
  }

  return {
    watch: (key) => {
      watched.set(key, (watched.get(key) ?? 0) + 1)
      if (!ignore) start()
      settle()
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        const left = (watched.get(key) ?? 0) - 1
        if (left > 0) watched.set(key, left)
        else watched.delete(key)
        // StrictMode and route changes let go and take again in one go.
        cancelSettle ??= clock.after(0, settle)
      }
    },
  }
}

/** One for each engine of a page. */
export function createWatchings<Key>(
  say: (live: PitcheyLive, key: Key, on: boolean) => void,
): (live: PitcheyLive) => Watching<Key> {
  const watchings = new WeakMap<PitcheyLive, Watching<Key>>()
  return (live) => {
    const found =
      watchings.get(live) ??
      createWatching<Key>({
        say: (key, on) => say(live, key, on),
        isConnected: () => live.getStatus().connection.state === 'connected',
        onConnection: live.subscribe,
        clock: systemClock,
        environment: pageEnvironment,
      })
    watchings.set(live, found)
    return found
  }
}
