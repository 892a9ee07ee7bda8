import { describe, expect, test } from 'vitest'
import { entryOf, read, written } from '../../src/components/drafts/entry.js'
import { draftLabels } from '../../src/components/drafts/draftLabels.js'
import { fieldName } from '../../src/components/drafts/fieldNames.js'
import { atOnce } from '../../src/components/drafts/slices.js'
import { plainText } from '../../src/components/drafts/values.js'
import { compareWords, fold } from '../../src/components/drafts/comparison.js'

describe('what a field is called', () => {
  test.each([
    [['targetAudience'], 'Target audience'],
    [['budget_usd'], 'Budget usd'],
    [['budgetUSD'], 'Budget USD'],
    [['cast', { id: 7 }, 'name'], 'Cast › #7 › Name'],
    [[], 'The whole draft'],
  ])('%j', (path, name) => expect(fieldName(path, undefined, draftLabels)).toBe(name))

  test('is what the host says, by path, by any element, or by a function', () => {
    const path = ['cast', { id: 7 }, 'name']
    expect(fieldName(path, { 'cast[7].name': 'The lead' }, draftLabels)).toBe('The lead')
    expect(fieldName(path, { 'cast[].name': 'Name of an actor' }, draftLabels)).toBe('Name of an actor')
    expect(fieldName(path, { cast: 'Who plays' }, draftLabels)).toBe('Who plays › #7 › Name')
    expect(fieldName(['title'], () => undefined, draftLabels)).toBe('Title')
  })
})

describe('what is written', () => {
  const conflict = (mine: unknown, theirs: unknown) =>
    ({ kind: 'value', id: '', path: ['a'], canTakeBoth: false, mine, theirs }) as const
  test.each([
    ['one', 'two', 'line'],
    ['one', 'two\nthree', 'text'],
    [1, 2, 'number'],
    [true, false, 'choice'],
    [['a'], ['b'], 'lines'],
    [[1], ['b'], 'json'],
    [{ a: 1 }, { a: 2 }, 'json'],
    [1, 'one', 'json'],
  ])('%j and %j in a field for a %s', (mine, theirs, kind) => {
    expect(entryOf(conflict(mine, theirs))).toBe(kind)
    expect(read(entryOf(conflict(mine, theirs)), written(entryOf(conflict(mine, theirs)), mine))).toEqual({
      is: 'value',
      value: mine,
    })
  })
  test('a year keeps its digits together, an amount does not', () => {
    expect(plainText(2026, 'en')).toBe('2026')
    expect(plainText(12_000.125, 'en')).toBe('12,000.125')
  })
})

describe('two texts side by side', () => {
  const compare = (before: string, after: string) => atOnce(compareWords(before, after))
  const words = (count: number, of = 'word') => Array.from({ length: count }, (_, n) => `${of}${n}`).join(' ')

  test('are told apart by word, and are whole again', () => {
    const pieces = compare('the old sea', 'the new sea')
    expect(pieces.map(({ is, text }) => [is, text])).toEqual([
      ['same', 'the'],
      ['removed', ' old'],
      ['added', ' new'],
      ['same', ' sea'],
    ])
  })

  test('of what is long and alike, only what is around the changes is left, with how much there was', () => {
    const folds = fold(compare(`${words(500)} here ${words(500)}`, `${words(500)} there ${words(500)}`))
    expect(folds.map(({ is }) => is)).toEqual(['gap', 'same', 'removed', 'added', 'same', 'gap'])
    const shown = folds.reduce((sum, part) => sum + part.words, 0)
    expect(folds[0]).toMatchObject({ of: 'same' })
    expect(shown).toBeGreaterThan(1_000)
    expect(folds.filter(({ is }) => is !== 'gap').every((part) => 'text' in part && part.text.length < 200)).toBe(true)
  })

  test('a change that is short is never left out', () => {
    const many = compare(
      Array.from({ length: 200 }, (_, n) => `${words(40, `a${n}x`)} old${n}`).join(' '),
      Array.from({ length: 200 }, (_, n) => `${words(40, `a${n}x`)} new${n}`).join(' '),
    )
    const folds = fold(many)
    expect(folds.filter(({ is }) => is === 'added')).toHaveLength(200)
  })
})
