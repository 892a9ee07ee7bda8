import type { DraftLabels } from './draftLabels.js'
import type { FieldLabels } from './fieldLabels.js'
import { fieldName } from './fieldNames.js'
import { plainText } from './values.js'

/** A whole draft as text, to be copied: field by field, with their names where there are several. */
export function draftText(content: object, fieldLabels: FieldLabels | undefined, labels: DraftLabels): string {
  const fields = Object.entries(content).map(([key, value]) => ({
    name: fieldName([key], fieldLabels, labels),
    text: plainText(value),
  }))
  const [first, ...more] = fields
  if (first && more.length === 0) return first.text
  return fields.map(({ name, text }) => `${name}\n${text}`).join('\n\n')
}
