import { isLongText } from '../../live/drafts/json.js'
import type { Conflict } from '../../live/drafts/conflict.js'

/** By what kind of field somebody writes a version of their own. */
export type EntryKind = 'line' | 'text' | 'number' | 'choice' | 'lines' | 'order' | 'json'

export function entryOf(conflict: Conflict): EntryKind {
  if (conflict.kind === 'order') return 'order'
  if (conflict.kind === 'text') return 'text'
  const values = [conflict.mine, conflict.theirs, conflict.base].filter(
    (value) => value !== undefined && value !== null,
  )
  if (values.length === 0) return 'json'
  if (values.every(isText)) return values.some(isLongText) ? 'text' : 'line'
  if (values.every((value) => typeof value === 'number')) return 'number'
  if (values.every((value) => typeof value === 'boolean')) return 'choice'
  return values.every(isListOfLines) ? 'lines' : 'json'
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isListOfLines = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.every((item: unknown) => isText(item) && item.trim() === item && item !== '' && !item.includes('\n'))

/** A value as such a field shows it. */
export function written(kind: EntryKind, value: unknown): string {
  switch (kind) {
    case 'line':
    case 'text':
    case 'number':
    case 'choice':
      return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
    case 'lines':
      return isListOfLines(value) ? value.join('\n') : ''
    case 'order':
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, null, 2)
    default:
      return kind satisfies never
  }
}

/** What was written, as a value; or why it is none. */
export type Read =
  | { readonly is: 'value'; readonly value: unknown }
  | { readonly is: 'no number' }
  | { readonly is: 'no choice' }
  /** @property line where it goes wrong, if the browser tells */
  | { readonly is: 'no JSON'; readonly line: number | null }

export function read(kind: EntryKind, text: string): Read {
  switch (kind) {
    case 'line':
    case 'text':
      return { is: 'value', value: text }
    case 'number': {
      const value = Number(text)
      return text.trim() === '' || !Number.isFinite(value) ? { is: 'no number' } : { is: 'value', value }
    }
    case 'choice':
      return text === 'true' || text === 'false' ? { is: 'value', value: text === 'true' } : { is: 'no choice' }
    case 'lines': {
      const lines = text.split('\n').map((line) => line.trim())
      return { is: 'value', value: lines.filter((line) => line !== '') }
    }
    case 'order':
    case 'json':
      return readJson(text)
    default:
      return kind satisfies never
  }
}

function readJson(text: string): Read {
  try {
    return { is: 'value', value: JSON.parse(text) as unknown }
  } catch (error) {
    const [, line] = /line (\d+)/.exec(String(error)) ?? []
    return { is: 'no JSON', line: line === undefined ? null : Number(line) }
  }
}
