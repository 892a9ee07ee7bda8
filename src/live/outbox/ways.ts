import type { Way } from './delivery.js'
import type { Uplink } from './uplink.js'
import { backoff, RESYNC } from '../backoff.js'
import type { Clock } from '../clock.js'

/** Which way commands go now: over the socket, or over REST where there is to be a socket and is none yet. */
export interface Ways {
  readonly open: () => Way | null
  /** When REST is worth a try, if that is all that commands wait for. */
  readonly opensAt: () => number | null
  /** `false`: it is no news. */
  readonly link: (next: Uplink) => boolean
  /** REST does not work: for now. */
  readonly onUnreachable: () => void
}

export interface WaysOptions {
  readonly clock: Clock
  readonly random: () => number
  /** Does the backend take commands over REST? */
  readonly hasRest: boolean
}

/** How long a socket may be missing before commands take the other way. */
const REST_AFTER_MS = 3_000

export function createWays({ clock, random, hasRest }: WaysOptions): Ways {
  let link: Uplink = 'off'
  let restAt = 0
  let unreachable = 0
  return {
    open: () => {
      if (link === 'up') return 'socket'
      return link === 'trying' && hasRest && clock.now() >= restAt ? 'rest' : null
    },
    opensAt: () => (link === 'trying' && hasRest ? restAt : null),
    link: (next) => {
      if (next === link) return false
      if (link !== 'trying' && next === 'trying') restAt = clock.now() + REST_AFTER_MS
      if (next === 'up') unreachable = 0
      link = next
      return true
    },
    onUnreachable: () => {
      restAt = clock.now() + backoff(unreachable, RESYNC, random)
      unreachable += 1
    },
  }
}
