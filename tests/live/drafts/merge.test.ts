import { describe, expect, it, test } from 'vitest'
import { mergeDrafts, type Versions } from '../../../src/live/drafts/merge.js'
import { resolve } from '../../../src/live/drafts/resolve.js'

const merge = (base: unknown, mine: unknown, theirs: unknown) => mergeDrafts({ base, mine, theirs })

/** What the merge comes to when nobody has to be asked. */
function clean(base: unknown, mine: unknown, theirs: unknown): unknown {
  const { merged, conflicts } = merge(base, mine, theirs)
  expect(conflicts).toEqual([])
  return merged
}
/** What somebody is asked, without the names. */
const asked = (versions: Versions) =>
  mergeDrafts(versions).conflicts.map((conflict) => {
    const { id: _, canTakeBoth: __, ...rest } = conflict
    return rest
  })

const STORY =
  'The keeper lights the lamp at dusk. Nobody has come for a year. On the third night a boat without a name lies at the landing, and in it sleeps a girl who has never seen the sea.'

describe('fields', () => {
  it('takes what one side changed, whatever the other fields', () => {
    const base = { title: 'Rain', budget: 5, live: false }
    expect(clean(base, { ...base, title: 'Snow' }, { ...base, budget: 6, live: true })).toEqual({
      title: 'Snow',
      budget: 6,
      live: true,
    })
  })

  it('tells who changed what', () => {
    const base = { title: 'Rain', budget: 5, year: 1 }
    expect(merge(base, { title: 'Snow', budget: 6, year: 1 }, { title: 'Rain', budget: 6, year: 2 }).review).toEqual([
      { kind: 'value', path: ['title'], by: 'mine' },
      { kind: 'value', path: ['budget'], by: 'both' },
      { kind: 'value', path: ['year'], by: 'theirs' },
    ])
  })

  it.each([
    ['a number', 1, 2, 3],
    ['a boolean and a number', true, false, 1],
    ['a date', '2026-05-01T12:00:00.000Z', '2026-05-02T12:00:00.000Z', '2026-05-03T12:00:00.000Z'],
    ['a title', 'The Long Rain', 'The Very Long Rain', 'The Long Rain Falls'],
    ['a number and null', 1, null, 2],
    ['a list and a text', [1], [2], 'two'],
  ])('asks about %s that both changed, and keeps what was meanwhile', (_, base, mine, theirs) => {
    expect(asked({ base: { it: base }, mine: { it: mine }, theirs: { it: theirs } })).toEqual([
      { kind: 'value', path: ['it'], base, mine, theirs },
    ])
    expect(merge({ it: base }, { it: mine }, { it: theirs }).merged).toEqual({ it: base })
  })

  it('asks before a change is thrown away with what the other took out', () => {
    const base = { cast: { lead: 'Ana' }, title: 'Rain' }
    expect(asked({ base, mine: { title: 'Rain' }, theirs: { ...base, cast: { lead: 'Ben' } } })).toEqual([
      { kind: 'removal', by: 'mine', path: ['cast'], base: { lead: 'Ana' }, theirs: { lead: 'Ben' } },
    ])
    expect(asked({ base, mine: { ...base, title: 'Snow' }, theirs: { cast: base.cast } })).toEqual([
      { kind: 'removal', by: 'theirs', path: ['title'], base: 'Rain', mine: 'Snow' },
    ])
    expect(clean(base, { title: 'Rain' }, base)).toEqual({ title: 'Rain' })
  })

  it('puts together what both added in different places, and asks where it is the same', () => {
    expect(clean({}, { a: 1, in: { x: 1 } }, { b: 2, in: { y: 2 } })).toEqual({ a: 1, b: 2, in: { x: 1, y: 2 } })
    expect(asked({ base: {}, mine: { a: 1 }, theirs: { a: 2 } })).toEqual([
      { kind: 'value', path: ['a'], mine: 1, theirs: 2 },
    ])
  })

  it('takes a key that holds undefined for one that is not there, and any order of keys for the same', () => {
    expect(
      merge({ a: 1, b: { c: 1, d: 2 } }, { a: 1, b: { d: 2, c: 1 }, e: undefined }, { b: { c: 1, d: 2 } }).review,
    ).toEqual([{ kind: 'value', path: ['a'], by: 'theirs' }])
    expect(clean({ a: 1 }, { a: undefined }, { a: 1 })).toEqual({})
  })

  it('takes a key called __proto__ for a key', () => {
    const json = (text: string): unknown => JSON.parse(text)
    const merged = clean(
      json('{"__proto__":{"a":1},"constructor":1}'),
      json('{"__proto__":{"a":2},"constructor":1}'),
      json('{"__proto__":{"a":1,"b":1},"constructor":2,"toString":3}'),
    )
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":2,"b":1},"constructor":2,"toString":3}')
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
    expect(Reflect.get({}, 'a')).toBeUndefined()
  })

  it('does not look into what is to stay whole', () => {
    const versions = { base: { doc: { a: 1 } }, mine: { doc: { a: 1, b: 2 } }, theirs: { doc: { a: 1, c: 3 } } }
    expect(mergeDrafts(versions).conflicts).toEqual([])
    expect(asked({ ...versions, options: { whole: ([key]) => key === 'doc' } })).toMatchObject([{ path: ['doc'] }])
  })

  it('guesses nothing when nobody knows what was: each field that differs is asked about', () => {
    const mine = { title: 'Rain', tags: ['a'], text: STORY, in: { x: 1, z: 1 }, only: 1 }
    const theirs = { title: 'Rain', tags: ['a', 'b'], text: `${STORY} More.`, in: { x: 2, z: 1 } }
    const { merged } = mergeDrafts({ mine, theirs })
    expect(asked({ mine, theirs }).map(({ path, kind }) => [JSON.stringify(path), kind])).toEqual([
      ['["in","x"]', 'value'],
      ['["only"]', 'value'],
      ['["tags"]', 'value'],
      ['["text"]', 'value'],
    ])
    expect(merged).toEqual({ title: 'Rain', in: { z: 1 } })
    expect(mergeDrafts({ mine, theirs }).review).toEqual([])
  })
})

