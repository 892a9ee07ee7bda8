import type { Person, PresenceStatus } from '../../protocol/streams/presence.js'
import { isoTime } from '../clock.js'

/** What one user's sockets say of them. */
export interface Attendance {
  readonly userId: number
  username: string
  /** The open ones, and since when nothing is done there; `null`: something is. */
  readonly sockets: Map<string, number | null>
  /** What was said last on any of them. It falls with the last one. */
  choice: Choice | null
  /** When the last one ended. */
  endedAt: number
}

export interface Choice {
  readonly status: PresenceStatus
  readonly activity?: string
  /** Then it is over, ISO 8601; absent: it lasts. */
  readonly until?: string
}

/** What is shown of a user, the time aside. */
export interface Shown extends Choice {
  readonly username: string
  readonly idle: boolean
}

/** Away by itself only who chose nothing else, and is idle everywhere: a phone in a pocket hides nobody's laptop. */
export function shownOf({ username, sockets, choice }: Attendance): Shown {
  if (sockets.size === 0) return { username, status: 'offline', idle: false }
  const { status, activity, until } = choice ?? { status: 'online' }
  const idle = status === 'online' && idleSince(sockets) !== null
  const more = { ...(activity ? { activity } : {}), ...(until === undefined ? {} : { until }) }
  return { username, status: idle ? 'away' : status, ...more, idle }
}

const idleSince = (sockets: Attendance['sockets']): number | null => {
  const times = [...sockets.values()]
  return times.includes(null) || times.length === 0 ? null : Math.max(...times.map(Number))
}

export const sameShown = (a: Shown, b: Shown): boolean =>
  a.status === b.status &&
  a.activity === b.activity &&
  a.until === b.until &&
  a.idle === b.idle &&
  a.username === b.username

/** Those who are busy with something are seen now. */
export function personOf(attendance: Attendance, shown: Shown, now: number): Person {
  const { username, status, activity, until, idle } = shown
  const { userId, sockets, endedAt } = attendance
  const lastSeen = sockets.size === 0 ? endedAt : (idleSince(sockets) ?? now)
  return {
    userId,
    username,
    status,
    // Whoever is gone does nothing any more.
    ...(activity !== undefined && status !== 'offline' ? { activity } : {}),
    ...(until !== undefined && status !== 'offline' ? { until } : {}),
    ...(idle ? { idle: true as const } : {}),
    lastSeen: isoTime(status === 'offline' && sockets.size > 0 ? now : lastSeen),
  }
}
