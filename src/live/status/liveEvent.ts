import type { ConnectionStatus } from './status.js'

/** Something happened that is no fault: for a log, for breadcrumbs. What a page shows is in `getStatus()`. */
export type LiveEvent =
  /** The connection stands differently, or another attempt failed. */
  | {
      readonly type: 'connection'
      readonly connection: ConnectionStatus
      readonly before: ConnectionStatus['state']
    }
  /** The server could bring a topic forward from where it stood, or could not (`reason`): then it is fetched anew. */
  | { readonly type: 'recovery'; readonly topic: string; readonly recovered: boolean; readonly reason?: string }
  /** REST began or ceased to stand in for the stream. */
  | { readonly type: 'polling'; readonly active: boolean }
  /**
   * A durable command waits for the connection or for its turn, or has come to its end: `failed` says why in `code`,
   * and `expired` is one that was kept for too long.
   */
  | {
      readonly type: 'command'
      readonly id: string
      readonly command: string
      readonly state: 'queued' | 'acked' | 'failed' | 'expired'
      readonly code?: string
    }
  /** Somebody signed in, nobody is signed in any more, or another user took over. */
  | { readonly type: 'user'; readonly change: 'signed in' | 'signed out' | 'switched' }

/** The event in a line for people. */
export function inWords(event: LiveEvent): string {
  switch (event.type) {
    case 'connection': {
      const { state, attempt, reason } = event.connection
      return `connection ${state}${attempt ? `, ${attempt} failed` : ''}${reason ? `: ${reason}` : ''}`
    }
    case 'recovery':
      return `${event.topic} ${event.recovered ? 'recovered' : `not recovered: ${event.reason ?? 'no reason given'}`}`
    case 'polling':
      return event.active ? 'polling began' : 'polling ended'
    case 'command':
      return `command ${event.command} ${event.state}${event.code ? `: ${event.code}` : ''}`
    case 'user':
      return `user ${event.change}`
    default:
      return event satisfies never
  }
}
