import type { Query, QueryClient } from '@tanstack/react-query'
import { LIVE } from './cache.js'
import { placeAt, type Replica } from './replica.js'
import { shapeOf } from './shape.js'
import { isObject } from '../../protocol/envelope.js'
import type { Position } from '../../protocol/stream.js'

/**
 * Where a query's data stands, in its `meta.live`: the one place that `dehydrate` carries to another cache, of the page
 * that a server rendered or of the next visit. `user` tells users apart without naming them.
 */
interface Carried {
  readonly user: string
  /** One a part: the snapshot, or each page. `null`: the topic counts nothing. */
  readonly positions: readonly (Position | null)[]
}

/** The users of data that came from another cache and that no stream has taken over yet. */
const hydrated = new WeakMap<object, string>()
const heeded = new WeakSet<QueryClient>()

/** What each query of an engine has to carry. */
const carriers = new WeakMap<Query, () => Carried | null>()

/** One getter for all: a closure each would make every query an object of a shape of its own, and slow. */
const META: PropertyDescriptor & ThisType<Query> = {
  configurable: true,
  get() {
    const { meta } = this.options
    const live = carriers.get(this)?.()
    if (live) return { ...meta, live }
    // What it was hydrated with is no longer true.
    return meta && 'live' in meta ? { ...meta, live: undefined } : meta
  },
}

/**
 * Makes `query.meta` tell where its data stands. It is worked out when asked: an event moves the data on, and observers
 * replace the options that `meta` otherwise is.
 */
export function carryPosition(replica: Replica, userKey: () => string | null): void {
  carriers.set(replica.query, () => {
    const user = userKey()
    const positions = user === null ? null : positionsOf(replica)
    return user !== null && positions ? { user: digest(user), positions } : null
  })
  Object.defineProperty(replica.query, 'meta', META)
}

export const dropPosition = (query: Query): void => void carriers.delete(query)

/**
 * Notes where hydrated data stands, for whoever adopts it later: its first observer already drops the `meta` that says
 * so, and in React observers come before any effect. Lasts as long as the client; doing it again is free.
 */
export function heedHydration(client: QueryClient): void {
  if (heeded.has(client)) return
  heeded.add(client)
  const cache = client.getQueryCache()
  cache.subscribe(({ type, query }) => {
    if (type === 'added') note(query)
  })
  cache.getAll().forEach(note)
}

/** Has the data just come from another cache, so that the stream is to go on from there instead of fetching? */
export const isHydrated = ({ state: { data } }: Query): boolean => isObject(data) && hydrated.has(data)

/** Is it hydrated data of somebody else? */
export function isOfAnother({ state: { data } }: Query, userKey: string): boolean {
  const user = isObject(data) ? hydrated.get(data) : undefined
  return user !== undefined && user !== digest(userKey)
}

/** The stream had its turn: from here on, the data is as old as it looks. */
export function endHydration({ state: { data } }: Query): void {
  if (isObject(data)) hydrated.delete(data)
}

function note(query: Query): void {
  const carried = query.queryKey[0] === LIVE ? read(query.options.meta?.['live']) : null
  const { data } = query.state
  if (!carried || !isObject(data)) return
  const parts = shapeOf(query.queryKey).split(data)
  if (parts.length !== carried.positions.length) return
  for (const [n, part] of parts.entries()) placeAt(part, { data: part, position: carried.positions[n] ?? null })
  hydrated.set(data, carried.user)
}

/** Only what the server has as well: neither layers nor what was written by hand. */
function positionsOf(replica: Replica): Carried['positions'] | null {
  const { query, topic, parts, shown, overlaid, edited, lost } = replica
  if (shown === undefined || shown !== query.state.data || overlaid.length > 0 || edited || lost) return null
  const positions = parts.map(({ position }) => position)
  return topic.stream.kind !== 'ephemeral' && positions.includes(null) ? null : positions
}

function read(live: unknown): Carried | null {
  if (!isObject(live) || typeof live['user'] !== 'string' || !Array.isArray(live['positions'])) return null
  const positions = live['positions'].map(readPosition)
  return positions.includes(undefined) ? null : { user: live['user'], positions: positions as (Position | null)[] }
}

function readPosition(value: unknown): Position | null | undefined {
  if (value === null) return null
  if (!isObject(value)) return undefined
  const { epoch, offset } = value
  return typeof epoch === 'string' && typeof offset === 'number' ? { epoch, offset } : undefined
}

/** FNV-1a. A `userKey` may be a token, and a page's source is no place for that. */
function digest(userKey: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < userKey.length; i += 1) hash = Math.imul(hash ^ userKey.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}
