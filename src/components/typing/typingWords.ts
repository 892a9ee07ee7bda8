import { quantity, type Locale } from '../shell/format.js'
import type { TypingLabels } from './typingLabels.js'

/** A part of a sentence; names are set apart, because they may run the other way. */
export interface Part {
  readonly text: string
  readonly isName: boolean
}

/** In place of the names while the sentence is made. Of no language, and in no name. */
const NAMES = '\u{F0000}'

/** The sentence, taken apart where it may be cut: only the names may. */
export interface Sentence {
  readonly before: string
  readonly names: readonly Part[]
  readonly after: string
}

/** "Ana, Ben and 2 others are typing…", in the language of the locale and the words of the labels. */
export function typingSentence(names: readonly string[], max: number, labels: TypingLabels, locale: Locale): Sentence {
  if (names.length === 0) return { before: '', names: [], after: '' }
  const shown = names.slice(0, Math.max(1, max))
  const others = names.length - shown.length
  const items = others > 0 ? [...shown, labels.others(quantity(others, locale))] : shown
  let item = 0
  const list = new Intl.ListFormat(locale).formatToParts(items).map(({ type, value }): Part => {
    if (type === 'element') item += 1
    return { text: value, isName: type === 'element' && item <= shown.length }
  })
  const [before = '', after = ''] = labels.typing(NAMES, quantity(names.length, locale)).split(NAMES)
  return { before, names: list, after }
}

export const textOf = ({ before, names, after }: Sentence): string =>
  [before, ...names.map(({ text }) => text), after].join('')
