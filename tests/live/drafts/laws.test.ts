/** What holds of every merge, over random drafts and random edits of them. `MERGE_RUNS` for more of them. */
import * as fc from 'fast-check'
import { diff3Merge } from 'node-diff3'
import { expect, it } from 'vitest'
import type { By, Conflict, Review } from '../../../src/live/drafts/conflict.js'
import { hunksOf } from '../../../src/live/drafts/hunks.js'
import { canonical, isObject } from '../../../src/live/drafts/json.js'
import { mergeDrafts } from '../../../src/live/drafts/merge.js'
import { resolve, type Choice } from '../../../src/live/drafts/resolve.js'
import { mergeTexts } from '../../../src/live/drafts/texts.js'
import { wordsOf } from '../../../src/live/drafts/words.js'
import { dice, type Dice } from '../../support/dice.js'
import { createEditor, draftOf, type Editor } from '../../support/draftEditors.js'

const RUNS = Number(process.env['MERGE_RUNS'] ?? 2_000)

interface Scene {
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
  readonly ours: Editor
  readonly others: Editor
  readonly roll: Dice
}

/** Two people who began with the same draft. */
function scene(seed: number): Scene {
  const roll = dice(seed)
  let words = 0
  const base = draftOf(roll, 3, () => `b${(words += 1)}`)
  const [ours, others] = [createEditor('m', roll), createEditor('t', roll)]
  return { base, mine: ours.edit(base), theirs: others.edit(base), ours, others, roll }
}

/** Draws scenes, and says which it was that failed. */
const always = (law: (scene: Scene) => void): void =>
  fc.assert(
    fc.property(fc.integer(), (seed) => law(scene(seed))),
    { numRuns: RUNS },
  )

const SWAPPED: Readonly<Record<By, By>> = { mine: 'theirs', theirs: 'mine', both: 'both' }

function swapped(conflict: Conflict): unknown {
  const { id: _, mine, theirs, ...rest } = conflict
  return {
    ...rest,
    ...(mine === undefined ? {} : { theirs: mine }),
    ...(theirs === undefined ? {} : { mine: theirs }),
    ...('by' in rest ? { by: SWAPPED[rest.by] } : {}),
    ...('at' in rest ? { at: { ...rest.at, mine: rest.at.theirs, theirs: rest.at.mine } } : {}),
  }
}
function unnamed(conflict: Conflict): unknown {
  const { id: _, ...rest } = conflict
  return rest
}
const sorted = (values: readonly unknown[]): readonly string[] => values.map(canonical).toSorted()

/** What this editor put into the draft, and is nowhere here. */
function lost(editor: Editor, draft: unknown, here: unknown): readonly string[] {
  const kept = editor.marksIn(here)
  return [...editor.marksIn(draft)].filter((mark) => !kept.has(mark))
}

const answers = (conflicts: readonly Conflict[], choice: (conflict: Conflict) => Choice) =>
  Object.fromEntries(conflicts.map((conflict) => [conflict.id, choice(conflict)]))

it('comes to the same the other way round, with the conflicts and the review turned', () => {
  let asked = 0
  let taken = 0
  always(({ base, mine, theirs }) => {
    const one = mergeDrafts({ base, mine, theirs })
    const other = mergeDrafts({ base, mine: theirs, theirs: mine })
    expect(canonical(other.merged)).toBe(canonical(one.merged))
    expect(other.conflicts.map(unnamed)).toEqual(one.conflicts.map(swapped))
    const turned = other.review.map((review: Review) => ({ ...review, by: SWAPPED[review.by] }))
    expect(sorted(turned)).toEqual(sorted(one.review))
    asked += one.conflicts.length
    taken += one.review.length
  })
  // The scenes are such that there is something to see.
  expect(asked).toBeGreaterThan(RUNS / 3)
  expect(taken).toBeGreaterThan(RUNS)
})

it('changes nothing where both did the same, or only one did anything', () => {
  always(({ base, mine }) => {
    for (const versions of [
      { base, mine, theirs: mine },
      { base, mine: base, theirs: mine },
      { base, mine, theirs: base },
      { base: mine, mine, theirs: mine },
      { mine, theirs: mine },
    ]) {
      const { merged, conflicts } = mergeDrafts(versions)
      expect(merged).toEqual(mine)
      expect(conflicts).toEqual([])
    }
  })
})

it('does not care in which order keys come', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned)
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, field]) => [key, turned(field)]),
    )
  }
  always(({ base, mine, theirs }) => {
    const one = mergeDrafts({ base, mine, theirs })
    const other = mergeDrafts({ base: turned(base), mine: turned(mine), theirs })
    expect(canonical(other.merged)).toBe(canonical(one.merged))
    expect(other.conflicts.map(({ id }) => id).toSorted()).toEqual(one.conflicts.map(({ id }) => id).toSorted())
  })
})

