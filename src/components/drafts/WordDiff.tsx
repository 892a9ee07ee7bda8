'use client'

import { useMemo, useState } from 'react'
import type { DraftLabels } from './draftLabels.js'
import { useComparison } from './useComparison.js'
import { fold, type Fold } from './comparison.js'
import { quantity } from '../shell/format.js'
import type { RoomWording } from '../shell/useI18n.js'

export interface WordDiffProps {
  readonly before: string
  readonly after: string
  readonly wording: RoomWording<DraftLabels>
}

/** More stretches than this nobody reads at once. */
const MOST = 120

/** A text, with what was added and removed: told apart by symbols and words, too. Of what is long, the changes and what is around them. */
export function WordDiff({ before, after, wording }: WordDiffProps) {
  const { labels, locale } = wording
  const pieces = useComparison(before, after)
  const [isWhole, setWhole] = useState(false)
  const folds = useMemo(() => pieces && fold(pieces), [pieces])
  if (!pieces || !folds) return <p className="pl-draft-comparing">{labels.comparing}</p>
  const isFolded = folds.length > MOST || folds.some(({ is }) => is === 'gap')
  const shown: readonly Fold[] = isWhole ? pieces.map((piece, key) => ({ ...piece, key })) : folds.slice(0, MOST)
  return (
    <div className="pl-draft-diff">
      <p className="pl-draft-value" dir="auto">
        {shown.map((part) => {
          switch (part.is) {
            case 'same':
              return <span key={part.key}>{part.text}</span>
            case 'added':
            case 'removed':
              return <Change key={part.key} is={part.is} text={part.text} labels={labels} />
            case 'gap': {
              const words = quantity(part.words, locale)
              return (
                <bdi key={part.key} className="pl-draft-gap">
                  {part.of === 'same' ? labels.unchangedWords(words) : labels.moreWords(words)}
                </bdi>
              )
            }
            default:
              return part satisfies never
          }
        })}
        {!isWhole && folds.length > MOST && <span className="pl-draft-gap">…</span>}
      </p>
      {isFolded && (
        <button type="button" className="pl-button-quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? labels.showLess : labels.showAll}
        </button>
      )}
    </div>
  )
}

/** The space that a word brings along stands before the change. */
function Change({
  is,
  text,
  labels,
}: {
  readonly is: 'added' | 'removed'
  readonly text: string
  readonly labels: DraftLabels
}) {
  const words = text.trimStart()
  // Spaces or line ends alone are what changed.
  const [before, changed] =
    words === '' ? ['', text.replaceAll('\n', '⏎\n')] : [text.slice(0, text.length - words.length), words]
  const Tag = is === 'added' ? 'ins' : 'del'
  return (
    <>
      {before}
      <Tag className={is === 'added' ? 'pl-draft-added' : 'pl-draft-removed'}>
        <span className="pl-draft-sign" aria-hidden="true" />
        <span className="pl-sr-only">{is === 'added' ? labels.added : labels.removed} </span>
        {changed}
      </Tag>
    </>
  )
}
