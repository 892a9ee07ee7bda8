import type { Query } from '@tanstack/react-query'
import { covers, eventsAfter } from './journal.js'
import { overlay, type Layer } from './layer.js'
import { rebase, type Placed } from './rebase.js'
import type { Shape } from './shape.js'
import type { Topic } from './topic.js'
import type { Position } from '../../protocol/stream.js'

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
  /** Layers that were in what was written by hand: they are part of it now. */
  absorbed: ReadonlySet<Layer['id']>
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

/** Where objects stand that live queries showed and somebody has kept: a fetch, a revert or a rollback may bring them back. */
const places = new WeakMap<object, Part>()

export const NONE: ReadonlySet<Layer['id']> = new Set()
const OUTDATED: readonly Layer[] = []

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
  let isHeld = false
  const parts = shape.split(next).map((object, n): Part => {
    const held = replica.parts[shape.counterpart(replica.shown, next, n)] ?? null
    const part = arrivals(object) ?? placeOf(topic, object) ?? { data: object, position: held?.position ?? null }
    if (topic.standing.is === 'streaming') return { data: topic.standing.state, position: null }
    if (!isPlaced(part)) {
      if (journal) settled = false
      return part
    }
    const rebased = rebase(held && isPlaced(held) ? held : null, part, journal, (base, events) =>
      shape.fold(topic.stream, base, events),
    )
    if (rebased.verdict !== 'current') settled = false
    isHeld ||= rebased.isHeld
    return { data: rebased.data, position: rebased.position }
  })
  // A snapshot that is too old heals nothing.
  replica.edited &&= isHeld
  if (!replica.edited) replica.absorbed = NONE
  replica.lost = false
  return { data: present(replica, next, parts, onBroken), settled }
}

/** What the query shows after the events and layers that it lacks; `undefined` when it lacks none. @throws FoldError */
export function advance(replica: Replica, onBroken: Report): unknown {
  const { query, topic } = replica
  const shown = query.state.data
  if (shown === undefined) return undefined
  const parts = forward(replica)
  if (parts === replica.parts && replica.overlaid === topic.layers) return undefined
  return present(replica, shown, parts, onBroken)
}

/** The replica's parts with what arrived; the very same when nothing did. */
function forward({ topic: { standing, stream }, shape, parts }: Replica): readonly Part[] {
  if (standing.is === 'streaming') {
    const { state } = standing
    return parts.every(({ data }) => data === state) ? parts : parts.map(() => ({ data: state, position: null }))
  }
  if (standing.is !== 'live') return parts
  const { journal } = standing
  const { epoch, head } = journal
  const lacks = ({ position }: Part) => covers(journal, position) && position.offset < head
  if (!parts.some(lacks)) return parts
  return parts.map((part) => {
    if (!lacks(part)) return part
    const data = shape.fold(stream, part.data, eventsAfter(journal, part.position?.offset ?? 0))
    return { data, position: { epoch, offset: head } }
  })
}

/** Takes what somebody else put into the query: by hand on top of what was there, or restored from elsewhere. */
export function adopt(replica: Replica, manual: boolean): void {
  const data = replica.query.state.data
  const before = replica.parts
  // Who writes by hand has usually kept what was there, to put it back if all goes wrong.
  notePlaces(replica)
  const objects = data === undefined ? [] : replica.shape.split(data)
  const known = objects.map((object) => placeOf(replica.topic, object))
  replica.parts = objects.map(
    (object, n) => known[n] ?? { data: object, position: manual ? (before[n]?.position ?? null) : null },
  )
  replica.shown = data
  replica.edited = manual && known.includes(undefined)
  if (replica.edited) {
    replica.absorbed = new Set([...replica.absorbed, ...replica.overlaid.map(({ id }) => id)])
  } else {
    replica.absorbed = NONE
    // It may show layers that have fallen since, or lack new ones.
    replica.overlaid = OUTDATED
  }
}

/** Does it show everything that its live topic brought? */
export function isCurrent({ query, topic, parts, lost }: Replica): boolean {
  const { standing } = topic
  if (query.state.data === undefined || lost || parts.length === 0) return false
  if (standing.is === 'streaming') return true
  return standing.is === 'live' && parts.every(({ position }) => covers(standing.journal, position))
}

/** Is there nothing more on its way that its live topic brought, so that it shows what the server has? */
export const isCaughtUp = (replica: Replica): boolean => {
  const { standing } = replica.topic
  if (!isCurrent(replica) || standing.is !== 'live') return standing.is === 'streaming' && isCurrent(replica)
  return replica.parts.every(({ position }) => position?.offset === standing.journal.head)
}

/** May its position be resumed from? */
export const isResumable = ({ parts, lost }: Replica): boolean =>
  !lost && parts.length > 0 && parts.every(({ position }) => position !== null)

function present(replica: Replica, value: unknown, parts: readonly Part[], onBroken: Report): unknown {
  const { topic, shape } = replica
  const layers = topic.layers.filter(({ id }) => !replica.absorbed.has(id))
  const view = (part: Part) => (layers.length === 0 ? part.data : overlay(layers, part, shape, topic.stream, onBroken))
  replica.parts = parts
  replica.overlaid = topic.layers
  replica.shown = shape.join(value, parts.map(view))
  return replica.shown
}

/**
 * Notes where the parts stand that the replica shows. Done when somebody may keep them, not for each event: weak maps cost
 * the garbage collector dearly.
 */
export function notePlaces({ shape, shown, parts }: Replica): void {
  if (shown === undefined) return
  for (const [n, object] of shape.split(shown).entries()) {
    const part = parts[n]
    if (part) placeAt(object, part)
  }
}

/** Notes where an object stands that some cache may show. */
export function placeAt(object: unknown, part: Part): void {
  if (typeof object === 'object' && object !== null) places.set(object, part)
}

/** Where an object stands that was kept, or that another query of the topic shows. */
function placeOf(topic: Topic, object: unknown): Part | undefined {
  if (typeof object !== 'object' || object === null) return undefined
  const place = places.get(object)
  if (place) return place
  for (const { shape, shown, parts } of topic.replicas) {
    const n = shown === undefined ? -1 : shape.split(shown).indexOf(object)
    if (n >= 0) return parts[n]
  }
  return undefined
}

const isPlaced = (part: Part): part is Placed => part.position !== null
