import type { Connection, Step, World } from './connection.js'
import { tick } from './deadline.js'
import { probe } from './link.js'
import { dial, fresh, HIDDEN, wait } from './move.js'
import { backoff } from '../backoff.js'

/** What becomes of the connection when its page, or the whole machine, sleeps and wakes. */

/** The reason of a halt that ends when this page is used again. */
const USED_ELSEWHERE = 'too_many_connections'

export function wake(connection: Connection, world: World): Step {
  switch (connection.state) {
    case 'waiting':
      // What the server asked for is waited for, whoever looks.
      return world.now < connection.notBefore ? [connection] : dial(connection, world)
    case 'halted':
      return connection.reason === USED_ELSEWHERE ? dial(fresh, world) : [connection]
    case 'recovering':
    case 'live':
    case 'suspect':
      return probe(connection, world)
    // An attempt that was slept through is over.
    case 'authorizing':
    case 'connecting':
    case 'handshaking':
      return tick(connection, world)
    case 'idle':
    case 'dormant':
      return [connection]
    default:
      return connection satisfies never
  }
}

export function hide(connection: Connection, { now, random }: World): Step {
  if (connection.state !== 'waiting') return [connection]
  const later = now + backoff(connection.attempt, HIDDEN, random)
  return [{ ...connection, retryAt: Math.max(connection.retryAt, later) }]
}

export function freeze(connection: Connection): Step {
  if (connection.state === 'dormant') return [connection]
  return [
    {
      state: 'dormant',
      wanted: connection.state !== 'idle' || connection.wanted,
      reason: connection.state === 'halted' ? connection.reason : null,
      notBefore: connection.state === 'waiting' ? connection.notBefore : 0,
    },
    { do: 'close' },
  ]
}

export function thaw(connection: Connection, world: World): Step {
  if (connection.state !== 'dormant') return [connection]
  const { wanted, reason, notBefore } = connection
  if (!wanted) return [{ state: 'idle', wanted: false }]
  if (reason !== null && reason !== USED_ELSEWHERE) return [{ state: 'halted', reason }]
  if (world.hidden || world.now < notBefore) return wait(fresh, world, Math.max(0, notBefore - world.now))
  return dial(fresh, world)
}
