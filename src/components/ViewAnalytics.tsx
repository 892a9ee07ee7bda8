'use client'

import { forwardRef, useImperativeHandle, useRef, type ComponentPropsWithoutRef } from 'react'
import { rangeText, totalViews } from './analyticsWords.js'
import { formatNumber, type Locale } from './format.js'
import { FreshnessStatus } from './FreshnessStatus.js'
import { reasonOf } from './reasons.js'
import { Retry } from './Retry.js'
import { useDataState } from './useDataState.js'
import { ViewChart } from './ViewChart.js'
import { ViewTable } from './ViewTable.js'
import { usePitchAnalytics } from '../hooks/usePitchAnalytics.js'

export interface ViewAnalyticsProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  readonly pitchId: number
  /** How far it goes back, 1 to 168. Default 24. */
  readonly hours?: number
  /** e.g. `de-CH`; default: the browser's. */
  readonly locale?: string
}

/** Views of a pitch over time. */
export const ViewAnalytics = forwardRef<HTMLElement, ViewAnalyticsProps>(function ViewAnalytics(
  { pitchId, hours = 24, locale, className, ...rest },
  ref,
) {
  const { analytics, status, error, refetch } = usePitchAnalytics(pitchId, hours)
  const section = useRef<HTMLElement>(null)
  const total = analytics ? totalViews(analytics) : null
  const { state, fresh } = useDataState({ status, hasData: analytics !== null, isEmpty: total === 0 })
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => section.current)
  const isBusy = state === 'loading'

  return (
    <section
      aria-label="View analytics"
      tabIndex={-1} // takes the focus over from Retry
      {...rest}
      ref={section}
      className={className ? `pl-analytics ${className}` : 'pl-analytics'}
      data-state={state}
      data-freshness={fresh.kind}
      aria-busy={isBusy}
    >
      <div className="pl-analytics-header">
        <span>{rangeText(hours, locale)}</span>
        <FreshnessStatus fresh={fresh} locale={locale} />
      </div>
      <div className="pl-analytics-body">
        <div className="pl-analytics-data" data-hidden={state === 'error'}>
          <dl className="pl-analytics-totals">
            <Total label="Views" value={total} isBusy={isBusy} locale={locale} />
            {(analytics === null || analytics.totals) && (
              <Total
                label="Unique viewers"
                value={analytics?.totals?.uniqueViewers ?? null}
                isBusy={isBusy}
                locale={locale}
              />
            )}
          </dl>
          {analytics ? <ViewChart analytics={analytics} locale={locale} /> : <div className="pl-chart-room" />}
        </div>
        {state === 'empty' && <p className="pl-analytics-none">No views in this time</p>}
        {state === 'error' && (
          <div className="pl-message">
            <p className="pl-message-text">The views could not be loaded. {reasonOf(error)}</p>
            <Retry onRetry={() => void refetch()} what="view analytics" next={section} />
          </div>
        )}
      </div>
      <ViewTable analytics={analytics} locale={locale} />
    </section>
  )
})

interface TotalProps {
  readonly label: string
  readonly value: number | null
  readonly isBusy: boolean
  readonly locale: Locale
}

function Total({ label, value, isBusy, locale }: TotalProps) {
  return (
    <div className="pl-metric">
      <dt className="pl-metric-label">{label}</dt>
      <dd className="pl-metric-value">
        {value === null ? (
          <>
            <span className="pl-skeleton" aria-hidden="true" />
            <span className="pl-sr-only">{isBusy ? 'Loading…' : 'Not known'}</span>
          </>
        ) : (
          formatNumber(value, locale)
        )}
      </dd>
    </div>
  )
}
