import type { LoggedEvent } from '../protocol/control.js'
import type { Position } from '../protocol/stream.js'

/** Events of one epoch without holes: the first has offset `start + 1`. */
export interface Journal {
  readonly epoch: string
  start: number
  events: LoggedEvent[]
}

/** A value, and where in its topic's log it stands. */
export interface Placed {
  readonly data: unknown
  readonly position: Position
}

/**
 * - `current`: holds everything that arrived
 * - `behind`: a hole lies between it and what arrived; ask for the events after it
 * - `elsewhere`: of another epoch than the stream; which one counts, only the server can say
 */
export type Rebased = Placed & { readonly verdict: 'current' | 'behind' | 'elsewhere' }

export const headOf = (journal: Journal): number => journal.start + journal.events.length

/** The events after `offset`, oldest first. */
export const eventsAfter = (journal: Journal, offset: number): readonly LoggedEvent[] =>
  journal.events.slice(Math.max(offset - journal.start, 0))

/**
 * Puts the events that a snapshot does not contain on top of it, so that nobody ever sees a value without them.
 * A snapshot never moves a query backwards: one that is older than what is shown, and that the journal cannot bring
 * forward, loses.
 * @param held what the query shows now, if anything
 * @param journal what the stream brought since it is live; `null` while it is not
 */
export function rebase(
  held: Placed | null,
  snapshot: Placed,
  journal: Journal | null,
  fold: (data: unknown, events: readonly LoggedEvent[]) => unknown,
): Rebased {
  const newest = held && isAhead(held, snapshot) ? held : snapshot
  if (!journal) return { ...newest, verdict: 'current' }
  if (snapshot.position.epoch !== journal.epoch) {
    const kept = held && held.position.epoch === journal.epoch ? held : newest
    return { ...kept, verdict: 'elsewhere' }
  }
  const head = headOf(journal)
  // The snapshot first, although `held` may be newer: it heals whatever was written by hand.
  const base = [snapshot, newest].find(({ position }) => position.offset >= journal.start)
  if (!base) return { ...newest, verdict: 'behind' }
  if (base.position.offset >= head) return { ...base, verdict: 'current' }
  const data = fold(base.data, eventsAfter(journal, base.position.offset))
  return { data, position: { epoch: journal.epoch, offset: head }, verdict: 'current' }
}

const isAhead = (held: Placed, snapshot: Placed): boolean =>
  held.position.epoch === snapshot.position.epoch && held.position.offset > snapshot.position.offset
