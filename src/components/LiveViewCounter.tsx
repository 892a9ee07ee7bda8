'use client'

import { forwardRef, useCallback, useImperativeHandle, useRef, type ComponentPropsWithoutRef } from 'react'
import { Icon } from './shell/Icon.js'
import { reasonOf } from './shell/reasons.js'
import { RecentViewers } from './views/RecentViewers.js'
import { Retry } from './shell/Retry.js'
import { useDataState } from './shell/useDataState.js'
import { useRecordView } from './views/useRecordView.js'
import { useRises } from './views/useRises.js'
import { viewLabels, type ViewLabels } from './views/viewLabels.js'
import { useI18n } from './shell/useI18n.js'
import { viewWords } from './views/viewWords.js'
import { usePitchViews } from '../hooks/usePitchViews.js'

export interface LiveViewCounterProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  readonly pitchId: number
  /** Shown until the count is known. */
  readonly initialViewCount?: number
  readonly showUniqueViewers?: boolean
  readonly showRecentViewers?: boolean
  /** Default 5. */
  readonly maxRecentViewers?: number
  /** Default `md`. */
  readonly size?: 'sm' | 'md' | 'lg'
  /** A higher count rises into place. Default `true`. */
  readonly animated?: boolean
  /** Records the view of the page it stands on; `false` in lists. Default `true`. */
  readonly trackView?: boolean
  /** e.g. `de-CH`; default: the browser's. */
  readonly locale?: string
  readonly labels?: Partial<ViewLabels>
}

/** How often a pitch was viewed. */
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
    locale: ownLocale,
    labels: ownLabels,
    className,
    ...rest
  },
  ref,
) {
  const { pitchData, status, error, refetch, trackView: send } = usePitchViews(pitchId)
  const root = useRef<HTMLDivElement>(null)
  const { labels, ...wording } = useI18n('views', viewLabels, { locale: ownLocale, labels: ownLabels })
  const view = useDataState({
    status,
    error,
    hasData: pitchData !== null,
    isEmpty: pitchData?.viewCount === 0,
    of: pitchId,
  })
  const { state, fresh } = view
  const words = viewWords({
    views: pitchData?.viewCount ?? initialViewCount ?? null,
    uniqueViewers: showUniqueViewers && pitchData ? pitchData.uniqueViewers : null,
    state,
    fresh,
    reason: view.error && reasonOf(view.error, wording.shell),
    labels,
    wording,
  })
  const rises = useRises(pitchId, pitchData?.viewCount ?? null, words.number)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => root.current)

  const record = useCallback(() => {
    try {
      send()
    } catch {
      // Too much else is waiting to be sent: of all that, a view is what can be missed.
    }
  }, [send])
  useRecordView(root, trackView ? pitchId : null, record)

  return (
    <div
      tabIndex={-1} // takes the focus over from Retry
      {...rest}
      ref={root}
      className={className ? `pl-views ${className}` : 'pl-views'}
      data-state={state}
      data-freshness={fresh.kind}
      data-size={size}
      aria-busy={state === 'loading'}
    >
      <div className="pl-views-line">
        {/* Icon, number and label are one thing with one name. */}
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
        <span className="pl-views-count" role="img" aria-label={words.name} title={words.name}>
          <Icon name="eye" />
          <bdi className="pl-views-text">
            <span key={rises} className="pl-views-number" data-rising={animated && rises > 0}>
              {words.number ?? <span className="pl-skeleton" />}
            </span>{' '}
            <span className="pl-views-label">{words.label}</span>
          </bdi>
        </span>
        {state === 'error' && (
          <Retry
            onRetry={() => void refetch()}
            isRetrying={view.isRetrying}
            what={labels.what}
            next={root}
            shell={wording.shell}
            className="pl-views-retry"
          />
        )}
      </div>
      {showRecentViewers && (
        <RecentViewers
          viewers={pitchData?.recentViewers ?? null}
          isLoading={state === 'loading'}
          max={maxRecentViewers}
          labels={labels}
          locale={wording.locale}
        />
      )}
    </div>
  )
})

export default LiveViewCounter

export { ViewAnalytics } from './views/ViewAnalytics.js'
export type { ViewAnalyticsProps } from './views/ViewAnalytics.js'
