import { MAX_LEFT, type Person } from '../../protocol/streams/presence.js'
import type { Clock } from '../clock.js'

/** Who went lately: for a day, and the newest of them. */
export interface Departures {
  add(person: Person): void
  remove(userId: number): void
  /** Newest first. */
  list(): readonly Person[]
  /** Somebody hid, or ceased to: remembered as long, for when they come back. */
  setHidden(userId: number, hidden: boolean): void
  wasHidden(userId: number): boolean
}

const REMEMBER_MS = 24 * 60 * 60_000

export function createDepartures(clock: Clock): Departures {
  /** Oldest first. */
  const left = new Map<number, { readonly person: Person; readonly at: number }>()
  const hidden = new Map<number, number>()

  function forgetOld(): void {
    const past = clock.now() - REMEMBER_MS
    for (const [userId, { at }] of left) if (at <= past) left.delete(userId)
    for (const [userId, at] of hidden) if (at <= past) hidden.delete(userId)
  }

  return {
    add(person) {
      left.delete(person.userId)
      left.set(person.userId, { person, at: clock.now() })
      forgetOld()
      const [oldest] = left.keys()
      if (left.size > MAX_LEFT && oldest !== undefined) left.delete(oldest)
    },
    remove: (userId) => void left.delete(userId),
    list() {
      forgetOld()
      return [...left.values()].map(({ person }) => person).toReversed()
    },
    setHidden(userId, isHidden) {
      hidden.delete(userId)
      if (isHidden) hidden.set(userId, clock.now())
    },
    wasHidden(userId) {
      forgetOld()
      return hidden.has(userId)
    },
  }
}
