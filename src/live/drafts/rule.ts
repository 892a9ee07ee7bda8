import type { Conflict, Review } from './conflict.js'
import type { Content } from './content.js'
import { mergeDrafts, type MergeOptions } from './merge.js'
import { resolve, type Choices } from './resolve.js'

export interface Sides {
  /** What both began with. */
  readonly base: Content
  readonly mine: Content
  readonly theirs: Content
}

export interface Joined {
  /** Both sides' changes; where they are in conflict, mine. */
  readonly content: Content
  readonly conflicts: readonly Conflict[]
  readonly review: readonly Review[]
}

/** How two sides are joined, and their conflicts settled. Pure. */
export interface Rule {
  readonly merge: (sides: Sides) => Joined
  /** @throws UndecidedError */
  readonly resolve: (sides: Sides, choices: Choices) => Content
}

const ruleOf = (options: MergeOptions): Rule => ({
  merge: (sides) => {
    const merge = mergeDrafts({ ...sides, options })
    const { conflicts, review } = merge
    return { content: asContent(resolve(merge, choose(conflicts, 'mine'))), conflicts, review }
  },
  resolve: (sides, choices) => asContent(resolve(mergeDrafts({ ...sides, options }), choices)),
})

/** The same for all. */
export const choose = (conflicts: readonly Conflict[], side: 'mine' | 'theirs'): Choices =>
  Object.fromEntries(conflicts.map(({ id }) => [id, side]))

/** Of three objects comes an object. */
const asContent = (value: unknown): Content => value as Content

/** By word, key and element. */
export const byWord: Rule = ruleOf({})
/** Of what both changed, only what lies in different fields: within one, people decide. */
export const byField: Rule = ruleOf({ whole: (path) => path.length > 0 })
