'use client'

import { forwardRef, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import { Avatar } from './Avatar.js'
import { useViewerList } from './useViewerList.js'
import { VIEWERS_KEPT, viewersUpTo, type Viewer } from './viewer.js'
import { viewLabels, type ViewLabels } from './viewLabels.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { RelativeTime } from '../shell/RelativeTime.js'
import { Shell } from '../shell/Shell.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { Title, type HeadingLevel } from '../shell/Title.js'
import { useI18n } from '../shell/useI18n.js'

export interface ViewerListProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children' | 'title'> {
  readonly pitchId: number
  /** Default 10, and no more: the server keeps the last ten. There is room for as many, however few there are. */
  readonly maxViewers?: number
  /** Says when each of them looked. Default `true`. */
  readonly showTimestamps?: boolean
  /** In place of the words at the top. */
  readonly title?: ReactNode
  /** Makes the title a heading of the page. */
  readonly headingLevel?: HeadingLevel
  /** What stands in a row. Rows stay where they are when somebody comes, and show somebody else. */
  readonly renderViewer?: (viewer: Viewer) => ReactNode
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<ViewLabels>
  readonly slotProps?: SlotProps<'list' | 'viewer' | 'status'>
}

/** Who looked at a pitch lately, newest first. `useViewerList` is what is behind it. */
export const ViewerList = forwardRef<HTMLElement, ViewerListProps>(function ViewerList(
  { pitchId, maxViewers = VIEWERS_KEPT, showTimestamps = true, title, headingLevel, renderViewer, className, ...props },
  ref,
) {
  const { locale: ownLocale, labels: ownLabels, slotProps, ...rest } = props
  const { viewers, view, refetch } = useViewerList(pitchId, maxViewers)
  const { labels, ...wording } = useI18n('views', viewLabels, { locale: ownLocale, labels: ownLabels })
  const rows = viewersUpTo(maxViewers)

  return (
    <Shell
      {...rest}
      ref={ref}
      className={className ? `pl-viewers ${className}` : 'pl-viewers'}
      data-times={showTimestamps}
      view={view}
      wording={wording}
      label={labels.recentViewers}
      failure={labels.viewersNotLoaded}
      what={labels.viewersWhat}
      onRetry={() => void refetch()}
      header={<Title level={headingLevel}>{title ?? labels.recentViewers}</Title>}
      footer={<FreshnessStatus fresh={view.fresh} wording={wording} slotProps={slotProps} />}
    >
      <div className="pl-viewers-room">
        {viewers && viewers.length > 0 ? (
          <ul {...slot('list', 'pl-viewers-list', slotProps)} aria-label={labels.recentViewers}>
            {viewers.map((viewer, place) => (
              // By place, not by person: who comes moves nothing, the rows say something else.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={place} {...slot('viewer', 'pl-viewer', slotProps)}>
                {renderViewer ? (
                  renderViewer(viewer)
                ) : (
                  <>
                    <Avatar {...viewer} />
                    <span className="pl-viewer-words">
                      <bdi className="pl-viewer-name">{viewer.username}</bdi>
                      {showTimestamps && <RelativeTime at={viewer.viewedAt} locale={wording.locale} />}
                    </span>
                  </>
                )}
              </li>
            ))}
          </ul>
        ) : (
          viewers && <p className="pl-viewers-none">{labels.noViewers}</p>
        )}
        {/* The room that they all need, and what is seen while they are not known. */}
        <div className="pl-viewers-list" aria-hidden="true" data-ghost={viewers !== null}>
          {Array.from({ length: rows }, (_, row) => (
            <div key={row} className="pl-viewer">
              <span className="pl-avatar" data-empty="true" />
              <span className="pl-skeleton" data-width="half" data-still={view.state !== 'loading'} />
            </div>
          ))}
        </div>
      </div>
    </Shell>
  )
})
