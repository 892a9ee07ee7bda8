'use client'

import { forwardRef, useSyncExternalStore, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import { AnalyticsActions } from './AnalyticsActions.js'
import { RangeChoice } from './RangeChoice.js'
import { useViewAnalytics } from './useViewAnalytics.js'
import { ViewChart } from './ViewChart.js'
import { viewLabels, type ViewLabels } from './viewLabels.js'
import { Metric, type MetricPart } from '../metrics/Metric.js'
import { formatNumber } from '../shell/format.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { Shell } from '../shell/Shell.js'
import type { SlotProps } from '../shell/slot.js'
import { Title, type HeadingLevel } from '../shell/Title.js'
import { useI18n } from '../shell/useI18n.js'

export interface ViewAnalyticsProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children' | 'title'> {
  readonly pitchId: number
  /** How far it goes back at first, 1 to 168. Default 24. */
  readonly hours?: number
  /** People chose another time. */
  readonly onHoursChange?: (hours: number) => void
  /** The times to choose from, in hours. Default: a day and a week. */
  readonly ranges?: readonly number[]
  /** In place of the words at the top. */
  readonly title?: ReactNode
  /** Makes the title a heading of the page. */
  readonly headingLevel?: HeadingLevel
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<ViewLabels>
  readonly slotProps?: SlotProps<MetricPart | 'status' | 'range' | 'table' | 'download'>
}

const RANGES = [24, 168]
const never = () => () => undefined
const inPage = () => true
const onServer = () => false

/**
 * Views of a pitch over time: totals, a chart that is read by keys or by pointer, the same in a table, and in a file.
 * `useViewAnalytics` is what is behind it.
 */
export const ViewAnalytics = forwardRef<HTMLElement, ViewAnalyticsProps>(function ViewAnalytics(
  { pitchId, hours: initial, onHoursChange, ranges = RANGES, title, headingLevel, className, slotProps, ...props },
  ref,
) {
  const { locale: ownLocale, labels: ownLabels, ...rest } = props
  const analytics = useViewAnalytics({ pitchId, hours: initial, onHoursChange })
  const { range, chooseRange, hours, views, uniqueViewers, watching, view, refetch } = analytics
  const { labels, ...wording } = useI18n('views', viewLabels, { locale: ownLocale, labels: ownLabels })
  const { shell, locale } = wording
  const isPage = useSyncExternalStore(never, inPage, onServer)
  const written = (value: number | null) => (value === null ? null : formatNumber(value, locale))
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
          <Title level={headingLevel}>{title ?? labels.analytics}</Title>
          <RangeChoice
            ranges={ranges.includes(range) ? ranges : [...ranges, range].toSorted((one, other) => one - other)}
            chosen={range}
            onChoose={chooseRange}
            labels={labels}
            locale={locale}
            slotProps={slotProps}
          />
        </>
      }
      footer={
        <>
          <FreshnessStatus fresh={view.fresh} wording={wording} slotProps={slotProps} />
          <AnalyticsActions
            hours={hours}
            file={`pitch-${pitchId}-views-${range}h.csv`}
            labels={labels}
            wording={wording}
            slotProps={slotProps}
          />
        </>
      }
    >
      <dl className="pl-analytics-totals">
        <Metric label={labels.viewsTotal} value={written(views)} {...more} />
        {uniqueViewers !== undefined && (
          <Metric label={labels.uniqueViewers} value={written(uniqueViewers)} {...more} />
        )}
        <Metric label={labels.watchingNow} value={written(watching)} {...more} />
      </dl>
      {/* A server knows no time zone but its own, and may not place anything by `style` under a strict CSP. */}
      {hours && isPage ? (
        <ViewChart hours={hours} labels={labels} locale={locale} />
      ) : (
        <div className="pl-chart-room" />
      )}
    </Shell>
  )
})
