'use client'

import type { Locale } from '../shell/format.js'
import type { ViewLabels } from './viewLabels.js'
import { RelativeTime } from '../shell/RelativeTime.js'

export interface RecentViewersProps {
  /** Newest first; `null` while they are not known. */
  readonly viewers: readonly { readonly userId: number; readonly username: string; readonly viewedAt: string }[] | null
  readonly isLoading: boolean
  readonly max: number
  readonly labels: ViewLabels
  readonly locale: Locale
}

/** The server keeps ten. */
const ROWS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

/** Who looked lately, and when. */
export function RecentViewers({ viewers, isLoading, max, labels, locale }: RecentViewersProps) {
  if (viewers === null) {
    if (!isLoading) return <p className="pl-viewers-none">{labels.viewersNotAvailable}</p>
    return (
      <div className="pl-viewers" aria-hidden="true">
        {ROWS.slice(0, Math.max(0, max)).map((row) => (
          <div key={row} className="pl-viewer">
            <span className="pl-viewers-skeleton">
              <span className="pl-skeleton" />
            </span>
          </div>
        ))}
      </div>
    )
  }
  if (viewers.length === 0) return <p className="pl-viewers-none">{labels.noViewers}</p>
  return (
    <ul className="pl-viewers" aria-label={labels.recentViewers}>
      {viewers.slice(0, Math.max(0, max)).map(({ userId, username, viewedAt }) => (
        <li key={userId} className="pl-viewer">
          <bdi className="pl-viewer-name">{username}</bdi>
          <RelativeTime at={viewedAt} locale={locale} />
        </li>
      ))}
    </ul>
  )
}
