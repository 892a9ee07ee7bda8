'use client'

import { useMemo } from 'react'
import { ConflictSide } from './ConflictSide.js'
import type { DraftView } from './draftView.js'
import type { FieldLabels } from './fieldLabels.js'
import { fieldName } from './fieldNames.js'
import type { ConflictChoices } from './useConflictChoices.js'

export interface ResultDetailProps {
  readonly draft: DraftView
  readonly choices: ConflictChoices
  readonly fieldLabels: FieldLabels | undefined
}

/** The whole draft as it would be. */
export function ResultDetail({ draft, choices, fieldLabels }: ResultDetailProps) {
  const { labels } = choices.wording
  const { conflicts, preview } = draft
  const decided = JSON.stringify(choices.choices)
  const result = useMemo(
    // Of the conflicts as they were, these choices are.
    () => (conflicts ? preview(JSON.parse(decided) as ConflictChoices['choices']) : null),
    [conflicts, preview, decided],
  )
  const open = new Set(choices.items.flatMap(({ isDecided, conflict }) => (isDecided ? [] : [conflict.path[0]])))
  return (
    <dl className="pl-draft-result">
      {Object.entries(result ?? {}).map(([key, value]) => (
        <div key={key} className="pl-draft-result-field">
          <dt>{fieldName([key], fieldLabels, labels)}</dt>
          <dd>
            {open.has(key) && <p className="pl-draft-undecided">{labels.undecidedAsMine}</p>}
            <ConflictSide value={value} wording={choices.wording} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
