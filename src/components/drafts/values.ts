import type { DraftLabels } from './draftLabels.js'
import type { Locale } from '../shell/format.js'

/** What a value looks like to people. `isWord`: it says that there is nothing, or yes or no; it is not the text itself. */
export interface Shown {
  readonly text: string
  readonly isWord: boolean
}

export function shownValue(value: unknown, labels: DraftLabels, locale: Locale): Shown {
  if (value === undefined) return { text: labels.absent, isWord: true }
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return { text: labels.empty, isWord: true }
  if (typeof value === 'boolean') return { text: value ? labels.yes : labels.no, isWord: true }
  return { text: plainText(value, locale), isWord: false }
}

/** Texts as they are, lists of such line by line, all else as JSON. */
export function plainText(value: unknown, locale?: Locale): string {
  if (typeof value === 'string') return value
  // A year is no amount: four digits stay together.
  if (typeof value === 'number') return value.toLocaleString(locale, { maximumFractionDigits: 20, useGrouping: 'min2' })
  if (isListOfPlain(value)) return value.map((item) => plainText(item, locale)).join('\n')
  return JSON.stringify(value, null, 2) ?? ''
}

const isListOfPlain = (value: unknown): value is readonly (string | number)[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number')

/** What stands at a path; `undefined` where nothing does. */
export function valueAt(content: unknown, path: readonly (string | { readonly id: string | number })[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof step !== 'string')
      return Array.isArray(value) ? value.find((item: unknown) => fieldOf(item, 'id') === step.id) : undefined
    return fieldOf(value, step)
  }, content)
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key] // it was seen that it is an object
    : undefined
