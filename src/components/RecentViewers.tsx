'use client'

import type { Locale } from './format.js'
import { RelativeTime } from './RelativeTime.js'

export interface RecentViewersProps {
  /** Newest first; `null` while they are not known. */
  readonly viewers: readonly { readonly userId: number; readonly username: string; readonly viewedAt: string }[] | null
  readonly max: number
  readonly locale: Locale
}

/** Who looked lately, and when. */
export function RecentViewers({ viewers, max, locale }: RecentViewersProps) {
  if (viewers === null) return <div className="pl-viewers-skeleton pl-skeleton" aria-hidden="true" />
  if (viewers.length === 0) return <p className="pl-viewers-none">No viewers yet</p>
  return (
    <ul className="pl-viewers" aria-label="Recent viewers">
      {viewers.slice(0, Math.max(0, max)).map(({ userId, username, viewedAt }) => (
        <li key={userId} className="pl-viewer">
          <bdi className="pl-viewer-name">{username}</bdi>
          <RelativeTime at={viewedAt} locale={locale} />
        </li>
      ))}
    </ul>
  )
}
