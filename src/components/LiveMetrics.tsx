'use client'

import { forwardRef, useImperativeHandle, useRef, type ComponentPropsWithoutRef } from 'react'
import { formatMoney, formatNumber, type Locale } from './format.js'
import { FreshnessStatus } from './FreshnessStatus.js'
import { reasonOf } from './reasons.js'
import { RelativeTime } from './RelativeTime.js'
import { Retry } from './Retry.js'
import { useDataState } from './useDataState.js'
import { useDashboardMetrics } from '../hooks/useDashboardMetrics.js'
import { NEVER } from '../protocol/streams/values.js'

export interface LiveMetricsProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** Says whether the numbers are live. Default `true`. */
  readonly showConnectionStatus?: boolean
  /** How often they are polled while they are not, in ms. Default 30,000. */
  readonly refreshInterval?: number
  /** ISO 4217 code of the revenue. Default `USD`. */
  readonly currency?: string
  /** e.g. `de-CH`; default: the browser's. */
  readonly locale?: string
}

type Metrics = NonNullable<ReturnType<typeof useDashboardMetrics>['dashboardMetrics']>

const METRICS = [
  ['pitchViews', 'Pitch views'],
  ['totalRevenue', 'Total revenue'],
  ['activeInvestors', 'Active investors'],
  ['newMessages', 'New messages'],
] as const

/** The signed-in user's four metrics. */
const LiveMetrics = forwardRef<HTMLElement, LiveMetricsProps>(function LiveMetrics(
  { showConnectionStatus = true, refreshInterval = 30_000, currency = 'USD', locale, className, ...rest },
  ref,
) {
  const { dashboardMetrics: metrics, status, error, refetch } = useDashboardMetrics({ refreshInterval })
  const section = useRef<HTMLElement>(null)
  const { state, fresh } = useDataState({
    status,
    hasData: metrics !== null,
    isEmpty: metrics?.updatedAt === NEVER,
  })
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => section.current)

  return (
    <section
      aria-label="Live metrics"
      tabIndex={-1} // takes the focus over from Retry
      {...rest}
      ref={section}
      className={className ? `pl-metrics ${className}` : 'pl-metrics'}
      data-state={state}
      data-freshness={fresh.kind}
      aria-busy={state === 'loading'}
    >
      <div className="pl-metrics-body">
        <dl className="pl-metrics-list" data-hidden={state === 'error'}>
          {METRICS.map(([name, label]) => (
            <div key={name} className="pl-metric">
              <dt className="pl-metric-label">{label}</dt>
              <dd className="pl-metric-value">
                {metrics ? formatMetric(name, metrics, currency, locale) : <Placeholder busy={state === 'loading'} />}
              </dd>
            </div>
          ))}
        </dl>
        {state === 'error' && (
          <div className="pl-message pl-metrics-message">
            <p className="pl-message-text">The metrics could not be loaded. {reasonOf(error)}</p>
            <Retry onRetry={() => void refetch()} what="metrics" next={section} />
          </div>
        )}
      </div>
      <div className="pl-metrics-footer">
        {showConnectionStatus && <FreshnessStatus fresh={fresh} locale={locale} pollMs={refreshInterval} />}
        {state === 'empty' && <span>No activity yet</span>}
        {metrics && metrics.updatedAt !== NEVER && (
          <span>
            Updated <RelativeTime at={metrics.updatedAt} locale={locale} />
          </span>
        )}
      </div>
    </section>
  )
})

export default LiveMetrics

function Placeholder({ busy }: { readonly busy: boolean }) {
  return (
    <>
      <span className="pl-skeleton" aria-hidden="true" />
      <span className="pl-sr-only">{busy ? 'Loading…' : 'Not known'}</span>
    </>
  )
}

function formatMetric(name: (typeof METRICS)[number][0], metrics: Metrics, currency: string, locale: Locale): string {
  return name === 'totalRevenue' ? formatMoney(metrics[name], currency, locale) : formatNumber(metrics[name], locale)
}
