import type { Unfolded } from './fold.js'
import { append, openJournal, trim, type Journal } from './journal.js'
import { isReached, type Layer } from './layer.js'
import type { Replica } from './replica.js'
import type { LoggedEvent, Subscribed } from '../../protocol/control.js'
import type { Envelope } from '../../protocol/envelope.js'
import type { AnyStream, Param, Position } from '../../protocol/stream.js'

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
  | { readonly is: 'streaming'; state: unknown; arrived: Unfolded[] }
  | { readonly is: 'refused'; readonly code: string }

/** One topic, and the queries that show it. */
export interface Topic {
  readonly name: string
  readonly stream: AnyStream
  readonly param: Param
  readonly replicas: Set<Replica>
  /** Do its events make other queries out of date? */
  readonly tells: boolean
  standing: Standing
  /** What commands are expected to do, oldest first. Replaced, never changed. */
  layers: readonly Layer[]
  /** Resyncs in a row that did not help. */
  resyncs: number
}

export const openTopic = (name: string, stream: AnyStream, param: Param): Topic => ({
  name,
  stream,
  param,
  replicas: new Set(),
  tells: Object.values(stream.events).some(({ invalidates }) => invalidates !== undefined),
  standing: { is: 'off' },
  layers: [],
  resyncs: 0,
})

/** What became of an event. `hole`: something before it is missing. */
export function receive(topic: Topic, event: Envelope): 'taken' | 'ignored' | 'hole' {
  const { standing } = topic
  const { epoch, offset } = event
  switch (standing.is) {
    case 'streaming':
      standing.arrived.push({ type: event.type, data: event.data, isChecked: false })
      return 'taken'
    case 'live': {
      const { journal } = standing
      if (offset === undefined || epoch !== journal.epoch) return 'hole'
      if (offset <= journal.head) return 'ignored'
      if (offset > journal.head + 1) return 'hole'
      // With an offset it is a logged event.
      append(journal, topic.stream, event as LoggedEvent)
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
export function standingAfter(stream: AnyStream, answer: Subscribed, from: Position | null): Standing {
  if ('error' in answer) return { is: 'refused', code: answer.error.code }
  if (answer.epoch === null) return { is: 'streaming', state: answer.state, arrived: [] }
  const { epoch, offset, recovered, events } = answer
  const isComplete = recovered === true && from !== null && from.offset + events.length === offset
  const journal = isComplete ? openJournal(stream, epoch, from.offset, events) : openJournal(stream, epoch, offset, [])
  return { is: 'live', journal }
}

/** The lowest position of any query; `null` when there is none. What it is no use to, the answer shows to be lost. */
export function resumePosition(topic: Topic): Position | null {
  let lowest: Position | null = null
  const standing = [...topic.replicas].filter(({ lost }) => !lost).flatMap(({ parts }) => parts)
  for (const { position } of standing) {
    if (!position) continue
    if (!lowest || position.offset < lowest.offset) lowest = position
  }
  return lowest
}

/** Lets go of events that every query contains; one that is fetching, or may be rolled back, may yet need all of them. */
export function forgetApplied({ replicas }: Topic, journal: Journal): void {
  let needed = journal.head
  for (const { query, parts, edited } of replicas) {
    if (edited || query.state.fetchStatus !== 'idle') needed = journal.start
    for (const { position } of parts) {
      if (position?.epoch === journal.epoch) needed = Math.min(needed, position.offset)
    }
  }
  trim(journal, needed)
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

/** The event with the place that it takes by arriving, where the server counts nothing. */
export const counted = ({ standing }: Topic, event: Envelope): Envelope =>
  standing.is === 'live' ? { ...event, epoch: standing.journal.epoch, offset: standing.journal.head + 1 } : event

/** Does all that the query shows stand in the log that is live? */
export const sharesEpoch = ({ standing }: Topic, { parts }: Replica): boolean =>
  standing.is === 'live' && parts.every(({ position }) => position?.epoch === standing.journal.epoch)
