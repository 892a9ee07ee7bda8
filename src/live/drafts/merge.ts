import { both } from './both.js'
import { createNames, type By, type Conflict, type Path, type Review } from './conflict.js'
import { fieldOf, isList, isObject, isSame, keysOf, type JsonObject } from './json.js'
import { idOf, listsOf, orderOf, type Key, type Lists } from './lists.js'
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

/** Texts of one line up to this length are names, titles, dates, choices: never merged word by word. */
const LINE = 140

/**
 * Merges what two people made of the same JSON. What one side changed is taken; what both changed is merged where it is a
 * long text (by word), an object (by key) or a list of scalars or of objects with an `id` (by element), and a conflict
 * elsewhere. What one took away and the other changed is always a conflict. Merged the other way round it comes to the same.
 */
export function mergeDrafts(versions: Versions): Merge {
  const work = merging(versions)
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value
}

/**
 * The same, in slices short enough not to be noticed.
 * @param pause called between any two; the next begins when it resolves, or at once
 */
export async function mergeInSlices(versions: Versions, pause: () => Promise<void> | undefined): Promise<Merge> {
  const work = merging(versions)
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value
    await pause()
  }
}

/** One value of the three, at its place. `isKnown`: that the base does not have it means that it was not there. */
interface Place {
  readonly path: Path
  readonly isKnown: boolean
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
}

