'use client'

import { forwardRef, type ComponentPropsWithoutRef } from 'react'
import { Metric, type MetricPart } from './metrics/Metric.js'
import { metricsLabels, type MetricsLabels } from './metrics/metricsLabels.js'
import { formatMoney, formatNumber } from './shell/format.js'
import { FreshnessStatus } from './shell/FreshnessStatus.js'
import { RelativeTime } from './shell/RelativeTime.js'
import { Shell } from './shell/Shell.js'
import type { SlotProps } from './shell/slot.js'
import { useDataState } from './shell/useDataState.js'
import { useI18n } from './shell/useI18n.js'
import { useDashboardMetrics } from '../hooks/useDashboardMetrics.js'
import { NEVER } from '../protocol/streams/values.js'

export interface LiveMetricsProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** Says whether the numbers are live. Default `true`. */
  readonly showConnectionStatus?: boolean
  /** How often they are polled while they are not, in ms. Default 30,000. */
  readonly refreshInterval?: number
  /** ISO 4217 code of the revenue. Default `USD`. */
  readonly currency?: string
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<MetricsLabels>
  readonly slotProps?: SlotProps<MetricPart | 'status'>
}

const METRICS = ['pitchViews', 'totalRevenue', 'activeInvestors', 'newMessages'] as const

/** The signed-in user's four metrics. */
const LiveMetrics = forwardRef<HTMLElement, LiveMetricsProps>(function LiveMetrics(
  { showConnectionStatus = true, refreshInterval = 30_000, currency = 'USD', className, slotProps, ...props },
  ref,
) {
  const { locale: ownLocale, labels: ownLabels, ...rest } = props
  const { dashboardMetrics: metrics, status, error, refetch } = useDashboardMetrics({ refreshInterval })
  const isEmpty = metrics?.updatedAt === NEVER
  const view = useDataState({ status, error, hasData: metrics !== null, isEmpty })
  const { labels, ...wording } = useI18n('metrics', metricsLabels, { locale: ownLocale, labels: ownLabels })
  const { shell, locale } = wording

  return (
    <Shell
      {...rest}
      ref={ref}
      className={className ? `pl-metrics ${className}` : 'pl-metrics'}
      view={view}
      wording={wording}
      label={labels.metrics}
      failure={labels.notLoaded}
      what={labels.what}
      onRetry={() => void refetch()}
      footer={
        <>
          {showConnectionStatus && (
            <FreshnessStatus fresh={view.fresh} wording={wording} pollMs={refreshInterval} slotProps={slotProps} />
          )}
          {view.state === 'empty' && <span>{labels.noActivity}</span>}
          {metrics && !isEmpty && <RelativeTime at={metrics.updatedAt} locale={locale} phrase={shell.updated} />}
        </>
      }
    >
      <dl className="pl-metrics-list">
        {METRICS.map((name) => (
          <Metric
            key={name}
            label={labels[name]}
            value={metrics && formatMetric(name, metrics[name], currency, locale)}
            isLoading={view.state === 'loading'}
            shell={shell}
            slotProps={slotProps}
          />
        ))}
      </dl>
    </Shell>
  )
})

export default LiveMetrics

const formatMetric = (name: (typeof METRICS)[number], value: number, currency: string, locale: string | undefined) =>
  name === 'totalRevenue' ? formatMoney(value, currency, locale) : formatNumber(value, locale)
