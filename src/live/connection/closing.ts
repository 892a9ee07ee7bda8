import type { Connection, Effect, Step, World } from './connection.js'
import { after, dial, isStable, wait } from './move.js'
import { closeAction } from '../../protocol/closeCodes.js'

/** The socket ended, and its code says what to do about it. */
export function closed(connection: Connection, code: number, retryAfterMs: number, world: World): Step {
  switch (connection.state) {
    // None of these has a socket: it is the end of one that was given up before.
    case 'idle':
    case 'authorizing':
    case 'waiting':
    case 'dormant':
    case 'halted':
      return [connection]
    case 'connecting':
    case 'handshaking':
    case 'recovering':
    case 'live':
    case 'suspect':
      break
    default:
      return connection satisfies never
  }
  const action = closeAction(code)
  const from = 'since' in connection ? after(connection, world) : connection
  switch (action.do) {
    case 'retry':
      return reported(wait(from, world, retryAfterMs), code, action.report)
    case 'slow': {
      const asked = retryAfterMs > 0 && !action.always ? retryAfterMs : Math.max(retryAfterMs, action.minMs)
      return reported(wait(from, world, asked), code, action.report)
    }
    case 'refresh': {
      if (from.refusals > 0) return halt('unauthorized', 'The server refused a fresh token')
      const next = { attempt: from.attempt, refusals: 1 }
      // Welcomed, and shown the door: not again at once, or the two of us would spin.
      const spins = 'since' in connection && !isStable(connection, world)
      return spins || world.hidden ? wait(next, world, retryAfterMs) : dial(next, world)
    }
    case 'halt':
      return halt(action.reason, closedWith(code))
    default:
      return action satisfies never
  }
}

const halt = (reason: string, message: string): Step => [
  { state: 'halted', reason },
  { do: 'report', code: reason, message },
]

const reported = ([connection, ...effects]: Step, code: number, report: boolean): Step => {
  const told: Effect[] = report ? [{ do: 'report', code: `closed_${code}`, message: closedWith(code) }] : []
  return [connection, ...effects, ...told]
}

const closedWith = (code: number) => `The server closed the socket with ${code}`
