'use client'

import { forwardRef, useImperativeHandle, useRef, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import { Icon } from './shell/Icon.js'
import { reasonOf } from './shell/reasons.js'
import { Retry } from './shell/Retry.js'
import { slot, type SlotProps } from './shell/slot.js'
import { useI18n } from './shell/useI18n.js'
import { AvatarStack, type StackPart } from './views/AvatarStack.js'
import { shapeOf } from './views/digits.js'
import { RollingNumber } from './views/RollingNumber.js'
import { useRoll } from './views/useRoll.js'
import { useRecordView } from './views/useRecordView.js'
import { useViewCounter } from './views/useViewCounter.js'
import type { Viewer } from './views/viewer.js'
import { viewLabels, type ViewLabels } from './views/viewLabels.js'
import { viewWords } from './views/viewWords.js'

export interface LiveViewCounterProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  readonly pitchId: number
  /** Shown until the count is known. */
  readonly initialViewCount?: number
  readonly showUniqueViewers?: boolean
  readonly showRecentViewers?: boolean
  /** How many of them; the others are counted. Default 5, and 10 at most: the server keeps no more. */
  readonly maxRecentViewers?: number
  /** Default `md`. */
  readonly size?: 'sm' | 'md' | 'lg'
  /** Digits of a higher count roll into place. Default `true`. */
  readonly animated?: boolean
  /** Records the view of the page it stands on; `false` in lists. Default `true`. */
  readonly trackView?: boolean
  /** A recent viewer, in place of initials. What it shows is all that is told of them, besides the title. */
  readonly renderViewer?: (viewer: Viewer) => ReactNode
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<ViewLabels>
  readonly slotProps?: SlotProps<'count' | 'number' | StackPart>
}

/** How often a pitch was viewed. `useViewCounter` is what is behind it. */
const LiveViewCounter = forwardRef<HTMLDivElement, LiveViewCounterProps>(function LiveViewCounter(
  {
    pitchId,
    initialViewCount,
    showUniqueViewers = false,
    showRecentViewers = false,
    maxRecentViewers = 5,
    size = 'md',
    animated = true,
    trackView = true,
    renderViewer,
    locale: ownLocale,
    labels: ownLabels,
    className,
    slotProps,
    ...rest
  },
  ref,
) {
  const counter = useViewCounter({ pitchId, showUniqueViewers, showRecentViewers })
  const { views, uniqueViewers, recentViewers, view } = counter
  const { state, fresh } = view
  const root = useRef<HTMLDivElement>(null)
  const { labels, ...wording } = useI18n('views', viewLabels, { locale: ownLocale, labels: ownLabels })
  const words = viewWords({
    views: views ?? initialViewCount ?? null,
    uniqueViewers,
    state,
    fresh,
    reason: view.error && reasonOf(view.error, wording.shell),
    labels,
    wording,
  })
  const before = useRoll(pitchId, views, words.number)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => root.current)
  useRecordView(root, trackView ? pitchId : null, counter.trackView)

  return (
    <div
      tabIndex={-1} // takes the focus over from Retry
      {...rest}
      ref={root}
      className={className ? `pl-views ${className}` : 'pl-views'}
      data-pl-part="root"
      data-state={state}
      data-freshness={fresh.kind}
      data-size={size}
      aria-busy={state === 'loading'}
    >
      <div className="pl-views-line">
        {/* Icon, number and label are one thing with one name. */}
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
        <span {...slot('count', 'pl-views-count', slotProps)} role="img" aria-label={words.name} title={words.name}>
          <Icon name="eye" />
          {/* Anew when its width is another, so that what stands behind it is not moved but set. */}
          <bdi key={words.number && shapeOf(words.number)} className="pl-views-text">
            <span {...slot('number', 'pl-views-number', slotProps)}>
              {words.number === null ? (
                <span className="pl-skeleton" />
              ) : (
                <RollingNumber text={words.number} before={animated ? before : null} />
              )}
            </span>{' '}
            <span className="pl-views-label">{words.label}</span>
          </bdi>
        </span>
        {state === 'error' && (
          <Retry
            onRetry={() => void counter.refetch()}
            isRetrying={view.isRetrying}
            what={labels.what}
            next={root}
            shell={wording.shell}
            className="pl-views-retry"
          />
        )}
      </div>
      {showRecentViewers && (
        <AvatarStack
          viewers={recentViewers}
          isLoading={state === 'loading'}
          max={maxRecentViewers}
          renderViewer={renderViewer}
          labels={labels}
          wording={wording}
          slotProps={slotProps}
        />
      )}
    </div>
  )
})

export default LiveViewCounter

export { LiveViewBadge } from './views/LiveViewBadge.js'
export type { LiveViewBadgeProps } from './views/LiveViewBadge.js'
export { ViewAnalytics } from './views/ViewAnalytics.js'
export type { ViewAnalyticsProps } from './views/ViewAnalytics.js'
export { ViewerList } from './views/ViewerList.js'
export type { ViewerListProps } from './views/ViewerList.js'
