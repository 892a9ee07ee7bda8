import type { Query } from '@tanstack/react-query'
import type { Position } from '../protocol/stream.js'
import { fold } from './fold.js'
import { eventsAfter, headOf, rebase, type Placed } from './rebase.js'
import type { Topic } from './topic.js'

/** A query of the host's cache that shows a topic, and where its data stands in the topic's log. */
export interface Replica {
  readonly query: Query
  readonly topic: Topic
  /** `null`: no data, or data of unknown standing (written by hand, hydrated, of an ephemeral topic). */
  position: Position | null
  /** The server cannot bring it forward from there; only a snapshot can. */
  lost: boolean
  /** The data that `position` speaks of: other data in the query came past us. */
  shown: unknown
  /** Somebody wrote over it by hand since the last snapshot: it is not what the server has at `position`. */
  edited: boolean
  /** The last fetch failed; an event clears the query's own error, but does not answer what was asked. */
  failed: boolean
  /** Observed by somebody, and not disabled. */
  active: boolean
}

/** A snapshot as it comes from REST, or from the stream for an ephemeral topic. */
export interface Arriving {
  readonly data: unknown
  readonly position: Position | null
}

export type Committed = { readonly data: unknown; readonly settled: boolean }

/**
 * The value a query shows once a snapshot has arrived; the replica's position moves with it. Runs inside the commit,
 * so that no listener ever sees the snapshot without the events that came after it.
 * `settled: false`: it does not reach the stream yet, a resync must follow.
 */
export function commit(replica: Replica, { data, position }: Arriving): Committed {
  const { topic, query } = replica
  const { standing, stream } = topic
  replica.edited = replica.lost = false
  if (!position) {
    replica.position = null
    replica.shown = standing.is === 'streaming' ? standing.state : data
    return { data: replica.shown, settled: true }
  }
  const shown = query.state.data
  const held: Placed | null =
    replica.position && shown !== undefined ? { data: shown, position: replica.position } : null
  const journal = standing.is === 'live' ? standing.journal : null
  const next = rebase(held, { data, position }, journal, (base, events) => fold(stream, base, events))
  replica.position = next.position
  replica.shown = next.data
  return { data: next.data, settled: next.verdict === 'current' }
}

/** What the query shows after the events that it lacks; `null` when it lacks none, or cannot be brought forward. */
export function advance({ query, topic, position }: Replica): Placed | null {
  const { standing, stream } = topic
  const { data } = query.state
  if (data === undefined || standing.is !== 'live' || position?.epoch !== standing.journal.epoch) return null
  const { journal } = standing
  const head = headOf(journal)
  if (position.offset < journal.start || position.offset >= head) return null
  return {
    data: fold(stream, data, eventsAfter(journal, position.offset)),
    position: { epoch: journal.epoch, offset: head },
  }
}

/** Does it show everything that its live topic brought? */
export function isCurrent({ query, topic, position, lost }: Replica): boolean {
  const { standing } = topic
  if (query.state.data === undefined || lost) return false
  if (standing.is === 'streaming') return true
  return (
    standing.is === 'live' && position?.epoch === standing.journal.epoch && position.offset >= standing.journal.start
  )
}
