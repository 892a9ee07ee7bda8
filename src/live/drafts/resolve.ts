import type { Conflict } from './conflict.js'
import { both } from './both.js'
import { canonical, isList } from './json.js'
import type { Id } from './lists.js'
import type { Merge } from './merge.js'
import { carryOut } from './plan.js'

/** Whose version of a conflict is taken; `both`, where `canTakeBoth`: mine, and theirs after it; or something else. */
export type Choice = 'mine' | 'theirs' | 'both' | { readonly edit: unknown }

/** By the `id` of the conflict. Those of conflicts that are no more are no fault. */
export type Choices = Readonly<Record<string, Choice>>

/** Not every conflict has a choice, or not one that it can take. */
export class UndecidedError extends Error {
  override readonly name = 'UndecidedError'
  /** Their ids, in the order of the conflicts. */
  readonly missing: readonly string[]
  /** Ids of those whose choice does not fit, such as `both` of two numbers, or a number in place of words. */
  readonly unfit: readonly string[]

  constructor(missing: readonly string[], unfit: readonly string[]) {
    const about = (what: string, ids: readonly string[]) => (ids.length === 0 ? [] : [`${what}: ${ids.join(', ')}`])
    super([...about('No choice for', missing), ...about('No fitting choice for', unfit)].join('; '))
    this.missing = missing
    this.unfit = unfit
  }
}

/**
 * What was merged, with all conflicts decided.
 * @throws UndecidedError
 */
export function resolve({ plan, conflicts }: Pick<Merge, 'plan' | 'conflicts'>, choices: Choices): unknown {
  const chosen = (id: string): Choice | undefined => (Object.hasOwn(choices, id) ? choices[id] : undefined)
  const missing = conflicts.filter(({ id }) => chosen(id) === undefined)
  const unfit = conflicts.filter((conflict) => !fits(conflict, chosen(conflict.id)))
  if (missing.length + unfit.length > 0) throw new UndecidedError(missing.map(idOf), unfit.map(idOf))
  return carryOut(plan, {
    value: (conflict) => taken(conflict, chosen(conflict.id)),
    text: (conflict) => String(taken(conflict, chosen(conflict.id))),
    order({ conflict, orders }) {
      const choice = chosen(conflict.id)
      if (typeof choice === 'object') return (choice.edit as readonly Id[]).map(canonical) // it fits, as was seen
      return choice === 'theirs' ? orders.theirs : orders.mine
    },
  })
}

const idOf = ({ id }: Conflict): string => id

function fits(conflict: Conflict, choice: Choice | undefined): boolean {
  if (choice === 'both') return conflict.canTakeBoth
  if (typeof choice !== 'object') return choice === undefined || choice === 'mine' || choice === 'theirs'
  switch (conflict.kind) {
    case 'value':
    case 'removal':
      return true
    case 'text':
      return typeof choice.edit === 'string'
    case 'order': {
      // The same elements, each once.
      const sorted = (ids: readonly unknown[]) => ids.map(canonical).toSorted().join('\n')
      return isList(choice.edit) && sorted(choice.edit) === sorted(conflict.mine)
    }
    default:
      throw conflict satisfies never
  }
}

function taken({ mine, theirs }: Conflict, choice: Choice | undefined): unknown {
  if (typeof choice === 'object') return choice.edit
  if (choice === 'theirs') return theirs
  return choice === 'both' ? both(mine, theirs) : mine
}
