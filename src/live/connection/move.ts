import type { Connection, Step, Trying, Up, World } from './connection.js'
import { backoff, RECONNECT, type Backoff } from '../backoff.js'

/** Moves of the connection that several events make. */

const AUTHORIZE_MS = 10_000
/** A timer that is so late did not measure anything: the page slept, or the clock was set. */
export const OVERSLEPT_MS = 15_000
/** Only a connection that was live for so long proves that the trouble is over. */
const STABLE_MS = 10_000
/** Nobody is looking: 30 s to 5 min. */
export const HIDDEN: Backoff = { minMs: 30_000, baseMs: 30_000, maxMs: 270_000 }

export const fresh: Trying = { attempt: 0, refusals: 0 }

export const trying = ({ attempt, refusals }: Trying): Trying => ({ attempt, refusals })

export const dial = (from: Trying, { now }: World): Step => [
  { ...trying(from), state: 'authorizing', deadline: now + AUTHORIZE_MS },
  { do: 'authorize', reason: from.refusals > 0 ? 'refused' : 'first' },
]

/** @param askedMs what the server asked for; nothing cuts it short */
export const wait = (from: Trying, { now, random, hidden }: World, askedMs = 0): Step => [
  {
    state: 'waiting',
    attempt: from.attempt + 1,
    refusals: from.refusals,
    retryAt: now + askedMs + backoff(from.attempt, hidden ? HIDDEN : RECONNECT, random),
    notBefore: now + askedMs,
  },
]

export const withClose = ([connection, ...effects]: Step): Step => [connection, { do: 'close' }, ...effects]

export const isStable = (connection: Connection, { now }: World): boolean =>
  (connection.state === 'live' || (connection.state === 'suspect' && connection.recovery === null)) &&
  now - connection.since >= STABLE_MS

/** What a connection that ends hands on to the next try. */
export const after = (connection: Connection & Up, world: World): Trying =>
  isStable(connection, world) ? fresh : trying(connection)
