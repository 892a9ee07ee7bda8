/**
 * A word with the space before it, so that what is typed at the end changes no word that stands there already; each line
 * end by itself; each character of a script that is written without spaces.
 * A space of its own would be the same token hundreds of times, on which any search for what two texts share chokes.
 */
const UNSPACED = String.raw`\p{Ideographic}\p{sc=Hiragana}\p{sc=Katakana}`
const WORD = new RegExp(String.raw`\n|[^\S\n]*(?:[${UNSPACED}]\p{M}*|[^\s${UNSPACED}]+)|[^\S\n]+`, 'gu')

/** A text as words, and where each begins; joined again they are the text. */
export interface Words {
  readonly text: string
  readonly words: readonly string[]
  /** One more than there are words: the last is where the text ends. */
  readonly starts: readonly number[]
}

export function wordsOf(text: string): Words {
  const words = text.match(WORD) ?? []
  const starts = [0]
  let end = 0
  for (const word of words) starts.push((end += word.length))
  return { text, words, starts }
}

export const startOf = ({ text, starts }: Words, word: number): number => starts[word] ?? text.length

/** The text of these words: from one on, up to another. */
export const between = (words: Words, from: number, to: number): string =>
  words.text.slice(startOf(words, from), startOf(words, to))
