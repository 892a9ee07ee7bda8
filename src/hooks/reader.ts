import type { LiveStatus } from '../live/index.js'

/** What `useWebSocket` tells of the connection. */
export interface ConnectionView {
  readonly isConnected: boolean
  readonly connectionStatus: LiveStatus['connection']
  readonly queueStatus: LiveStatus['queue']
  /** Round trip to the server in ms; `null` until measured. */
  readonly latency: number | null
  /** What that round trip is like. `unknown` until measured. */
  readonly quality: LiveStatus['quality']
  /** When REST last answered in place of the stream (ms since 1970); `null` while live, or when it does not answer. */
  readonly polledAt: number | null
  /** Who is signed in, as the server says; `null` until it has. */
  readonly user: LiveStatus['user']
}

/** Reads the status for one component, and remembers which parts of it that component cares for. */
export interface Reader {
  /** The status as it was read before, unless something that was looked at has changed since. */
  readonly read: (status: LiveStatus) => LiveStatus
  /** @param newest what a part that nobody looked at before is read from: it may have changed unheeded */
  readonly view: (status: LiveStatus, newest: () => LiveStatus) => ConnectionView
}

const PARTS = {
  isConnected: ({ connection }: LiveStatus) => connection.state === 'connected',
  connectionStatus: ({ connection }: LiveStatus) => connection,
  queueStatus: ({ queue }: LiveStatus) => queue,
  latency: ({ latency }: LiveStatus) => latency,
  quality: ({ quality }: LiveStatus) => quality,
  polledAt: ({ polledAt }: LiveStatus) => polledAt,
  user: ({ user }: LiveStatus) => user,
} satisfies { [Part in keyof ConnectionView]: (status: LiveStatus) => ConnectionView[Part] }
type Part = keyof typeof PARTS

export function createReader(): Reader {
  const seen = new Set<Part>()
  let last: LiveStatus | null = null
  return {
    read: (status) => {
      const before = last
      if (before !== null && [...seen].every((part) => PARTS[part](before) === PARTS[part](status))) return before
      last = status
      return status
    },
    view: (status, newest) => {
      const look = <P extends Part>(part: P): ConnectionView[P] => {
        const from = seen.has(part) ? status : newest()
        seen.add(part)
        // Each part's own function, which returns what ConnectionView says of it.
        return PARTS[part](from) as ConnectionView[P]
      }
      return {
        get isConnected() {
          return look('isConnected')
        },
        get connectionStatus() {
          return look('connectionStatus')
        },
        get queueStatus() {
          return look('queueStatus')
        },
        get latency() {
          return look('latency')
        },
        get quality() {
          return look('quality')
        },
        get polledAt() {
          return look('polledAt')
        },
        get user() {
          return look('user')
        },
      }
    },
  }
}