it('names no two conflicts alike, and leaves what it was given as it was', () => {
  always(({ base, mine, theirs }) => {
    const before = JSON.stringify([base, mine, theirs])
    const { conflicts } = mergeDrafts({ base, mine, theirs })
    expect(new Set(conflicts.map(({ id }) => id)).size).toBe(conflicts.length)
    expect(JSON.stringify([base, mine, theirs])).toBe(before)
  })
})

it('loses nothing that anybody added: it is in the result, or somebody is asked', () => {
  always(({ base, mine, theirs, ours, others }) => {
    const { merged, conflicts } = mergeDrafts({ base, mine, theirs })
    const own = [merged, conflicts.map((conflict) => conflict.mine)]
    const other = [merged, conflicts.map((conflict) => conflict.theirs)]
    expect([lost(ours, mine, own), lost(others, theirs, other)]).toEqual([[], []])
  })
})

it('brings nothing back that somebody took out, unless somebody is asked', () => {
  const words = (value: unknown): ReadonlySet<string> => new Set(JSON.stringify(value)?.match(/\bb\d+\b/g))
  always(({ base, mine, theirs }) => {
    const { merged, conflicts } = mergeDrafts({ base, mine, theirs })
    const [inMine, inTheirs, inDoubt] = [words(mine), words(theirs), words(conflicts.map(({ base }) => base))]
    const back = [...words(merged)].filter((word) => !inDoubt.has(word) && !(inMine.has(word) && inTheirs.has(word)))
    expect(back).toEqual([])
  })
})

it('loses nothing of three people either, whoever comes first', () => {
  always(({ base, mine, theirs, ours, others, roll }) => {
    const third = createEditor('x', roll)
    const last = third.edit(base)
    const first = mergeDrafts({ base, mine, theirs })
    const second = mergeDrafts({ base, mine: first.merged, theirs: last })
    const all = [second.merged, first.conflicts, second.conflicts]
    expect([lost(ours, mine, all), lost(others, theirs, all), lost(third, last, all)]).toEqual([[], [], []])
  })
})

it('once all is decided for one side, has all that this side has, and what it did not touch of the other', () => {
  always(({ base, mine, theirs, ours, others }) => {
    const { merged, conflicts, plan } = mergeDrafts({ base, mine, theirs })
    const asMine = resolve(
      { plan, conflicts },
      answers(conflicts, () => 'mine'),
    )
    expect([lost(ours, mine, asMine), lost(others, merged, asMine)]).toEqual([[], []])
    const orElse = answers(conflicts, ({ canTakeBoth }) => (canTakeBoth ? 'both' : 'theirs'))
    const asBoth = resolve({ plan, conflicts }, orElse)
    expect(lost(others, theirs, asBoth)).toEqual([])
    if (conflicts.every(({ kind, canTakeBoth }) => canTakeBoth || kind === 'order'))
      expect(lost(ours, mine, asBoth)).toEqual([])
    if (conflicts.length === 0) expect(resolve({ plan, conflicts }, {})).toEqual(merged)
  })
})

it('asks about each field that differs when nobody knows what was', () => {
  always(({ mine, theirs, ours, others }) => {
    const { merged, conflicts, review } = mergeDrafts({ mine, theirs })
    expect(review).toEqual([])
    expect([...ours.marksIn(merged), ...others.marksIn(merged)]).toEqual([])
    const asTheirs = resolve(
      mergeDrafts({ mine, theirs }),
      answers(conflicts, () => 'theirs'),
    )
    expect(canonical(asTheirs)).toBe(canonical(theirs))
  })
})

/** Words of which some come again and again, as they do. */
function prose(roll: Dice, length: number): string[] {
  const word = (): string => (roll.chance(0.3) ? roll.one(['the', 'a', 'of', 'and']) : `w${roll.below(length * 3)}`)
  return Array.from({ length }, () => ` ${word()}`)
}
function reworked(roll: Dice, words: readonly string[]): string[] {
  const edited = [...words]
  for (let times = roll.below(6); times >= 0; times -= 1)
    edited.splice(roll.below(edited.length), roll.below(4), ...prose(roll, roll.below(4)))
  return edited
}

/** The other text, made of the base by what was found; `null` when hunks overlap, touch, or stand in no order. */
function led(base: readonly string[], other: readonly string[]): readonly string[] | null {
  const found = hunksOf(base, other)
  const made: string[] = []
  let at = -1
  for (const { from, to, into, end } of found) {
    if (from <= at) return null
    made.push(...base.slice(Math.max(at, 0), from), ...other.slice(into, end))
    at = to
  }
  return [...made, ...base.slice(Math.max(at, 0))]
}

