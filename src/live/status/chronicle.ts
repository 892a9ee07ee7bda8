import type { LiveEvent } from './liveEvent.js'
import type { ConnectionStatus } from './status.js'
import type { Session } from '../backend.js'
import { CommandError, type Sent } from '../outbox/command.js'
import { hostCallback } from '../reports/hostCallback.js'
import type { Subscribed } from '../../protocol/control.js'

/** Tells a host what happens, each thing once. The parts of the engine know nothing of it: their composition calls it. */
export interface Chronicle {
  /** How the connection stands now, whether or not that is news. */
  readonly connection: (connection: ConnectionStatus) => void
  readonly subscribed: (answers: readonly Subscribed[]) => void
  /** The server voided the positions of these topics. */
  readonly reset: (topics: readonly string[], reason?: string) => void
  /** Whether REST stands in for the stream, whether or not that is news. */
  readonly polling: (active: boolean) => void
  readonly command: (type: string, sent: Sent) => void
  readonly user: (session: Session | null, before: Session | null) => void
}

export function createChronicle(first: ConnectionStatus, onEvent: ((event: LiveEvent) => void) | undefined): Chronicle {
  const tell = hostCallback('onEvent', onEvent)
  let known = first
  let polls = false
  return {
    connection: (connection) => {
      const { state, attempt } = known
      known = connection
      if (connection.state === state && connection.attempt === attempt) return
      tell({ type: 'connection', connection, before: state })
    },
    subscribed: (answers) => {
      for (const answer of answers) {
        if (!('recovered' in answer) || answer.recovered === null) continue
        const { topic, recovered, reason } = answer
        tell({ type: 'recovery', topic, recovered, ...(reason ? { reason } : {}) })
      }
    },
    reset: (topics, reason = 'reset') => {
      for (const topic of topics) tell({ type: 'recovery', topic, recovered: false, reason })
    },
    polling: (active) => {
      if (active === polls) return
      polls = active
      tell({ type: 'polling', active })
    },
    command: (command, { id, queued, acked }) => {
      if (queued) tell({ type: 'command', id, command, state: 'queued' })
      acked.then(
        () => tell({ type: 'command', id, command, state: 'acked' }),
        (error: unknown) => {
          const code = error instanceof CommandError ? error.code : 'failed'
          tell({ type: 'command', id, command, ...(code === 'expired' ? { state: code } : { state: 'failed', code }) })
        },
      )
    },
    user: (session, before) => {
      tell({ type: 'user', change: !session ? 'signed out' : before ? 'switched' : 'signed in' })
    },
  }
}
