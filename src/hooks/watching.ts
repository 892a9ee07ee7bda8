import type { Cancel, Clock } from '../live/clock.js'
import type { Environment } from '../live/environment.js'

/** Which pitches a page watches: told to the server once each, however many parts of the page watch the same. */
export interface Watching {
  readonly watch: (pitchId: number) => Cancel
}

export interface WatchingOptions {
  readonly say: (pitchId: number, on: boolean) => void
  readonly isConnected: () => boolean
  /** Calls back when the connection stands differently. */
  readonly onConnection: (changed: () => void) => Cancel
  readonly clock: Pick<Clock, 'after'>
  readonly environment: Pick<Environment, 'visible' | 'watch'>
}

/** A look at another tab is no departure. */
const GLANCE_MS = 5_000

export function createWatching({ say, isConnected, onConnection, clock, environment }: WatchingOptions): Watching {
  /** How many parts of the page watch each. */
  const watched = new Map<number, number>()
  const said = new Set<number>()
  let isAway = false
  let cancelAway: Cancel | null = null
  let cancelSettle: Cancel | null = null
  let ignore: Cancel | null = null

  const settle = () => {
    cancelSettle?.()
    cancelSettle = null
    for (const pitchId of said) if (isAway || !watched.has(pitchId)) tell(pitchId, false)
    for (const pitchId of watched.keys()) if (!isAway && !said.has(pitchId)) tell(pitchId, true)
    if (watched.size === 0) stop()
  }
  const tell = (pitchId: number, on: boolean) => {
    if (on) said.add(pitchId)
    else said.delete(pitchId)
    say(pitchId, on)
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
    if (!isConnected()) for (const pitchId of said) say(pitchId, true)
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
    watch: (pitchId) => {
      watched.set(pitchId, (watched.get(pitchId) ?? 0) + 1)
      if (!ignore) start()
      settle()
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        const left = (watched.get(pitchId) ?? 0) - 1
        if (left > 0) watched.set(pitchId, left)
        else watched.delete(pitchId)
        // StrictMode and route changes let go and take again in one go.
        cancelSettle ??= clock.after(0, settle)
      }
    },
  }
}
