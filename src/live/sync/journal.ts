import type { Unfolded } from './fold.js'
import type { LoggedEvent } from '../../protocol/control.js'
import type { AnyStream, Position } from '../../protocol/stream.js'

/** What the stream brought in one epoch, without holes, for as long as some query may need it. */
export interface Journal {
  readonly epoch: string
  /** What stands here or later can be brought forward. */
  start: number
  /** The offset of the last event that arrived. */
  head: number
  /** Oldest first. Of events that hold the whole state, the last one speaks for all before it. */
  events: Arrived[]
  /** Up to where the invalidations of its events were told. */
  told: number
}

/** An event, and where it stands. */
export interface Arrived extends Unfolded {
  readonly offset: number
}

/** Beyond this, the oldest events are let go; a snapshot that needs them is brought forward by the server instead. */
const LIMIT = 1_000
const NONE: readonly Arrived[] = []

/** @param events those right after `start` */
export function openJournal(stream: AnyStream, epoch: string, start: number, events: readonly LoggedEvent[]): Journal {
  const journal: Journal = { epoch, start, head: start, events: [], told: start }
  for (const event of events) append(journal, stream, event)
  return journal
}

/** Takes the event that follows the head. */
export function append(journal: Journal, stream: AnyStream, { type, data, offset }: LoggedEvent): void {
  const event = { type, data, offset, isChecked: false }
  journal.head = offset
  if (stream.events[type]?.replaces && !stream.pages) journal.events = [event]
  else journal.events.push(event)
}

/** The events after `offset`, oldest first. Not to be kept. */
export function eventsAfter({ start, head, events }: Journal, offset: number): readonly Arrived[] {
  if (offset >= head) return NONE
  if (offset <= start) return events
  const first = events.findIndex((event) => event.offset > offset)
  return first === -1 ? NONE : events.slice(first)
}

/** Can the journal bring forward what stands there? */
export const covers = ({ epoch, start }: Journal, position: Position | null): position is Position =>
  position !== null && position.epoch === epoch && position.offset >= start

/** Lets go of events up to `offset`, and of the oldest beyond the limit. */
export function trim(journal: Journal, offset: number): void {
  const surplus = journal.events[journal.events.length - LIMIT - 1]
  const end = Math.min(journal.head, Math.max(offset, surplus?.offset ?? 0))
  if (end <= journal.start) return
  journal.start = end
  if (end === journal.head) journal.events.length = 0
  else journal.events = journal.events.filter((event) => event.offset > end)
}