describe('long texts', () => {
  it('merges what two people changed in different sentences', () => {
    const mine = STORY.replace('at dusk', 'at nightfall')
    const theirs = STORY.replace('a girl', 'an old man')
    expect(clean({ t: STORY }, { t: mine }, { t: theirs })).toEqual({ t: mine.replace('a girl', 'an old man') })
  })

  it('lists each change that was taken, with where it stands in the result', () => {
    const mine = STORY.replace('a year', 'a hundred years')
    const theirs = STORY.replace(' without a name', '')
    const { merged, review } = merge(STORY, mine, theirs)
    expect(review).toEqual([
      { kind: 'text', path: [], by: 'mine', was: ' year.', now: ' hundred years.', at: [57, 72] },
      { kind: 'text', path: [], by: 'theirs', was: ' without a name', now: '', at: [98, 98] },
    ])
    expect(String(merged).slice(57, 72)).toBe(' hundred years.')
  })

  it('asks once for each place where both changed the same words, and tells where in each text', () => {
    const base = `${STORY}\nThe lamp goes out.`
    const mine = base.replace('dusk', 'dawn').replace('goes out', 'burns')
    const theirs = base.replace('dusk', 'noon').replace('goes out', 'is broken').replace('sea', 'snow')
    const { conflicts, merged } = merge(base, mine, theirs)
    expect(conflicts).toMatchObject([
      { kind: 'text', base: ' dusk.', mine: ' dawn.', theirs: ' noon.', canTakeBoth: true },
      { kind: 'text', base: ' goes out.', mine: ' burns.', theirs: ' is broken.' },
    ])
    for (const conflict of conflicts) {
      if (conflict.kind !== 'text') continue
      const { at } = conflict
      expect(base.slice(...at.base)).toBe(conflict.base)
      expect(mine.slice(...at.mine)).toBe(conflict.mine)
      expect(theirs.slice(...at.theirs)).toBe(conflict.theirs)
      expect(String(merged).slice(...at.merged)).toBe(conflict.base)
    }
    expect(merged).toBe(base.replace('sea', 'snow'))
  })

  it('asks when a sentence was taken out in which the other changed a word', () => {
    const mine = STORY.replace(' Nobody has come for a year.', '')
    const theirs = STORY.replace('a year', 'ten years')
    expect(asked({ base: STORY, mine, theirs })).toMatchObject([
      { base: ' Nobody has come for a year.', mine: '', theirs: ' Nobody has come for ten years.' },
    ])
  })

  it('lets one type on at the end while the other changes the words before, and the line below', () => {
    const base = 'First line of a long text\nsecond line'
    const mine = 'First line of a long text, and more\nsecond line'
    const theirs = 'First line of one long text\nsecond line, too'
    expect(clean(base, mine, theirs)).toBe('First line of one long text, and more\nsecond line, too')
  })

  it('asks whose comes first when both type at the same place', () => {
    expect(asked({ base: STORY, mine: `${STORY} One.`, theirs: `${STORY} Two.` })).toMatchObject([
      { base: '', mine: ' One.', theirs: ' Two.' },
    ])
    expect(clean(STORY, `${STORY} One.`, `${STORY} One.`)).toBe(`${STORY} One.`)
  })

  it('merges a text without spaces by its characters', () => {
    const base = '灯台守は夕暮れに灯をともす。一年のあいだ誰も来なかった。\n'
    const mine = base.replace('夕暮れ', '夜明け')
    const theirs = base.replace('一年', '十年')
    expect(clean(base, mine, theirs)).toBe('灯台守は夜明けに灯をともす。十年のあいだ誰も来なかった。\n')
  })

  it.each([
    ['140 characters are one line', 140, 1],
    ['141 are a text', 141, 0],
  ])('%s', (_, length, conflicts) => {
    const base = `a b ${'x'.repeat(length - 8)} y z`
    const mine = base.replace('a', 'A')
    const theirs = base.replace('z', 'Z')
    expect(base).toHaveLength(length)
    expect(merge(base, mine, theirs).conflicts).toHaveLength(conflicts)
  })
})