function* merging({ base, mine, theirs, options = {} }: Versions): Generator<void, Merge> {
  const conflicts: Conflict[] = []
  const review: Review[] = []
  const nameOf = createNames()

  function note(path: Path, by: By, before: unknown, after: unknown): void {
    if (isSame(before, after)) return
    if (!isObject(before) || !isObject(after) || options.whole?.(path)) {
      review.push({ kind: 'value', path, by })
      return
    }
    for (const key of new Set([...keysOf(before), ...[...keysOf(after)].toSorted()]))
      note([...path, key], by, fieldOf(before, key), fieldOf(after, key))
  }

  const decided = ({ path, isKnown, base }: Place, by: By, value: unknown): Plan => {
    if (isKnown) note(path, by, base, value)
    return { is: 'value', value }
  }

  function open({ path, isKnown, base, mine, theirs }: Place): Plan {
    const said = {
      ...(base === undefined ? {} : { base }),
      ...(mine === undefined ? {} : { mine }),
      ...(theirs === undefined ? {} : { theirs }),
    }
    const by = mine === undefined ? 'mine' : theirs === undefined ? 'theirs' : null
    const kind = isKnown && by !== null ? 'removal' : 'value'
    const asked = {
      id: nameOf(kind, path, base, mine, theirs),
      path,
      canTakeBoth: both(mine, theirs) !== null,
    }
    const conflict: Conflict =
      isKnown && by !== null ? { ...asked, kind: 'removal', by, ...said, base } : { ...asked, kind: 'value', ...said }
    conflicts.push(conflict)
    return { is: 'open', conflict }
  }

  function* at(place: Place): Generator<void, Plan> {
    const { path, isKnown, base, mine, theirs } = place
    if (isSame(mine, theirs)) return decided(place, 'both', mine)
    if (isKnown && isSame(base, mine)) return decided(place, 'theirs', theirs)
    if (isKnown && isSame(base, theirs)) return decided(place, 'mine', mine)
    if (options.whole?.(path)) return open(place)
    if (isObject(mine) && isObject(theirs) && (base === undefined || isObject(base)))
      return yield* inObject(place, base ?? {}, mine, theirs)
    if (isKnown && isList(mine) && isList(theirs) && (base === undefined || isList(base))) {
      const lists = listsOf(base ?? [], mine, theirs)
      if (lists) return yield* inList(place, lists)
    }
    if (isText(base) && isText(mine) && isText(theirs) && [base, mine, theirs].some(isLong))
      return yield* inText(path, base, mine, theirs)
    return open(place)
  }

  function* inObject(
    { path, isKnown }: Place,
    base: JsonObject,
    mine: JsonObject,
    theirs: JsonObject,
  ): Generator<void, Plan> {
    const former = keysOf(base)
    const added = new Set([...keysOf(mine), ...keysOf(theirs)].filter((key) => fieldOf(base, key) === undefined))
    const fields: (readonly [string, Plan])[] = []
    for (const key of [...former, ...[...added].toSorted()]) {
      const [was, own, other] = [fieldOf(base, key), fieldOf(mine, key), fieldOf(theirs, key)]
      fields.push([key, yield* at({ path: [...path, key], isKnown, base: was, mine: own, theirs: other })])
    }
    return { is: 'object', fields }
  }

  function* inList({ path }: Place, lists: Lists): Generator<void, Plan> {
    const { base, mine, theirs } = lists
    const elements = new Map<Key, Plan>()
    for (const key of new Set([...base.keys(), ...[...mine.keys(), ...theirs.keys()].toSorted()])) {
      const [was, own, other] = [base.get(key), mine.get(key), theirs.get(key)]
      if (own === undefined && other === undefined) continue
      if (lists.of === 'objects') {
        const step = { id: idOf(own ?? other) ?? key }
        elements.set(key, yield* at({ path: [...path, step], isKnown: true, base: was, mine: own, theirs: other }))
      } else if (was === undefined || (own !== undefined && other !== undefined)) {
        elements.set(key, { is: 'value', value: own ?? other })
      }
    }
    if (lists.of === 'scalars') review.push({ kind: 'list', path, by: 'both' })
    const order = orderOf(lists, new Set(elements.keys()))
    if (order.is === 'settled') {
      if (order.by !== null && lists.of === 'objects') review.push({ kind: 'order', path, by: order.by })
      return { is: 'list', elements, order: order.keys }
    }
    // Of a list of words the order is no reason to ask; only that both arrive at the same.
    if (lists.of === 'scalars') {
      const [first, second] = [order.mine, order.theirs].toSorted((a, b) => (a.join('\n') < b.join('\n') ? -1 : 1))
      return { is: 'list', elements, order: first ?? second ?? [] }
    }
    const ids = (keys: readonly Key[]) => keys.flatMap((key) => idOf(mine.get(key) ?? theirs.get(key)) ?? [])
    const said = { base: ids(order.base), mine: ids(order.mine), theirs: ids(order.theirs) }
    const id = nameOf('order', path, said.base, said.mine, said.theirs)
    const conflict = { kind: 'order', id, path, canTakeBoth: false, ...said } as const
    conflicts.push(conflict)
    return { is: 'list', elements, order: { conflict, orders: order } }
  }

  function* inText(path: Path, base: string, mine: string, theirs: string): Generator<void, Plan> {
    const pieces: (string | Conflict)[] = []
    for (const stretch of yield* mergeTexts(base, mine, theirs)) {
      switch (stretch.is) {
        case 'kept':
          pieces.push(stretch.text)
          break
        case 'changed': {
          const { by, was, text, at } = stretch
          review.push({ kind: 'text', path, by, was, now: text, at })
          pieces.push(text)
          break
        }
        case 'clash': {
          const { base, mine, theirs, at } = stretch
          const id = nameOf('text', path, base, mine, theirs)
          const conflict = { kind: 'text', id, path, canTakeBoth: true, base, mine, theirs, at } as const
          conflicts.push(conflict)
          pieces.push(conflict)
          break
        }
        default:
          throw stretch satisfies never
      }
    }
    return { is: 'text', pieces }
  }

  const plan = yield* at({ path: [], isKnown: base !== undefined, base, mine, theirs })
  return { merged: carryOut(plan, AS_BEFORE), conflicts, review, plan }
}

const AS_BEFORE: Answers = {
  value: (conflict) => conflict.base,
  text: (conflict) => String(conflict.base),
  order: ({ orders }) => orders.base,
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isLong = (text: string): boolean => text.length > LINE || text.includes('\n')
