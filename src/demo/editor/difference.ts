import { diffWordsWithSpace } from 'diff'
import { FIELDS, type PitchContent } from './pitchContent.js'

/** A stretch of a field: as it was then and is now, or only one of the two. */
export interface Piece {
  readonly is: 'kept' | 'gone' | 'new'
  readonly text: string
}

export interface Difference {
  readonly field: keyof PitchContent
  readonly pieces: readonly Piece[]
}

/** What has become of a pitch, field by field; fields that are as they were are left out. */
export function differences(then: PitchContent, now: PitchContent): readonly Difference[] {
  return (Object.keys(FIELDS) as (keyof PitchContent)[]).flatMap((field) => {
    const pieces =
      field === 'genres' ? inList(then.genres, now.genres) : inText(inWords(then[field]), inWords(now[field]))
    return pieces.some(({ is }) => is !== 'kept') ? [{ field, pieces }] : []
  })
}

const inWords = (value: string | number | readonly string[] | null): string =>
  typeof value === 'number' ? new Intl.NumberFormat('en').format(value) : String(value ?? '')

const inText = (then: string, now: string): readonly Piece[] =>
  diffWordsWithSpace(then, now).map(({ added, removed, value }) => ({
    is: added ? 'new' : removed ? 'gone' : 'kept',
    text: value,
  }))

/** A list has no order worth telling. */
function inList(then: readonly string[], now: readonly string[]): readonly Piece[] {
  const all = [...new Set([...then, ...now])]
  return all.map((text) => ({
    is: !now.includes(text) ? 'gone' : !then.includes(text) ? 'new' : 'kept',
    text: `${text} `,
  }))
}
