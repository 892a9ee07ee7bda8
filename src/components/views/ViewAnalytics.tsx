'use client'

import { forwardRef, type ComponentPropsWithoutRef } from 'react'
import { totalViews } from './analyticsWords.js'
import { ViewChart } from './ViewChart.js'
import { viewLabels, type ViewLabels } from './viewLabels.js'
import { ViewTable } from './ViewTable.js'
import { Metric, type MetricPart } from '../metrics/Metric.js'
import { formatNumber, quantity } from '../shell/format.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { Shell } from '../shell/Shell.js'
import type { SlotProps } from '../shell/slot.js'
import { useDataState } from '../shell/useDataState.js'
import { useI18n } from '../shell/useI18n.js'
import { usePitchAnalytics } from '../../hooks/usePitchAnalytics.js'

export interface ViewAnalyticsProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  readonly pitchId: number
  /** How far it goes back, 1 to 168. Default 24. */
  readonly hours?: number
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<ViewLabels>
  readonly slotProps?: SlotProps<MetricPart | 'status'>
}

/** Views of a pitch over time. */
export const ViewAnalytics = forwardRef<HTMLElement, ViewAnalyticsProps>(function ViewAnalytics(
  { pitchId, hours = 24, locale: ownLocale, labels: ownLabels, className, slotProps, ...rest },
  ref,
) {
  const { analytics, status, error, refetch } = usePitchAnalytics(pitchId, hours)
  const total = analytics && totalViews(analytics)
  const { labels, ...wording } = useI18n('views', viewLabels, { locale: ownLocale, labels: ownLabels })
  const view = useDataState({
    status,
    error,
    hasData: analytics !== null,
    isEmpty: total === 0,
    of: `${pitchId} ${hours}`,
  })
  const { shell, locale } = wording
  const written = (value: number | null | undefined) => (value == null ? null : formatNumber(value, locale))
  const more = { isLoading: view.state === 'loading', shell, slotProps }

  return (
    <Shell
      {...rest}
      ref={ref}
      className={className ? `pl-analytics ${className}` : 'pl-analytics'}
      view={view}
      wording={wording}
      label={labels.analytics}
      failure={labels.analyticsNotLoaded}
      what={labels.analyticsWhat}
      onRetry={() => void refetch()}
      header={
        <>
          <span>{labels.lastHours(quantity(hours, locale))}</span>
          <FreshnessStatus fresh={view.fresh} wording={wording} slotProps={slotProps} />
        </>
      }
      footer={<ViewTable analytics={analytics} labels={labels} locale={locale} />}
    >
      <dl className="pl-analytics-totals">
        <Metric label={labels.viewsTotal} value={written(total)} {...more} />
        {(analytics === null || analytics.totals) && (
          <Metric label={labels.uniqueViewers} value={written(analytics?.totals?.uniqueViewers)} {...more} />
        )}
      </dl>
      {analytics ? (
        <ViewChart analytics={analytics} labels={labels} locale={locale} />
      ) : (
        <div className="pl-chart-room" />
      )}
      {view.state === 'empty' && <p className="pl-analytics-none">{labels.noneInThisTime}</p>}
    </Shell>
  )
})
