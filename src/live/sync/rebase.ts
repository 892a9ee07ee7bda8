import { covers, eventsAfter, type Arrived, type Journal } from './journal.js'
import type { Position } from '../../protocol/stream.js'

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
export type Rebased = Placed & {
  readonly verdict: 'current' | 'behind' | 'elsewhere'
  /** It goes on from what was shown: the snapshot was of no use. */
  readonly isHeld: boolean
}

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
  fold: (data: unknown, events: readonly Arrived[]) => unknown,
): Rebased {
  const newest = held && isAhead(held, snapshot) ? held : snapshot
  const isHeld = newest === held
  if (!journal) return { ...newest, isHeld, verdict: 'current' }
  const { epoch, head } = journal
  if (snapshot.position.epoch !== epoch) {
    const kept = held && held.position.epoch === epoch ? held : newest
    return { ...kept, isHeld: kept === held, verdict: 'elsewhere' }
  }
  // The snapshot first, although `held` may be newer: it heals whatever was written by hand.
  const base = [snapshot, newest].find(({ position }) => covers(journal, position))
  if (!base) return { ...newest, isHeld, verdict: 'behind' }
  if (base.position.offset >= head) return { ...base, isHeld: base === held, verdict: 'current' }
  const data = fold(base.data, eventsAfter(journal, base.position.offset))
  return { data, position: { epoch, offset: head }, isHeld: base === held, verdict: 'current' }
}

const isAhead = (held: Placed, snapshot: Placed): boolean =>
  held.position.epoch === snapshot.position.epoch && held.position.offset > snapshot.position.offset
