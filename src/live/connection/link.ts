import type { Connection, Step, World } from './connection.js'
import { OVERSLEPT_MS } from './move.js'

/** What becomes of a link that stands: asked whether anybody is there, heard of, caught up with. */

/** With the second between two looks at the clock, below the 5 s in which a dead link must be noticed. */
const PROBE_MS = 4_000
const RECOVERY_MS = 15_000

/** By when the topics should have been answered. */
export const recovery = ({ now }: World): number => now + RECOVERY_MS

/** Is anybody there? Asking again puts nothing off, unless the answer was slept through. */
export function probe(
  connection: Extract<Connection, { state: 'recovering' | 'live' | 'suspect' }>,
  { now }: World,
  answerMs = PROBE_MS,
): Step {
  if (connection.state === 'suspect') {
    if (connection.again || now - connection.deadline < OVERSLEPT_MS)
      return [{ ...connection, deadline: Math.min(connection.deadline, now + answerMs) }]
    return [{ ...connection, deadline: now + answerMs, again: true }, { do: 'ping' }]
  }
  const { attempt, refusals, since, heardAt } = connection
  const recovery = connection.state === 'recovering' ? connection.deadline : null
  const deadline = now + answerMs
  return [{ state: 'suspect', attempt, refusals, since, heardAt, deadline, again: false, recovery }, { do: 'ping' }]
}

export function heard(connection: Connection, { now }: World): Step {
  switch (connection.state) {
    case 'recovering':
    case 'live':
      return [{ ...connection, heardAt: now }]
    case 'suspect': {
      const { attempt, refusals, since, recovery } = connection
      const up = { attempt, refusals, since, heardAt: now }
      return [recovery === null ? { ...up, state: 'live' } : { ...up, state: 'recovering', deadline: recovery }]
    }
    case 'idle':
    case 'authorizing':
    case 'connecting':
    case 'handshaking':
    case 'waiting':
    case 'dormant':
    case 'halted':
      return [connection]
    default:
      return connection satisfies never
  }
}

/** Some of what was asked for after the welcome is answered: the rest has time. */
export function progressed(connection: Connection, world: World): Step {
  if (connection.state === 'recovering') return [{ ...connection, deadline: recovery(world) }]
  if (connection.state === 'suspect' && connection.recovery !== null)
    return [{ ...connection, recovery: recovery(world) }]
  return [connection]
}

export function recovered(connection: Connection, { now }: World): Step {
  if (connection.state === 'recovering') {
    const { attempt, refusals, heardAt } = connection
    return [{ state: 'live', attempt, refusals, heardAt, since: now }]
  }
  if (connection.state === 'suspect' && connection.recovery !== null)
    return [{ ...connection, recovery: null, since: now }]
  return [connection]
}
