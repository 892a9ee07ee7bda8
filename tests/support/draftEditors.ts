import type { Dice } from './dice.js'

/**
 * Why: what two people do to a draft is seldom anything at all: they change words, fields and elements of what is there.
 * Whatever an editor adds bears its mark and is one of a kind, so that a test can tell where it went.
 */
export interface Editor {
  /** The same draft after some changes. */
  readonly edit: (draft: unknown) => unknown
  /** Whatever it has added and not taken out again itself. */
  readonly marksIn: (value: unknown) => ReadonlySet<string>
}

export function createEditor(mark: string, dice: Dice): Editor {
  let count = 0
  const word = (): string => `${mark}${(count += 1)}`

  function editText(text: string): string {
    const words = text.split(' ')
    const at = dice.below(words.length + 1)
    const many = 1 + dice.below(3)
    switch (dice.one(['insert', 'remove', 'replace', 'append', 'newLine'])) {
      case 'insert':
        words.splice(at, 0, ...Array.from({ length: many }, word))
        break
      case 'remove':
        words.splice(at, many)
        break
      case 'replace':
        words.splice(at, many, word())
        break
      case 'append':
        words.push(word())
        break
      case 'newLine':
        words.splice(at, 0, `\n${word()}\n`)
        break
    }
    return words.join(' ')
  }

  function editList(list: readonly unknown[]): unknown[] {
    const edited = [...list]
    const at = dice.below(edited.length + 1)
    const some = edited[at]
    switch (dice.one(['add', 'remove', 'move', 'change'])) {
      case 'add':
        edited.splice(at, 0, isObject(list[0]) ? { id: word(), n: word() } : word())
        break
      case 'remove':
        edited.splice(at, 1)
        break
      case 'move':
        edited.splice(at, 1)
        if (some !== undefined) edited.splice(dice.below(edited.length + 1), 0, some)
        break
      case 'change':
        if (isObject(some)) edited[at] = { ...some, n: word() }
        break
    }
    return edited
  }

  function editObject(object: Readonly<Record<string, unknown>>): unknown {
    const fields = Object.entries(object)
    const at = dice.below(fields.length)
    const some = fields[at]
    const what = dice.random()
    if (!some || what < 0.15) fields.push([word(), draftOf(dice, 1, word)])
    else if (what < 0.3) fields.splice(at, 1)
    else fields[at] = [some[0], edit(some[1])]
    return Object.fromEntries(fields)
  }

  function edit(value: unknown): unknown {
    if (dice.chance(0.03)) return draftOf(dice, 1, word)
    if (Array.isArray(value)) return editList(value)
    if (isObject(value)) return editObject(value)
    return typeof value === 'string' && value.includes(' ') ? editText(value) : word()
  }

  return {
    edit(draft) {
      let edited = draft
      for (let times = 1 + dice.below(5); times > 0; times -= 1) edited = edit(edited)
      return edited
    },
    // A line end is written `\n` there, and its n is no letter of the word after it.
    marksIn: (value) =>
      new Set(
        JSON.stringify(value)
          ?.replaceAll('\\n', ' ')
          .match(new RegExp(`\\b${mark}\\d+\\b`, 'g')),
      ),
  }
}

/** Something that a form might hold; its words are one of a kind, too. */
export function draftOf(dice: Dice, levels: number, word: () => string): unknown {
  const many = <T>(one: (n: number) => T, most = 4): T[] =>
    Array.from({ length: dice.below(most + 1) }, (_, n) => one(n))
  switch (dice.one(levels > 0 ? ['object', 'object', 'text', 'words', 'elements', 'scalar'] : ['text', 'scalar'])) {
    case 'object':
      return Object.fromEntries(
        many((n) => [dice.chance(0.05) ? '__proto__' : `k${n}`, draftOf(dice, levels - 1, word)] as const),
      )
    case 'text':
      return `${word()} ${Array.from({ length: 25 + dice.below(25) }, word).join(' ')}`
    case 'words':
      return many(word)
    case 'elements':
      return many((n) => ({ id: n, n: word(), text: word() }))
    default:
      return dice.one([null, true, 0, 'line'] as const)
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
