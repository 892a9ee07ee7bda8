import type { LoggedEvent, Subscribed } from '../protocol/control.js'
import type { Envelope } from '../protocol/envelope.js'
import type { AnyStream, Param, Position } from '../protocol/stream.js'
import { isReached, type Layer } from './layer.js'
import { headOf, type Journal } from './rebase.js'
import type { Replica } from './replica.js'

/*
 *   off ──ask──▶ asked ──subscribed──▶ live        events with offsets, without holes
 *    ▲             │  ▲                  │         (streaming: an ephemeral topic, no offsets)
 *    │             │  └──hole, reset─────┘
 *    │             └──error──▶ refused
 *    └── the socket is gone, nobody looks any more
 */
export type Standing =
  | { readonly is: 'off' }
  | { readonly is: 'asked'; readonly id: string; readonly from: Position | null }
  | { readonly is: 'live'; readonly journal: Journal }
  | { readonly is: 'streaming'; state: unknown; arrived: { readonly type: string; readonly data: unknown }[] }
  | { readonly is: 'refused'; readonly code: string }

/** One topic, and the queries that show it. */
export interface Topic {
  readonly name: string
  readonly stream: AnyStream
  readonly param: Param
  readonly replicas: Set<Replica>
  standing: Standing
  /** What commands are expected to do, oldest first. Replaced, never changed. */
  layers: readonly Layer[]
  /** The code of the last refusal that was reported; the same one again is no news. */
  refusal: string | null
  /** Resyncs in a row that did not help. */
  resyncs: number
}

/** Beyond this, the oldest events are let go; a snapshot that needs them is brought forward by the server instead. */
const JOURNAL_LIMIT = 1_000

/** What became of an event. `hole`: something before it is missing. */
export function receive(topic: Topic, event: Envelope): 'taken' | 'ignored' | 'hole' {
  const { standing } = topic
  const { epoch, offset } = event
  switch (standing.is) {
    case 'streaming':
      standing.arrived.push(event)
      return 'taken'
    case 'live': {
      const { journal } = standing
      if (offset === undefined || epoch !== journal.epoch) return 'hole'
      const head = headOf(journal)
      if (offset <= head) return 'ignored'
      if (offset > head + 1) return 'hole'
      // With an offset it is a logged event; copying it would cost as much as everything else here.
      journal.events.push(event as LoggedEvent)
      return 'taken'
    }
    // Whatever is sent before the answer is in the answer.
    case 'asked':
    case 'off':
    case 'refused':
      return 'ignored'
    default:
      return standing satisfies never
  }
}

/** How a topic stands after the server's answer. */
export function standingAfter(answer: Subscribed, from: Position | null): Standing {
  if ('error' in answer) return { is: 'refused', code: answer.error.code }
  if (answer.epoch === null) return { is: 'streaming', state: answer.state, arrived: [] }
  const { epoch, offset, recovered, events } = answer
  if (recovered === true && from && from.offset + events.length === offset) {
    return { is: 'live', journal: { epoch, start: from.offset, events: [...events] } }
  }
  return { is: 'live', journal: { epoch, start: offset, events: [] } }
}

/** The lowest position that all queries with data share an epoch with; `null` when there is none. */
export function resumePosition(topic: Topic): Position | null {
  let lowest: Position | null = null
  const standing = [...topic.replicas].filter(({ lost }) => !lost).flatMap(({ parts }) => parts)
  for (const { position } of standing) {
    if (!position) continue
    if (lowest && position.epoch !== lowest.epoch) return null
    if (!lowest || position.offset < lowest.offset) lowest = position
  }
  return lowest
}

/** Lets go of events that every query contains; a query that is fetching may yet need all of them. */
export function trim(topic: Topic, journal: Journal): void {
  let keepAfter = headOf(journal)
  for (const { query, parts } of topic.replicas) {
    if (query.state.fetchStatus !== 'idle') keepAfter = journal.start
    for (const { position } of parts) {
      if (position?.epoch === journal.epoch) keepAfter = Math.min(keepAfter, position.offset)
    }
  }
  const surplus = journal.events.length - JOURNAL_LIMIT
  const dropped = Math.min(Math.max(keepAfter - journal.start, surplus, 0), journal.events.length)
  if (dropped === 0) return
  journal.events = dropped === journal.events.length ? [] : journal.events.slice(dropped)
  journal.start += dropped
}

/** Lets go of layers whose effect every query shows anyway. */
export function settleLayers(topic: Topic): void {
  if (topic.layers.length === 0) return
  const parts = [...topic.replicas].flatMap((replica) => replica.parts)
  const left = topic.layers.filter(
    (layer) => layer.ackedAt === null || parts.some(({ position }) => !isReached(layer, position)),
  )
  if (left.length < topic.layers.length) topic.layers = left
}
