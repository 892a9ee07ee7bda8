import { canonical, fieldOf, isList, isLongText, isObject } from './json.js'

/** What tells an element of a list from the others. */
export type Key = string

/** A list by what its elements are known by, in order. */
type Keyed = ReadonlyMap<Key, unknown>

/** Three versions of a list that can be merged by element: scalars by what they are, objects by their `id`. */
export interface Lists {
  readonly of: 'scalars' | 'objects'
  readonly base: Keyed
  readonly mine: Keyed
  readonly theirs: Keyed
}

export type Id = string | number

export const idOf = (element: unknown): Id | undefined => {
  const id = isObject(element) ? fieldOf(element, 'id') : undefined
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

/** `null`: its elements cannot be told apart, so the list is merged as one value. */
export function listsOf(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): Lists | null {
  const all = [base, mine, theirs]
  const by = (of: Lists['of'], key: (item: unknown) => unknown): Lists | null => {
    const [a, b, c] = all.map((list) => new Map(list.map((item) => [canonical(key(item)), item])))
    const isSet = a?.size === base.length && b?.size === mine.length && c?.size === theirs.length
    return isSet ? { of, base: a, mine: b, theirs: c } : null
  }
  if (all.every((list) => list.every(isWord))) return by('scalars', (item) => item)
  if (all.every((list) => list.every((item) => idOf(item) !== undefined))) return by('objects', idOf)
  return null
}

/** Such as a tag or a number. Two versions of a long text are not two things of a set. */
const isWord = (item: unknown): boolean =>
  !isList(item) && !isObject(item) && !(typeof item === 'string' && isLongText(item))

/** An order in which the elements of both stand: as in the first, and those that only the second has behind what they follow there. */
function weave(first: readonly Key[], second: readonly Key[]): readonly Key[] {
  const known = new Set(first)
  const head: Key[] = []
  const after = new Map<Key, Key[]>()
  let row = head
  for (const key of second) {
    if (!known.has(key)) {
      row.push(key)
      continue
    }
    row = []
    after.set(key, row)
  }
  return [...head, ...first.flatMap((key) => [key, ...(after.get(key) ?? [])])]
}

/** The order of a merged list: one, or three to choose from where both sides changed it. */
export type Order =
  | { readonly is: 'settled'; readonly by: 'mine' | 'theirs' | null; readonly keys: readonly Key[] }
  | {
      readonly is: 'clash'
      readonly base: readonly Key[]
      readonly mine: readonly Key[]
      readonly theirs: readonly Key[]
    }

/** @param kept what the merged list holds */
export function orderOf({ base, mine, theirs }: Lists, kept: ReadonlySet<Key>): Order {
  const keysOf = (list: Keyed) => [...list.keys()].filter((key) => kept.has(key))
  const [before, own, other] = [keysOf(base), keysOf(mine), keysOf(theirs)]
  const everywhere = (key: Key): boolean => base.has(key) && mine.has(key) && theirs.has(key)
  const [was, a, b] = [before, own, other].map((keys) => keys.filter(everywhere).join('\n'))
  const asMine = weave(own, other)
  const asTheirs = weave(other, own)
  // Two who add in the same place: whose comes first does not matter, but must not depend on who merges.
  const asEither = own.join('\n') < other.join('\n') ? asTheirs : asMine
  if (a === b) return { is: 'settled', by: null, keys: asEither }
  if (a === was) return { is: 'settled', by: 'theirs', keys: asTheirs }
  if (b === was) return { is: 'settled', by: 'mine', keys: asMine }
  return { is: 'clash', base: weave(before, asEither), mine: asMine, theirs: asTheirs }
}

/** Where the order is no reason to ask: whoever merges, it comes to the same. */
export function settled(order: Order): readonly Key[] {
  if (order.is === 'settled') return order.keys
  return order.mine.join('\n') < order.theirs.join('\n') ? order.mine : order.theirs
}

/** One after the other, without what both have alike. `null`: an element is in both, and is not alike. */
export function union(mine: readonly unknown[], theirs: readonly unknown[]): readonly unknown[] | null {
  const known = new Set(mine.map(canonical))
  const ids = new Set(mine.map(idOf))
  const more = theirs.filter((item) => !known.has(canonical(item)))
  return more.some((item) => idOf(item) !== undefined && ids.has(idOf(item))) ? null : [...mine, ...more]
}
