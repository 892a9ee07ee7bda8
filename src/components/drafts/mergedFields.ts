import type { DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import type { FieldLabels } from './fieldLabels.js'
import { fieldName, pathText } from './fieldNames.js'
import { valueAt } from './values.js'
import type { By, Path } from '../../live/drafts/conflict.js'

/** A field that was merged without asking. */
export interface MergedField {
  /** Tells it from all others of the draft. */
  readonly place: string
  readonly path: Path
  readonly name: string
  readonly by: By
}

export function mergedFields(
  { review }: DraftView,
  given: FieldLabels | undefined,
  labels: DraftLabels,
): readonly MergedField[] {
  const fields = new Map<string, MergedField>()
  for (const { path, by } of review) {
    const place = pathText(path)
    const before = fields.get(place)
    fields.set(place, {
      place: `merged ${place}`,
      path,
      name: before?.name ?? fieldName(path, given, labels),
      by: before && before.by !== by ? 'both' : by,
    })
  }
  return [...fields.values()]
}

/** How the sides have it, and how it is merged. */
export const versionsOf = ({ path }: MergedField, { content, theirs, mergePreview }: DraftView) => ({
  mine: valueAt(content, path),
  theirs: valueAt(theirs, path),
  merged: valueAt(mergePreview, path),
})