describe('lists', () => {
  it.each([
    ['adds of both', ['a', 'b'], ['a', 'x', 'b'], ['a', 'b', 'y'], ['a', 'x', 'b', 'y']],
    ['adds at one place', ['a', 'b'], ['a', 'y', 'b'], ['a', 'x', 'b'], ['a', 'x', 'y', 'b']],
    ['the same add', ['a'], ['a', 'x'], ['x', 'a'], ['x', 'a']],
    ['removes of both', ['a', 'b', 'c'], ['b', 'c'], ['a', 'b'], ['b']],
    ['an order and an add', ['a', 'b', 'c'], ['c', 'b', 'a'], ['a', 'b', 'x', 'c'], ['c', 'b', 'x', 'a']],
    ['an order and a remove', ['a', 'b', 'c'], ['c', 'b', 'a'], ['a', 'c'], ['c', 'a']],
    ['two orders', ['a', 'b', 'c'], ['c', 'a', 'b'], ['b', 'a', 'c'], ['b', 'a', 'c']],
    ['numbers that are texts', [1], [1, '1'], [1, 2], [1, '1', 2]],
    ['what was nothing', [], ['b'], ['a'], ['a', 'b']],
  ])('of scalars put together %s', (_, base, mine, theirs, merged) => {
    expect(clean(base, mine, theirs)).toEqual(merged)
    expect(clean(base, theirs, mine)).toEqual(merged)
  })

  it('of objects with an id are merged by element, wherever it stands', () => {
    const [a, b, c] = [
      { id: 1, n: 'a' },
      { id: 2, n: 'b' },
      { id: 3, n: 'c' },
    ]
    expect(clean([a, b, c], [c, { ...a, n: 'A' }, b], [a, { ...b, n: 'B' }, c, { id: 4, n: 'd' }])).toEqual([
      { id: 3, n: 'c' },
      { id: 4, n: 'd' },
      { id: 1, n: 'A' },
      { id: 2, n: 'B' },
    ])
    expect(clean([a, b], [b], [a, b, c])).toEqual([b, c])
  })

  it('of objects ask about the field of the element, and about an element that one took out', () => {
    const [a, b] = [
      { id: 'x', n: 1 },
      { id: 'y', n: 2 },
    ]
    expect(
      asked({
        base: { l: [a, b] },
        mine: { l: [{ ...a, n: 3 }] },
        theirs: {
          l: [
            { ...a, n: 4 },
            { ...b, n: 5 },
          ],
        },
      }),
    ).toEqual([
      { kind: 'value', path: ['l', { id: 'x' }, 'n'], base: 1, mine: 3, theirs: 4 },
      { kind: 'removal', by: 'mine', path: ['l', { id: 'y' }], base: b, theirs: { id: 'y', n: 5 } },
    ])
  })

  it('ask about the order alone, when both changed that', () => {
    const [a, b, c] = [{ id: 1 }, { id: 2 }, { id: 3 }]
    const { conflicts, merged } = merge([a, b, c], [c, a, b], [b, a, c, { id: 4 }])
    expect(conflicts).toMatchObject([
      { kind: 'order', path: [], base: [1, 2, 3, 4], mine: [3, 4, 1, 2], theirs: [2, 1, 3, 4], canTakeBoth: false },
    ])
    expect(merged).toEqual([a, b, c, { id: 4 }])
    expect(clean([a, b, c], [c, a, b], [c, a, b, { id: 4 }])).toEqual([c, a, b, { id: 4 }])
  })

  it.each([
    ['without ids', [{ n: 1 }], [{ n: 1 }, { n: 2 }], [{ n: 1 }, { n: 3 }]],
    ['with an id twice', [{ id: 1 }], [{ id: 1 }, { id: 1 }], [{ id: 1 }, { id: 2 }]],
    ['with a scalar twice', ['a', 'a'], ['a', 'a', 'b'], ['a', 'a', 'c']],
    ['of long texts', [STORY], [`${STORY} One.`], [`${STORY} Two.`]],
    ['of lists', [[1]], [[1], [2]], [[1], [3]]],
    ['of all sorts', [1, { id: 1 }], [1, { id: 1 }, 2], [{ id: 1 }]],
  ])('%s are one value', (_, base, mine, theirs) => {
    expect(asked({ base, mine, theirs })).toEqual([{ kind: 'value', path: [], base, mine, theirs }])
    expect(clean(base, base, theirs)).toBe(theirs)
  })
})

