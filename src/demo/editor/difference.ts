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

/** Words more than this apart are another text, and looking for what is left of the first would take long. */
const MOST_EDITS = 500

function inText(then: string, now: string): readonly Piece[] {
  const changes = diffWordsWithSpace(then, now, { maxEditLength: MOST_EDITS })
  if (!changes) return [gone(then), added(now)]
  return changes.map(({ added: isNew, removed, value }) => (isNew ? added(value) : removed ? gone(value) : kept(value)))
}

/** A list has no order worth telling. */
function inList(then: readonly string[], now: readonly string[]): readonly Piece[] {
  const all = [...new Set([...then, ...now])]
  return all.flatMap((text) => [
    !now.includes(text) ? gone(text) : !then.includes(text) ? added(text) : kept(text),
    kept(' '),
  ])
}

const kept = (text: string): Piece => ({ is: 'kept', text })
const gone = (text: string): Piece => ({ is: 'gone', text })
const added = (text: string): Piece => ({ is: 'new', text })
