import type { DataOf } from '../protocol/stream.js'
import type { presence, PresenceStatus } from '../protocol/streams/presence.js'

/** How somebody is, as far as it is known here. */
export interface Presence {
  readonly status: PresenceStatus | 'unknown'
  readonly username: string | undefined
  readonly activity: string | undefined
  /** Away because idle, not because they said so. */
  readonly idle: boolean
  /** ISO 8601; `null` when they were not seen within a day, or nothing is known. */
  readonly lastSeen: string | null
}

const UNKNOWN: Presence = { status: 'unknown', username: undefined, activity: undefined, idle: false, lastSeen: null }
const OFFLINE: Presence = { ...UNKNOWN, status: 'offline' }

/** @param data `undefined`: nobody can tell at the moment */
export function presenceIn(data: DataOf<typeof presence> | undefined, userId: number): Presence {
  if (!data) return UNKNOWN
  const person = [...data.users, ...(data.left ?? [])].find((one) => one.userId === userId)
  if (!person) return OFFLINE
  const { status, username, activity, idle = false, lastSeen } = person
  return { status, username, activity, idle, lastSeen }
}
