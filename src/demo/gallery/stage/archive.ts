import { notice } from './notices.js'

const HOUR_MS = 3_600_000
const PAGE = 50

/** What `GET /api/pitches/{id}/analytics` answers. */
export function buckets(path: string, views: readonly number[], now: number) {
  const hours = Number(new URL(path, 'http://stage').searchParams.get('hours'))
  const thisHour = now - (now % HOUR_MS)
  const all = Array.from({ length: hours }, (_, n) => {
    const count = views.at(n - hours) ?? 0
    return {
      start: new Date(thisHour - (hours - 1 - n) * HOUR_MS).toISOString(),
      views: count,
      uniqueViewers: Math.ceil(count * 0.6),
    }
  })
  const total = all.reduce((sum, one) => sum + one.views, 0)
  return { buckets: all, totals: { views: total, uniqueViewers: Math.ceil(total * 0.4) } }
}

/** A page of `older` notifications that lie behind the newest. @param cursor the id of the last that was shown */
export function olderPage(cursor: string, older: number) {
  const from = Number(cursor.replace(/\D/g, ''))
  const items = Array.from({ length: Math.min(PAGE, from - 1, older) }, (_, n) => notice(from - 1 - n, { read: true }))
  const last = items.at(-1)
  return { items, nextCursor: last && last.id !== 'notice-1' ? last.id : null }
}
