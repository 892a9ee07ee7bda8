import { isObject } from '../../protocol/envelope.js'
import type { Position } from '../../protocol/stream.js'

/** What is kept, whose it is, since when and how far it reaches; so that nobody has to read the records to know. */
export type RecordIndex = Readonly<Record<string, RecordEntry>>

export interface RecordEntry {
  readonly user: string
  /** When it was written, in ms since 1970. */
  readonly at: number
  readonly position: Position
}

const DAY_MS = 24 * 60 * 60 * 1000
export const EXPIRY_MS = 30 * DAY_MS
/** Twice of what one page can follow. */
export const RECORD_LIMIT = 200

// Written by nobody but us, below a name of ours.
export const readIndex = (value: unknown): RecordIndex => (isObject(value) ? (value as RecordIndex) : {})

/**
 * Is a record to be written over what is kept? Another page may be further on, whatever the clocks say. Offsets of two
 * epochs cannot be compared: the later writer has it. What has not changed is only kept from expiring.
 */
export function isNews(kept: RecordEntry | undefined, position: Position, now: number): boolean {
  if (!kept || kept.position.epoch !== position.epoch) return true
  return position.offset > kept.position.offset || (position.offset === kept.position.offset && now - kept.at > DAY_MS)
}

/** Splits the index into what stays and the keys of what goes: what nobody was shown for long, and the oldest of too many. */
export function tidy(index: RecordIndex, now: number): { readonly stays: RecordIndex; readonly goes: string[] } {
  // A clock that was ahead once must not keep a record for ever.
  const entries = Object.entries(index).map(([key, entry]) => [key, { ...entry, at: Math.min(entry.at, now) }] as const)
  const newest = entries.toSorted(([, a], [, b]) => b.at - a.at)
  const stays = newest.filter(([, { at }], n) => n < RECORD_LIMIT && now - at <= EXPIRY_MS)
  return split(index, Object.fromEntries(stays))
}

/** The same, for the records of these users. */
export function without(index: RecordIndex, isGone: (user: string) => boolean) {
  return split(index, Object.fromEntries(Object.entries(index).filter(([, { user }]) => !isGone(user))))
}

const split = (index: RecordIndex, stays: RecordIndex) => ({
  stays,
  goes: Object.keys(index).filter((key) => !Object.hasOwn(stays, key)),
})
