'use client'

import type { ReactNode } from 'react'
import { Avatar } from './Avatar.js'
import { viewersUpTo, type Viewer } from './viewer.js'
import type { ViewLabels } from './viewLabels.js'
import { formatList, formatMoment, quantity } from '../shell/format.js'
import { RelativeTime } from '../shell/RelativeTime.js'
import { slot, type SlotProps } from '../shell/slot.js'
import type { Wording } from '../shell/useI18n.js'

export type StackPart = 'viewers' | 'viewer'

export interface AvatarStackProps {
  /** Newest first; `null` while they are not known. */
  readonly viewers: readonly Viewer[] | null
  readonly isLoading: boolean
  readonly max: number
  readonly renderViewer: ((viewer: Viewer) => ReactNode) | undefined
  readonly labels: ViewLabels
  readonly wording: Wording
  readonly slotProps: SlotProps<StackPart> | undefined
}

/** Who looked lately, in little room: initials, with name and time for those who point at them or hear them. */
export function AvatarStack({ viewers, isLoading, max, renderViewer, labels, wording, slotProps }: AvatarStackProps) {
  const { locale, shell } = wording
  if (!viewers || viewers.length === 0) {
    const words = viewers ? labels.noViewers : isLoading ? shell.loading : labels.viewersNotAvailable
    return (
      <p {...slot('viewers', 'pl-avatars', slotProps)}>
        {isLoading && !viewers && <span className="pl-avatar" data-empty="true" aria-hidden="true" />}
        <span className={isLoading && !viewers ? 'pl-sr-only' : 'pl-avatars-none'}>{words}</span>
      </p>
    )
  }
  const shown = viewersUpTo(max)
  const hidden = viewers.slice(shown)
  return (
    <ul {...slot('viewers', 'pl-avatars', slotProps)} aria-label={labels.recentViewers}>
      {viewers.slice(0, shown).map((viewer, place) => (
        // By place, not by person: who comes moves nothing, the faces change.
        <li
          key={place} // oxlint-disable-line react/no-array-index-key
          {...slot('viewer', 'pl-avatars-viewer', slotProps)}
          title={labels.seen(viewer.username, formatMoment(Date.parse(viewer.viewedAt), locale))}
        >
          {renderViewer ? (
            renderViewer(viewer)
          ) : (
            <>
              <Avatar {...viewer} />
              <span className="pl-sr-only">
                <bdi>{viewer.username}</bdi>, <RelativeTime at={viewer.viewedAt} locale={locale} />
              </span>
            </>
          )}
        </li>
      ))}
      {hidden.length > 0 && (
        <li
          className="pl-avatars-more"
          title={formatList(
            hidden.map(({ username }) => username),
            locale,
          )}
        >
          <bdi aria-hidden="true">{labels.more(quantity(hidden.length, locale))}</bdi>
          <span className="pl-sr-only">{labels.moreViewers(quantity(hidden.length, locale))}</span>
        </li>
      )}
    </ul>
  )
}
