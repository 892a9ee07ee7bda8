import type { Connection, Step, World } from './connection.js'
import { probe } from './link.js'
import { after, dial, OVERSLEPT_MS, wait, withClose } from './move.js'

/** Silence before we ask whether anybody is there; with ANSWER_MS below the 40 s in which a dead link must be noticed. */
const QUIET_MS = 25_000
const ANSWER_MS = 10_000

/** When `tick` is due, on the same clock as everything else; `null` when nothing is awaited. */
export function wakeAt(connection: Connection): number | null {
  switch (connection.state) {
    case 'idle':
    case 'dormant':
    case 'halted':
      return null
    case 'waiting':
      return connection.retryAt
    case 'live':
      return connection.heardAt + QUIET_MS
    case 'authorizing':
    case 'connecting':
    case 'handshaking':
    case 'recovering':
    case 'suspect':
      return connection.deadline
    default:
      return connection satisfies never
  }
}

/** A deadline has passed, if one has. */
export function tick(connection: Connection, world: World): Step {
  const due = wakeAt(connection)
  if (due === null || world.now < due) return [connection]
  const overslept = world.now - due >= OVERSLEPT_MS
  switch (connection.state) {
    case 'waiting':
      return dial(connection, world)
    case 'recovering': {
      // Whatever does not answer has its own deadline; it must not keep all else from counting as live.
      const { attempt, refusals, heardAt } = connection
      return [{ state: 'live', attempt, refusals, heardAt, since: world.now }]
    }
    case 'live':
      return overslept ? probe(connection, world) : probe(connection, world, ANSWER_MS)
    case 'suspect': {
      if (overslept && !connection.again) return probe(connection, world)
      // Nobody is there. The first new try needs no wait: the network has usually just changed.
      const from = after(connection, world)
      return withClose(world.hidden ? wait(from, world) : dial(from, world))
    }
    case 'authorizing':
    case 'connecting':
    case 'handshaking':
      return withClose(wait(connection, world))
    case 'idle':
    case 'dormant':
    case 'halted':
      return [connection]
    default:
      return connection satisfies never
  }
}
