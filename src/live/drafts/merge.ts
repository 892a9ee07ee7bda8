import type { Conflict, Path, Review } from './conflict.js'
import { createFindings, type Place } from './findings.js'
import { fieldOf, isList, isLongText, isObject, isSame, keysOf, type JsonObject } from './json.js'
import { idOf, listsOf, orderOf, settled, type Key, type Lists } from './lists.js'
import { carryOut, type Answers, type Plan } from './plan.js'
import { mergeTexts } from './texts.js'

/** Three versions of one JSON value. */
export interface Versions {
  /** What both began with. Absent: nobody knows, and then whatever differs is a conflict. */
  readonly base?: unknown
  readonly mine: unknown
  readonly theirs: unknown
  readonly options?: MergeOptions
}

export interface MergeOptions {
  /** What must not be merged inside, such as the document of an editor: it is one side's, or a conflict. */
  readonly whole?: (path: Path) => boolean
}

export interface Merge {
  /** Where there is a conflict, as the base has it. */
  readonly merged: unknown
  /** From top to bottom. */
  readonly conflicts: readonly Conflict[]
  /** What changed and was decided without asking: all of it for looking over, what both had a hand in above all. */
  readonly review: readonly Review[]
  /** What `resolve` goes by. */
  readonly plan: Plan
}

/**
 * Merges what two people made of the same JSON. What one side changed is taken; what both changed is merged where it is a
 * long text (by word), an object (by key) or a list of scalars or of objects with an `id` (by element), and a conflict
 * elsewhere. What one took away and the other changed is always a conflict. Merged the other way round it comes to the same.
 */
export function mergeDrafts({ base, mine, theirs, options = {} }: Versions): Merge {
  const { whole = () => false } = options
  const { conflicts, review, decided, ask, askOrder, weigh } = createFindings(whole)

  function at(place: Place): Plan {
    const { path, isKnown, base, mine, theirs } = place
    if (isSame(mine, theirs)) return decided(place, 'both', mine)
    if (isKnown && isSame(base, mine)) return decided(place, 'theirs', theirs)
    if (isKnown && isSame(base, theirs)) return decided(place, 'mine', mine)
    if (whole(path)) return ask(place)
    if (isObject(mine) && isObject(theirs) && (base === undefined || isObject(base)))
      return inObject(place, base ?? {}, mine, theirs)
    if (isKnown && isList(mine) && isList(theirs) && (base === undefined || isList(base))) {
      const lists = listsOf(base ?? [], mine, theirs)
      if (lists) return inList(path, lists)
    }
    if (typeof base === 'string' && typeof mine === 'string' && typeof theirs === 'string')
      if ([base, mine, theirs].some(isLongText))
        return { is: 'text', pieces: weigh(path, mergeTexts(base, mine, theirs)) }
    return ask(place)
  }

  function inObject({ path, isKnown }: Place, base: JsonObject, mine: JsonObject, theirs: JsonObject): Plan {
    const added = new Set([...keysOf(mine), ...keysOf(theirs)].filter((key) => fieldOf(base, key) === undefined))
    const fields: (readonly [string, Plan])[] = []
    for (const key of [...keysOf(base), ...[...added].toSorted()]) {
      const [was, own, other] = [fieldOf(base, key), fieldOf(mine, key), fieldOf(theirs, key)]
      fields.push([key, at({ path: [...path, key], isKnown, base: was, mine: own, theirs: other })])
    }
    return { is: 'object', fields }
  }

  function inList(path: Path, lists: Lists): Plan {
    const elements = lists.of === 'scalars' ? mergeSets(lists) : inElements(path, lists)
    const order = orderOf(lists, new Set(elements.keys()))
    if (lists.of === 'scalars') review.push({ kind: 'list', path, by: 'both' })
    else if (order.is === 'clash') return { is: 'list', elements, order: askOrder(path, lists, order) }
    else if (order.by !== null) review.push({ kind: 'order', path, by: order.by })
    return { is: 'list', elements, order: settled(order) }
  }

  function inElements(path: Path, { base, mine, theirs }: Lists): ReadonlyMap<Key, Plan> {
    const elements = new Map<Key, Plan>()
    for (const key of new Set([...base.keys(), ...[...mine.keys(), ...theirs.keys()].toSorted()])) {
      const [was, own, other] = [base.get(key), mine.get(key), theirs.get(key)]
      const id = idOf(own ?? other)
      if (id === undefined) continue
      elements.set(key, at({ path: [...path, { id }], isKnown: true, base: was, mine: own, theirs: other }))
    }
    return elements
  }

  const plan = at({ path: [], isKnown: base !== undefined, base, mine, theirs })
  return { merged: carryOut(plan, AS_BEFORE), conflicts, review, plan }
}

/** What both still have, and what either added. */
function mergeSets({ base, mine, theirs }: Lists): ReadonlyMap<Key, Plan> {
  const kept = [...mine, ...theirs].filter(([key]) => !base.has(key) || (mine.has(key) && theirs.has(key)))
  return new Map(kept.map(([key, value]) => [key, { is: 'value', value }]))
}

const AS_BEFORE: Answers = {
  value: (conflict) => conflict.base,
  text: (conflict) => String(conflict.base),
  order: ({ orders }) => orders.base,
}
