import type { Connection } from '../connection/connection.js'

/** What the connection means to commands. `trying`: there is to be a socket, and until then REST. `off`: nothing is sent. */
export type Uplink = 'up' | 'trying' | 'off'

/** Who is refused, or was told to be quiet, is so over REST as well. */
export function uplinkOf(connection: Connection): Uplink {
  switch (connection.state) {
    case 'recovering':
    case 'live':
    case 'suspect':
      return 'up'
    case 'authorizing':
    case 'connecting':
    case 'handshaking':
    case 'waiting':
      return 'trying'
    case 'halted':
      return connection.reason === 'too_many_connections' ? 'trying' : 'off'
    case 'dormant':
    case 'idle':
      return 'off'
    default:
      return connection satisfies never
  }
}
