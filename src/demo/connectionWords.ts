import type { ConnectionStatus } from 'pitchey-live'

export interface Told {
  readonly connection: ConnectionStatus
  /** Round trip in ms; `null` until measured. */
  readonly latency: number | null
  /** When REST last answered in place of the stream; `null` when live, or when it does not answer. */
  readonly polledAt: number | null
}

export interface Words {
  readonly look: 'live' | 'busy' | 'polling' | 'down'
  /** What changes seldom, and is worth an announcement. */
  readonly label: string
  /** What ticks along. */
  readonly detail: string
}

/** How often the demo's queries are polled while the stream is away. */
export const POLL_MS = 5_000

/** How things stand, for people. Times are ms since 1970. */
export function connectionWords({ connection, latency, ...told }: Told, now: number): Words {
  // What REST said before the connection was lost does not stand in for it.
  const polledAt = told.polledAt !== null && told.polledAt >= connection.since ? told.polledAt : null
  switch (connection.state) {
    case 'connected':
      return { look: 'live', label: 'Connected', detail: latency === null ? '' : `${Math.round(latency)} ms` }
    case 'connecting':
      return { look: 'busy', label: 'Connecting…', detail: '' }
    case 'halted':
      return { look: 'down', label: `Halted: ${connection.reason ?? 'unknown'}`, detail: polled(polledAt, now) }
    case 'reconnecting':
    case 'offline': {
      const parts = [polled(polledAt, now), next(connection, now)].filter((part) => part !== '')
      if (polledAt !== null) return { look: 'polling', label: 'Polling', detail: parts.join('; ') }
      if (connection.state === 'reconnecting') return { look: 'busy', label: 'Reconnecting', detail: parts.join('; ') }
      return { look: 'down', label: 'Offline', detail: [`since ${timeOf(connection.since)}`, ...parts].join('; ') }
    }
    default:
      return connection.state satisfies never
  }
}

function polled(polledAt: number | null, now: number): string {
  if (polledAt === null) return ''
  const ago = Math.max(0, Math.round((now - polledAt) / 1000))
  return `live connection lost, data refreshed over REST every ${POLL_MS / 1000} s, last ${ago} s ago`
}

function next({ state, retryAt }: ConnectionStatus, now: number): string {
  if (retryAt === undefined) return state === 'reconnecting' ? 'trying now' : ''
  return `next try in ${Math.max(0, Math.ceil((retryAt - now) / 1000))} s`
}

const timeOf = (at: number): string => new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(at)
