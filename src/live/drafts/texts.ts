import { hunksOf, type Hunk } from './hunks.js'
import type { By, Span } from './conflict.js'
import { between, startOf, wordsOf, type Words } from './words.js'

/** A stretch of the merged text. Where both sides changed the same words differently, it is as the base has it. */
export type Stretch =
  | { readonly is: 'kept'; readonly text: string }
  | { readonly is: 'changed'; readonly by: By; readonly was: string; readonly text: string; readonly at: Span }
  | {
      readonly is: 'clash'
      readonly base: string
      readonly mine: string
      readonly theirs: string
      readonly at: Readonly<Record<'base' | 'mine' | 'theirs' | 'merged', Span>>
    }

/**
 * Merges word by word (diff3): what one side changed is taken, what both changed alike too. Changes that overlap or touch
 * are a clash: nobody knows which comes first.
 */
export function mergeTexts(base: string, mine: string, theirs: string): readonly Stretch[] {
  const words = wordsOf(base)
  const own = wordsOf(mine)
  const other = wordsOf(theirs)
  const ours = createSide(own, hunksOf(words.words, own.words))
  const others = createSide(other, hunksOf(words.words, other.words))
  const stretches: Stretch[] = []
  let done = 0
  let length = 0
  const add = (stretch: Stretch): void => {
    stretches.push(stretch)
    length += stretch.is === 'clash' ? stretch.base.length : stretch.text.length
  }
  const keep = (to: number): void => {
    if (to > done) add({ is: 'kept', text: between(words, done, to) })
  }
  for (;;) {
    const from = Math.min(ours.next(), others.next())
    if (from === Number.POSITIVE_INFINITY) break
    keep(from)
    let to = from
    // Each may reach further than the other, and into its next change.
    for (let reached = -1; reached < to;) {
      reached = to
      to = others.take(ours.take(to))
    }
    const [a, b] = [ours.give(from, to), others.give(from, to)]
    const was = between(words, from, to)
    const at = length
    if (a.changed && b.changed && a.text !== b.text) {
      const span = { base: [startOf(words, from), startOf(words, to)], merged: [at, at + was.length] } as const
      add({ is: 'clash', base: was, mine: a.text, theirs: b.text, at: { ...span, mine: a.at, theirs: b.at } })
    } else {
      const by = a.changed && b.changed ? 'both' : a.changed ? 'mine' : 'theirs'
      const { text } = a.changed ? a : b
      add({ is: 'changed', by, was, text, at: [at, at + text.length] })
    }
    done = to
  }
  keep(words.words.length)
  return stretches
}

/** The changes of one side, taken one after the other. */
interface Side {
  /** Where in the base the next change begins. */
  next(): number
  /** Takes the changes that begin up to there, and says how far they reach. */
  take(to: number): number
  /** What the side has in place of these words of the base, since the last time it was asked. */
  give(from: number, to: number): { readonly text: string; readonly changed: boolean; readonly at: Span }
}

function createSide(words: Words, hunks: readonly Hunk[]): Side {
  let at = 0
  let changed = false
  /** How much further on than in the base: before what was taken last, and after it. */
  let [before, shift] = [0, 0]
  return {
    next: () => hunks[at]?.from ?? Number.POSITIVE_INFINITY,
    take(to) {
      let reached = to
      for (let hunk = hunks[at]; hunk && hunk.from <= reached; hunk = hunks[at]) {
        reached = Math.max(reached, hunk.to)
        shift = hunk.end - hunk.to
        changed = true
        at += 1
      }
      return reached
    },
    give(from, to) {
      const [first, last] = [from + before, to + shift]
      const at: Span = [startOf(words, first), startOf(words, last)]
      const given = { text: between(words, first, last), changed, at }
      before = shift
      changed = false
      return given
    },
  }
}