describe('the name of a conflict', () => {
  const base = { title: 'Rain', text: `${STORY} Dusk. Dusk.`, n: 1 }
  const mine = { title: 'Snow', text: `${STORY} Dawn. Dawn.`, n: 1 }
  const theirs = { title: 'Hail', text: `${STORY} Noon. Dusk?`, n: 1 }
  const names = (versions: Versions) => mergeDrafts(versions).conflicts.map(({ id }) => id)

  it('is the same as long as the three say the same there, whatever they say elsewhere', () => {
    const [title, text] = names({ base, mine, theirs })
    const [again, textAgain] = names({
      base: { ...base, n: 2 },
      mine: { ...mine, n: 3, more: true },
      theirs: { ...theirs, text: theirs.text.replace('keeper', 'watchman'), n: 2 },
    })
    expect([again, textAgain]).toEqual([title, text])
  })

  it('is another when one of them says something else', () => {
    const known = names({ base, mine, theirs })
    const changed = names({ base, mine, theirs: { ...theirs, title: 'Fog', text: `${theirs.text}!` } })
    for (const name of changed) expect(known).not.toContain(name)
  })

  it('tells two of the same words in one text apart', () => {
    const text = (word: string) => `So ${word} ${STORY} ${word} end`
    const ids = names({ base: text('old'), mine: text('mine'), theirs: text('theirs') })
    expect(new Set(ids).size).toBe(2)
  })
})

test('a decision from before fits after they saved again elsewhere', () => {
  const base = { title: 'Rain', logline: 'A' }
  const first = mergeDrafts({ base, mine: { ...base, title: 'Snow' }, theirs: { ...base, title: 'Hail' } })
  const choices = Object.fromEntries(first.conflicts.map(({ id }) => [id, 'theirs' as const]))
  const second = mergeDrafts({ base, mine: { ...base, title: 'Snow' }, theirs: { title: 'Hail', logline: 'B' } })
  expect(resolve(second, choices)).toEqual({ title: 'Hail', logline: 'B' })
})
