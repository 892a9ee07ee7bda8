import type { Content } from './content.js'

/** Two edits of the same that cannot both stand. */
export interface Conflict {
  /** The same for as long as what is in conflict is. */
  readonly id: string
  /** Where in the content. */
  readonly path: readonly (string | number)[]
}

export interface Merged<C extends Conflict = Conflict> {
  /** Both sides' changes; where they are in conflict, mine. */
  readonly content: Content
  readonly conflicts: readonly C[]
}

export interface Sides {
  /** What both began with. */
  readonly base: Content
  readonly mine: Content
  readonly theirs: Content
}

export type Choice = 'mine' | 'theirs' | 'both' | { readonly edit: unknown }
/** By conflict. */
export type Choices = Readonly<Record<string, Choice>>

/** Three-way merge, and how its conflicts are settled. Pure. */
export interface Merge<C extends Conflict = Conflict> {
  readonly merge: (sides: Sides) => Merged<C>
  /** @throws Error that names the conflicts without a choice */
  readonly resolve: (sides: Sides, choices: Choices) => Content
}