it('finds in texts what changed: with it, one text becomes the other', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const roll = dice(seed)
      const base = prose(roll, 1 + roll.below(80))
      const other = roll.chance(0.2) ? prose(roll, 1 + roll.below(80)) : reworked(roll, base)
      expect(led(base, other)).toEqual(other)
    }),
    { numRuns: RUNS },
  )
})

it('finds it in long texts of which much was changed, and in some that were written anew', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const roll = dice(seed)
      const base = prose(roll, 2_000)
      let other = roll.chance(0.2) ? prose(roll, 2_000) : base
      for (let times = 0; times < 200; times += 1) other = reworked(roll, other)
      expect(led(base, other)).toEqual(other)
    }),
    { numRuns: RUNS / 100 },
  )
})

it('finds little more than was changed, in long texts too', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const roll = dice(seed)
      const base = prose(roll, 4_000)
      const other = [...base]
      let made = 0
      for (let times = 0; times < 400; times += 1) {
        const [out, into] = [roll.below(3), prose(roll, 1 + roll.below(2))]
        other.splice(roll.below(other.length), out, ...into)
        made += out + into.length
      }
      const found = hunksOf(base, other).reduce((sum, { from, to, into, end }) => sum + to - from + end - into, 0)
      expect(found).toBeLessThan(made * 1.1)
    }),
    { numRuns: RUNS / 100 },
  )
})

it('takes texts apart into words and loses no character', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(
          fc.constantFrom(' ', '\n', '\t', '語', 'か\u3099', '葛\u{E0100}'),
          fc.string({ unit: 'binary', maxLength: 3 }),
        ),
      }),
      (text) => {
        const { words, starts } = wordsOf(text)
        expect(words.join('')).toBe(text)
        expect(starts).toEqual([0, ...words.map((_, n) => words.slice(0, n + 1).join('').length)])
      },
    ),
    { numRuns: RUNS },
  )
})

it('judges as another diff3 does, where words are not often repeated', () => {
  let clashes = 0
  let agreed = 0
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const roll = dice(seed)
      let count = 0
      const base = Array.from({ length: 1 + roll.below(60) }, () => ` w${(count += 1)}`)
      const rework = (mark: string): string[] => {
        const edited = [...base]
        for (let times = roll.below(5); times >= 0; times -= 1)
          edited.splice(
            roll.below(edited.length + 1),
            roll.below(4),
            ...Array.from({ length: roll.below(3) }, () => ` ${mark}${(count += 1)}`),
          )
        return edited
      }
      const [mine, theirs] = [rework('m'), roll.chance(0.1) ? rework('m') : rework('t')]
      const found = mergeTexts(base.join(''), mine.join(''), theirs.join(''))
      const ours = found
        .filter(({ is }) => is === 'clash')
        .map((clash) => [Reflect.get(clash, 'mine'), Reflect.get(clash, 'theirs')])
      const regions = diff3Merge([...mine], [...base], [...theirs], { excludeFalseConflicts: true })
      const others = regions.flatMap(({ conflict }) => (conflict ? [[conflict.a.join(''), conflict.b.join('')]] : []))
      expect(ours).toEqual(others)
      if (ours.length === 0) {
        expect(found.map((stretch) => (stretch.is === 'clash' ? '' : stretch.text)).join('')).toBe(
          regions.flatMap(({ ok }) => ok ?? []).join(''),
        )
        agreed += 1
      }
      clashes += ours.length
    }),
    { numRuns: RUNS },
  )
  expect(clashes).toBeGreaterThan(RUNS / 4)
  expect(agreed).toBeGreaterThan(RUNS / 10)
})

it('gives up on texts that have nothing in common before anybody notices, and loses nothing', () => {
  const text = (mark: string) => Array.from({ length: 20_000 }, (_, n) => `${mark}${n % 3}`).join(' ')
  const [base, mine, theirs] = [text('b'), text('m'), text('t')]
  expect(mergeDrafts({ base, mine, theirs }).conflicts).toMatchObject([{ kind: 'text', base, mine, theirs }])
  const words = Array.from({ length: 20_000 }, (_, n) => `w${n}`)
  const turned = { base: words.join(' '), mine: words.toReversed().join(' '), theirs: `${words.join(' ')} end` }
  const { merged, conflicts } = mergeDrafts(turned)
  expect(JSON.stringify([merged, conflicts])).toContain(' end')
})
