'use client'

import { useId } from 'react'
import type { EntryKind } from './entry.js'
import type { DraftLabels } from './draftLabels.js'
import type { ConflictItem } from './useConflictChoices.js'

export interface ConflictEntryProps {
  readonly item: ConflictItem
  readonly labels: DraftLabels
  readonly onWrite: (text: string) => void
}

/** Lines that a field shows at first. */
const ROWS: { readonly [kind in EntryKind]: number } = {
  line: 1,
  text: 6,
  number: 1,
  choice: 1,
  lines: 4,
  order: 4,
  json: 8,
}

/** Where somebody writes a version of their own, in a field that fits its value. */
export function ConflictEntry({ item, labels, onWrite }: ConflictEntryProps) {
  const id = useId()
  const { entry, text, fault, name } = item
  const hint = entry === 'lines' ? labels.onePerLine : entry === 'json' ? labels.asJson : null
  const field = {
    id: `${id}field`,
    className: 'pl-field pl-draft-entry',
    'data-pl-part': 'entry',
    value: text,
    // A form around it is none of its business: Enter does not submit that.
    form: '',
    dir: entry === 'json' ? 'ltr' : 'auto',
    'aria-invalid': fault !== null,
    'aria-describedby': fault !== null ? `${id}fault` : hint === null ? undefined : `${id}hint`,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onWrite(target.value),
  } as const
  return (
    <div className="pl-draft-own">
      <label htmlFor={field.id} className="pl-draft-own-name">
        {labels.yourText(name)}
      </label>
      {entry === 'choice' ? (
        <select {...field}>
          <option value="">…</option>
          <option value="true">{labels.yes}</option>
          <option value="false">{labels.no}</option>
        </select>
      ) : entry === 'line' || entry === 'number' ? (
        <input {...field} {...(entry === 'number' ? { type: 'number', step: 'any' } : { type: 'text' })} />
      ) : (
        <textarea {...field} rows={ROWS[entry]} data-kind={entry} spellCheck={entry !== 'json'} />
      )}
      {fault !== null ? (
        <p id={`${id}fault`} className="pl-draft-fault">
          {fault}
        </p>
      ) : (
        hint !== null && (
          <p id={`${id}hint`} className="pl-draft-hint">
            {hint}
          </p>
        )
      )}
    </div>
  )
}
