import type { Notification } from '../../protocol/streams/notifications.js'

export type Filter = 'all' | 'unread'

/** One notification as the panel lists it. */
export interface Row {
  readonly notification: Notification
  /** Midnight, where the reader is, of a day that begins with it (ms since 1970); `null` when it is one more of a day. */
  readonly day: number | null
}

/** Shorter than any day, those of a change to summer time included. */
const SAME_DAY_MS = 23 * 60 * 60 * 1000

/**
 * What the panel lists, newest first.
 * @param kept ids of those that stay among the unread although they were read meanwhile
 */
export function rowsOf(
  notifications: readonly Notification[],
  filter: Filter,
  kept: ReadonlySet<string>,
): readonly Row[] {
  const shown = filter === 'all' ? notifications : notifications.filter(({ id, read }) => !read || kept.has(id))
  let day = Number.NaN
  return shown.map((notification) => {
    const at = Date.parse(notification.createdAt)
    // Asked of the calendar once a day, not once a row.
    if (at >= day && at - day < SAME_DAY_MS) return { notification, day: null }
    const midnight = midnightBefore(at)
    const begins = midnight !== day
    day = midnight
    return { notification, day: begins ? midnight : null }
  })
}

export function midnightBefore(at: number): number {
  const date = new Date(at)
  return date.setHours(0, 0, 0, 0)
}

/** How many rows stand above the one that was first when the reader left the top. */
export function newAbove(rows: readonly Row[], first: string | null): number {
  return first === null
    ? 0
    : Math.max(
        0,
        rows.findIndex(({ notification }) => notification.id === first),
      )
}
