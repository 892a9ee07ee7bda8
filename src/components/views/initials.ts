const HUES = 6

/** Who has the same number has the same colour, everywhere. */
export const hueOf = (userId: number): number => userId % HUES

/** The first letters of the first and the last name, as people write them: a letter with its accents is one. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const [first = ''] = words
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return `${firstLetter(first)}${firstLetter(last)}`.toUpperCase() || '?'
}

function firstLetter(word: string): string {
  // Firefox has had it since 2024.
  if (typeof Intl.Segmenter !== 'function') return Array.from(word)[0] ?? ''
  for (const { segment } of new Intl.Segmenter().segment(word)) return segment
  return ''
}
