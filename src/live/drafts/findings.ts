import { both } from './both.js'
import { createNames, type By, type Conflict, type Path, type Review } from './conflict.js'
import { fieldOf, isObject, isSame, keysOf } from './json.js'
import { idOf, type Key, type Lists, type Order } from './lists.js'
import type { OpenOrder, Plan } from './plan.js'
import type { Stretch } from './texts.js'

/** One value of the three, at its place. `isKnown`: that the base does not have it means that it was not there. */
export interface Place {
  readonly path: Path
  readonly isKnown: boolean
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
}

/** What comes to light during a merge: what was decided, and what somebody has to be asked. */
export interface Findings {
  readonly conflicts: Conflict[]
  readonly review: Review[]
  readonly decided: (place: Place, by: By, value: unknown) => Plan
  readonly ask: (place: Place) => Plan
  readonly askOrder: (path: Path, lists: Lists, order: Extract<Order, { is: 'clash' }>) => OpenOrder
  readonly weigh: (path: Path, stretches: readonly Stretch[]) => readonly (string | Conflict)[]
}

export function createFindings(whole: (path: Path) => boolean): Findings {
  const conflicts: Conflict[] = []
  const review: Review[] = []
  const nameOf = createNames()

  const found = <C extends Conflict>(conflict: C): C => {
    conflicts.push(conflict)
    return conflict
  }

  /** Field by field, as far down as they differ. */
  function note(path: Path, by: By, before: unknown, after: unknown): void {
    if (isSame(before, after)) return
    if (!isObject(before) || !isObject(after) || whole(path)) {
      review.push({ kind: 'value', path, by })
      return
    }
    for (const key of new Set([...keysOf(before), ...keysOf(after).toSorted()]))
      note([...path, key], by, fieldOf(before, key), fieldOf(after, key))
  }

  function weighOne(path: Path, stretch: Stretch): string | Conflict {
    switch (stretch.is) {
      case 'kept':
        return stretch.text
      case 'changed': {
        const { by, was, text, at } = stretch
        review.push({ kind: 'text', path, by, was, now: text, at })
        return text
      }
      case 'clash': {
        const { base, mine, theirs, at } = stretch
        const id = nameOf('text', path, base, mine, theirs)
        return found({ kind: 'text', id, path, canTakeBoth: true, base, mine, theirs, at })
      }
      default:
        throw stretch satisfies never
    }
  }

  return {
    conflicts,
    review,
    decided({ path, isKnown, base }, by, value) {
      if (isKnown) note(path, by, base, value)
      return { is: 'value', value }
    },
    ask({ path, isKnown, base, mine, theirs }) {
      const canTakeBoth = both(mine, theirs) !== null
      const said = {
        ...(base === undefined ? {} : { base }),
        ...(mine === undefined ? {} : { mine }),
        ...(theirs === undefined ? {} : { theirs }),
      }
      const by = mine === undefined ? 'mine' : theirs === undefined ? 'theirs' : null
      const kind = isKnown && by !== null ? 'removal' : 'value'
      const asked = { id: nameOf(kind, path, base, mine, theirs), path, canTakeBoth, ...said }
      const conflict =
        isKnown && by !== null
          ? ({ ...asked, kind: 'removal', by, base } as const)
          : ({ ...asked, kind: 'value' } as const)
      return { is: 'open', conflict: found<Conflict>(conflict) }
    },
    askOrder(path, { mine, theirs }, orders) {
      const idsOf = (keys: readonly Key[]) => keys.flatMap((key) => idOf(mine.get(key) ?? theirs.get(key)) ?? [])
      const said = { base: idsOf(orders.base), mine: idsOf(orders.mine), theirs: idsOf(orders.theirs) }
      const id = nameOf('order', path, said.base, said.mine, said.theirs)
      return { conflict: found({ kind: 'order', id, path, canTakeBoth: false, ...said }), orders }
    },
    weigh: (path, stretches) => stretches.map((stretch) => weighOne(path, stretch)),
  }
}
