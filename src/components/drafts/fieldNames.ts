import type { DraftLabels } from './draftLabels.js'
import type { FieldLabels } from './fieldLabels.js'
import type { Path } from '../../live/drafts/conflict.js'

/** @param anyElement as if for each element of a list alike */
export const pathText = (path: Path, anyElement = false): string =>
  path
    .map((step, n) => (typeof step !== 'string' ? `[${anyElement ? '' : step.id}]` : n === 0 ? step : `.${step}`))
    .join('')

export function fieldName(path: Path, given: FieldLabels | undefined, labels: DraftLabels): string {
  const own = typeof given === 'function' ? given(path) : (given?.[pathText(path)] ?? given?.[pathText(path, true)])
  if (own !== undefined) return own
  const step = path.at(-1)
  if (step === undefined) return labels.whole
  const last = typeof step === 'string' ? readable(step) : labels.element(String(step.id))
  return path.length === 1 ? last : `${fieldName(path.slice(0, -1), given, labels)} › ${last}`
}

/** `targetAudience` and `target_audience` are "Target audience". */
function readable(key: string): string {
  const words = key
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => (/^\p{Lu}{2,}$/u.test(word) ? word : word.toLowerCase()))
  const text = words.join(' ')
  return text === '' ? key : text.charAt(0).toUpperCase() + text.slice(1)
}
