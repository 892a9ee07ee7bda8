import { digestOf } from './json.js'

export type By = 'mine' | 'theirs' | 'both'
/** From there, up to there. */
export type Span = readonly [from: number, to: number]

/** The way to a value: keys, and the `id` of an element in a list. */
export type Path = readonly (string | { readonly id: string | number })[]

interface Asked {
  /** Of the place and what the three say there: the same as long as these are. */
  readonly id: string
  readonly path: Path
  /** Whether `'both'` is an answer. */
  readonly canTakeBoth: boolean
}

/** What nobody can decide but a person. A side that is absent does not have the value. */
export type Conflict =
  /** Both changed it, or nobody knows what it was. */
  | (Asked & { readonly kind: 'value'; readonly base?: unknown; readonly mine?: unknown; readonly theirs?: unknown })
  /** One took away what the other changed. */
  | (Asked & {
      readonly kind: 'removal'
      readonly by: 'mine' | 'theirs'
      readonly base: unknown
      readonly mine?: unknown
      readonly theirs?: unknown
    })
  /** Words of a long text. `at`: where they stand, in each text, in characters. */
  | (Asked & {
      readonly kind: 'text'
      readonly base: string
      readonly mine: string
      readonly theirs: string
      readonly at: Readonly<Record<'base' | 'mine' | 'theirs' | 'merged', Span>>
    })
  /** The order alone of a list's elements, by their ids; elements that only one side has are among them. */
  | (Asked & {
      readonly kind: 'order'
      readonly base: readonly (string | number)[]
      readonly mine: readonly (string | number)[]
      readonly theirs: readonly (string | number)[]
    })

/** What was decided without asking, for a person to look over. */
export type Review =
  | { readonly kind: 'value' | 'list' | 'order'; readonly path: Path; readonly by: By }
  /** Words of a text that both changed. `at`: where `now` stands in the merged text, in characters. */
  | {
      readonly kind: 'text'
      readonly path: Path
      readonly by: By
      readonly was: string
      readonly now: string
      readonly at: Span
    }

/** Names conflicts. Two with the same words in the same text are told apart by which comes first. */
export function createNames(): (kind: Conflict['kind'], path: Path, ...said: readonly unknown[]) => string {
  const known = new Map<string, number>()
  return (kind, path, ...said) => {
    const name = digestOf([kind, path, said])
    const count = (known.get(name) ?? 0) + 1
    known.set(name, count)
    return count === 1 ? name : `${name}-${count}`
  }
}
