import { describe, expect, it } from 'vitest'
import { mergeDrafts } from '../../../src/live/drafts/merge.js'
import { resolve, UndecidedError, type Choice } from '../../../src/live/drafts/resolve.js'

const merge = (base: unknown, mine: unknown, theirs: unknown) => mergeDrafts({ base, mine, theirs })

/** The same answer to every question. */
function answered(merged: ReturnType<typeof merge>, choice: Choice): unknown {
  return resolve(merged, Object.fromEntries(merged.conflicts.map(({ id }) => [id, choice])))
}

const LONG = 'A text of several lines\nthat is long enough\nto be merged word by word'

describe('each conflict is decided by its choice', () => {
  it('of a value', () => {
    const title = merge({ t: 'Rain', n: 1 }, { t: 'Snow', n: 2 }, { t: 'Hail', n: 1 })
    expect(answered(title, 'mine')).toEqual({ t: 'Snow', n: 2 })
    expect(answered(title, 'theirs')).toEqual({ t: 'Hail', n: 2 })
    expect(answered(title, 'both')).toEqual({ t: 'Snow Hail', n: 2 })
    expect(answered(title, { edit: 'Sleet' })).toEqual({ t: 'Sleet', n: 2 })
  })

  it('of a removal', () => {
    const removal = merge({ a: { n: 1 } }, {}, { a: { n: 2 } })
    expect(answered(removal, 'mine')).toEqual({})
    expect(answered(removal, 'theirs')).toEqual({ a: { n: 2 } })
    expect(answered(removal, { edit: undefined })).toEqual({})
  })

  it('of an element of a list', () => {
    const list = merge([{ id: 1 }, { id: 2, n: 1 }], [{ id: 1 }], [{ id: 1 }, { id: 2, n: 2 }])
    expect(answered(list, 'mine')).toEqual([{ id: 1 }])
    expect(answered(list, 'theirs')).toEqual([{ id: 1 }, { id: 2, n: 2 }])
  })

  it('of words, each for itself', () => {
    const mine = LONG.replace('several', 'seven').replace('enough', 'as it is')
    const theirs = LONG.replace('several', 'six').replace('enough', 'by now')
    const text = merge(LONG, mine, theirs)
    expect(answered(text, 'mine')).toBe(mine)
    expect(answered(text, 'theirs')).toBe(theirs)
    expect(answered(text, 'both')).toBe(LONG.replace('several', 'seven six').replace('enough', 'as it is by now'))
    const [first, second] = text.conflicts.map(({ id }) => id)
    expect(resolve(text, { [first ?? '']: 'theirs', [second ?? '']: { edit: ' for two' } })).toBe(
      LONG.replace('several', 'six').replace(' enough', ' for two'),
    )
  })

  it('of both, so that no two words become one', () => {
    const text = merge(`x\n${LONG}`, `mine\n${LONG}`, `theirs\n${LONG}`)
    expect(answered(text, 'both')).toBe(`mine theirs\n${LONG}`)
    expect(answered(mergeDrafts({ mine: 'a\nb', theirs: 'c' }), 'both')).toBe('a\nb\nc')
    expect(answered(mergeDrafts({ mine: [1, { id: 1, n: 1 }], theirs: [1, 2, { n: 1, id: 1 }] }), 'both')).toEqual([
      1,
      { id: 1, n: 1 },
      2,
    ])
  })

  it('of an order', () => {
    const list = merge(
      [{ id: 1 }, { id: 2 }, { id: 3 }],
      [{ id: 3 }, { id: 1 }, { id: 2 }],
      [{ id: 2 }, { id: 1 }, { id: 3 }],
    )
    expect(answered(list, 'mine')).toEqual([{ id: 3 }, { id: 1 }, { id: 2 }])
    expect(answered(list, 'theirs')).toEqual([{ id: 2 }, { id: 1 }, { id: 3 }])
    expect(answered(list, { edit: [3, 2, 1] })).toEqual([{ id: 3 }, { id: 2 }, { id: 1 }])
  })
})

it('names those that have no choice, and those whose choice does not fit', () => {
  const merged = merge(
    { a: 1, b: 1, c: 1, t: LONG },
    { a: 2, b: 2, c: 2, t: `${LONG} x` },
    { a: 3, b: 3, c: 3, t: `${LONG} y` },
  )
  const [a = '', b = '', c = '', t = ''] = merged.conflicts.map(({ id }) => id)
  const attempt = () => resolve(merged, { [a]: 'mine', [b]: 'both', [t]: { edit: 5 }, gone: 'mine' })
  expect(attempt).toThrow(UndecidedError)
  try {
    attempt()
  } catch (error) {
    expect(error).toMatchObject({ name: 'UndecidedError', missing: [c], unfit: [b, t] })
  }
})

it('decides nothing by itself', () => {
  const merged = merge({ a: 1 }, { a: 2 }, { a: 3 })
  expect(() => resolve(merged, {})).toThrow('No choice for')
  expect(() => answered(merged, JSON.parse('"ours"') as Choice)).toThrow('No fitting choice for')
})

it('takes no order that loses an element or has one twice', () => {
  const list = merge(
    [{ id: 1 }, { id: 2 }, { id: 3 }],
    [{ id: 3 }, { id: 1 }, { id: 2 }],
    [{ id: 2 }, { id: 1 }, { id: 3 }],
  )
  for (const edit of [[1, 2], [1, 2, 3, 3], [1, 2, 4], 'all'])
    expect(() => answered(list, { edit })).toThrow(UndecidedError)
})

it('leaves nothing to decide where nothing was to be asked', () => {
  expect(resolve(merge({ a: 1 }, { a: 2 }, { a: 1 }), {})).toEqual({ a: 2 })
})

it('offers both only where both fit', () => {
  const offered = (mine: unknown, theirs: unknown) => mergeDrafts({ mine, theirs }).conflicts.map((c) => c.canTakeBoth)
  expect([offered('a', 'b'), offered([1], [2]), offered([{ id: 1, n: 1 }], [{ id: 2, n: 1 }])]).toEqual([
    [true],
    [true],
    [true],
  ])
  expect([offered('a', 1), offered(1, 2), offered([{ id: 1, n: 1 }], [{ id: 1, n: 2 }])]).toEqual([
    [false],
    [false],
    [false],
  ])
})
