/** What it costs to put together what two people made of one long text, and how long that blocks the page at a time. */
import { diff3Merge } from 'node-diff3'
import { mergeDrafts } from '../../src/live/drafts/merge.js'
import { wordsOf } from '../../src/live/drafts/words.js'
import { dice, type Dice } from '../support/dice.js'
import { cpuOf, takeTurns, type Contender } from './rounds.js'
import { faster, type Table } from './table.js'

const WORDS = 20_000
/** For whoever takes as long for these as others for all. */
const FEWER = 5_000
const EDITS = 20
const ROUNDS = 3

export async function draftRows(table: Table): Promise<void> {
  table.heading(`Drafts: a text that two people edited in ${EDITS} places each; CPU time, best of ${ROUNDS}`)
  const [ours, peer] = [merging(FEWER), peerMerging(FEWER)]
  const whole = merging(WORDS)
  const cost = await takeTurns([ours, peer, whole], ROUNDS)
  table.row(faster(`drafts: ${FEWER} words`, cost(ours), cost(peer)))
  table.row({ name: `drafts: ${whole.name}`, value: cost(whole).value / 1_000, unit: 'ms' })
  for (const [name, versions] of hardest()) {
    table.row({ name: `drafts: ${WORDS} words, ${name}, in one go`, value: longest(versions), unit: 'ms' })
  }
}

interface Texts {
  readonly base: string
  readonly mine: string
  readonly theirs: string
}

/** Few words often and many seldom, as people write. */
const prose = (roll: Dice, words: number): string[] =>
  Array.from({ length: words }, (_, n) => `word${Math.floor(8_000 ** roll.random())}${n % 120 === 119 ? '.\n\n' : ''}`)

function edited(roll: Dice, words: readonly string[]): string {
  const edited = [...words]
  for (let n = 0; n < EDITS; n += 1)
    edited.splice(roll.below(edited.length), roll.below(4), ...prose(roll, roll.below(4)))
  return edited.join(' ')
}

function texts(words: number): Texts {
  const roll = dice(42)
  const base = prose(roll, words)
  return { base: base.join(' '), mine: edited(roll, base), theirs: edited(roll, base) }
}

function hardest(): readonly (readonly [name: string, texts: Texts])[] {
  const roll = dice(43)
  const base = prose(roll, WORDS)
  const theirs = edited(roll, base)
  const anew = () => prose(roll, WORDS).join(' ')
  const backwards = base.toReversed().join(' ')
  return [
    ['edited by both', texts(WORDS)],
    ['written anew by both', { base: base.join(' '), mine: anew(), theirs: anew() }],
    ['turned around by one', { base: base.join(' '), mine: backwards, theirs }],
  ]
}

function merging(words: number): Contender {
  const versions = texts(words)
  return { name: `${words} words`, events: 1, run: () => cpuOf(async () => void mergeDrafts(versions)) }
}

function peerMerging(words: number): Contender {
  const { base, mine, theirs } = texts(words)
  const [was, own, other] = [base, mine, theirs].map((text) => [...wordsOf(text).words])
  return {
    name: 'node-diff3',
    events: 1,
    run: () => cpuOf(async () => void diff3Merge(own ?? [], was ?? [], other ?? [], { excludeFalseConflicts: true })),
  }
}

/** On the clock, for that is what a page feels; the best of the rounds, for the machine has other work, too. */
function longest(versions: Texts): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round <= ROUNDS; round += 1) {
    const began = performance.now()
    mergeDrafts(versions)
    if (round > 0) best = Math.min(best, performance.now() - began)
  }
  return best
}
