import { useDeferredValue, useMemo } from 'react'
import type { PitchContent } from './pitchContent.js'
import { FIELDS } from './pitchContent.js'
import { differences, type Piece } from './difference.js'

interface Props {
  readonly then: PitchContent
  readonly now: PitchContent
}

/** What a revision said, and what has become of it: struck out what is gone, underlined what is new. */
export function Differences({ then, now }: Props) {
  // One types on while it is open: the letter comes first.
  const later = useDeferredValue(now)
  const found = useMemo(() => differences(then, later), [then, later])
  if (found.length === 0) return <p>It is as the draft is now.</p>
  return (
    <dl className="differences">
      {found.map(({ field, pieces }) => (
        <div key={field}>
          <dt>{FIELDS[field]}</dt>
          <dd>{pieces.map(piece)}</dd>
        </div>
      ))}
    </dl>
  )
}

function piece({ is, text }: Piece, at: number) {
  switch (is) {
    case 'kept':
      return <span key={at}>{text}</span>
    case 'gone':
      return (
        <del key={at}>
          <span className="unseen">Gone since: </span>
          {text}
        </del>
      )
    case 'new':
      return (
        <ins key={at}>
          <span className="unseen">New since: </span>
          {text}
        </ins>
      )
    default:
      return is satisfies never
  }
}
