import type { Query } from '@tanstack/react-query'
import { overlay, type Layer } from './layer.js'
import { eventsAfter, headOf, rebase, type Journal, type Placed } from './rebase.js'
import type { Shape } from './shape.js'
import type { Topic } from './topic.js'
import type { Position } from '../protocol/stream.js'

/** A query of the host's cache that shows a topic. */
export interface Replica {
  readonly query: Query
  readonly topic: Topic
  readonly shape: Shape
  /** What it shows, without layers, and where that stands. Empty while there is no data. */
  parts: readonly Part[]
  /** The data that `parts` speak of: other data in the query came past us. */
  shown: unknown
  /** The layers that are in `shown`. */
  overlaid: readonly Layer[]
  /** The server cannot bring it forward from where it stands; only a snapshot can. */
  lost: boolean
  /** Somebody wrote over it by hand since the last snapshot: it is not what the server has. */
  edited: boolean
  /** The last fetch failed; an event clears the query's own error, but does not answer what was asked. */
  failed: boolean
  /** Observed by somebody, and not disabled. */
  active: boolean
}

/** Confirmed data. `position` is `null` where it is not known: written by hand, hydrated, of a topic without offsets. */
export interface Part {
  readonly data: unknown
  readonly position: Position | null
}

/** Where every object stands that a live query shows, or showed: a fetch or a revert may bring it back. */
const places = new WeakMap<object, Part>()

export type Report = (layer: Layer, error: unknown) => void

/**
 * What the query shows once `next` arrives; the replica's parts move with it. Runs inside the commit, so that no listener
 * ever sees a snapshot without the events that came after it.
 * @param arrivals the parts of `next` that come fresh from the server
 * @returns `settled: false`: it does not reach the stream yet, a resync must follow
 */
export function commit(
  replica: Replica,
  next: unknown,
  arrivals: (part: unknown) => Part | undefined,
  onBroken: Report,
): { readonly data: unknown; readonly settled: boolean } {
  const { topic, shape } = replica
  const journal = topic.standing.is === 'live' ? topic.standing.journal : null
  let settled = true
  const parts = shape.split(next).map((object, n): Part => {
    const held = replica.parts[shape.counterpart(replica.shown, next, n)] ?? null
    const part = arrivals(object) ?? placeOf(object) ?? { data: object, position: held?.position ?? null }
    if (topic.standing.is === 'streaming') return { data: topic.standing.state, position: null }
    if (!isPlaced(part)) {
      if (journal) settled = false
      return part
    }
    const rebased = rebase(held && isPlaced(held) ? held : null, part, journal, (base, events) =>
      shape.fold(topic.stream, base, events),
    )
    if (rebased.verdict !== 'current') settled = false
    return rebased
  })
  replica.edited = replica.lost = false
  return { data: present(replica, next, parts, onBroken), settled }
}

/** What the query shows after the events and layers that it lacks; `null` when it lacks none. @throws FoldError */
export function advance(replica: Replica, onBroken: Report): { readonly data: unknown } | null {
  const { query, topic, shape } = replica
  const { standing, stream } = topic
  const shown = query.state.data
  if (shown === undefined) return null
  let changed = replica.overlaid !== topic.layers
  const forward = (part: Part): Part => {
    const next = standing.is === 'streaming' ? { data: standing.state, position: null } : part
    if (standing.is !== 'live' || !lacks(part, standing.journal)) {
      changed ||= next.data !== part.data
      return next
    }
    changed = true
    const { journal } = standing
    const data = shape.fold(stream, part.data, eventsAfter(journal, part.position?.offset ?? 0))
    return { data, position: { epoch: journal.epoch, offset: headOf(journal) } }
  }
  const parts = replica.parts.map(forward)
  if (!changed) return null
  return { data: present(replica, shown, parts, onBroken) }
}

/** Takes what somebody else put into the query: by hand on top of what was there, or restored from elsewhere. */
export function adopt(replica: Replica, manual: boolean): void {
  const data = replica.query.state.data
  const before = replica.parts
  const parts = data === undefined ? [] : replica.shape.split(data)
  replica.parts = parts.map(
    (object, n) => placeOf(object) ?? { data: object, position: manual ? (before[n]?.position ?? null) : null },
  )
  replica.shown = data
  replica.edited = manual
  // Whatever layers were in it are now part of what was written.
  replica.overlaid = replica.topic.layers
}

/** Does it show everything that its live topic brought? */
export function isCurrent({ query, topic, parts, lost }: Replica): boolean {
  const { standing } = topic
  if (query.state.data === undefined || lost || parts.length === 0) return false
  if (standing.is === 'streaming') return true
  return standing.is === 'live' && parts.every(({ position }) => isWithin(position, standing.journal))
}

/** May its position be resumed from? */
export const isResumable = ({ parts, lost }: Replica): boolean =>
  !lost && parts.length > 0 && parts.every(({ position }) => position !== null)

function present(replica: Replica, value: unknown, parts: readonly Part[], onBroken: Report): unknown {
  const { topic, shape } = replica
  const views = parts.map((part) => {
    const view = topic.layers.length === 0 ? part.data : overlay(topic.layers, part, shape, topic.stream, onBroken)
    placeAt(view, part)
    return view
  })
  replica.parts = parts
  replica.overlaid = topic.layers
  replica.shown = shape.join(value, views)
  return replica.shown
}

/** Notes where an object stands that some cache may show. */
export function placeAt(object: unknown, part: Part): void {
  if (typeof object === 'object' && object !== null) places.set(object, part)
}

const placeOf = (object: unknown): Part | undefined =>
  typeof object === 'object' && object !== null ? places.get(object) : undefined

const isPlaced = (part: Part): part is Placed => part.position !== null

const isWithin = (position: Position | null, journal: Journal): boolean =>
  position?.epoch === journal.epoch && position.offset >= journal.start

const lacks = ({ position }: Part, journal: Journal): boolean =>
  isWithin(position, journal) && (position?.offset ?? 0) < headOf(journal)
