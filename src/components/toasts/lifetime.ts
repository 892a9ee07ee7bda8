import type { Toast } from './toast.js'

const SHORTEST_MS = 5_000
const MS_PER_CHARACTER = 1_000 / 20

/** How long it stays: long enough to be read, and for ever where somebody has to do something about it. */
export function lifetime({ level, title, message, actions }: Toast): number {
  if (level === 'error' || actions.length > 0) return Number.POSITIVE_INFINITY
  return SHORTEST_MS + (title.length + message.length) * MS_PER_CHARACTER
}
