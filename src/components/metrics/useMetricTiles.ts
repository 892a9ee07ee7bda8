'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { METRICS, type MetricName } from './metricNames.js'
import { metricsLabels, type MetricsLabels } from './metricsLabels.js'
import { metricTile } from './metricWords.js'
import { useMetricFeed } from './useMetricFeed.js'
import { useOverdue } from './useOverdue.js'
import { useDataState, type DataView } from '../shell/useDataState.js'
import { useI18n } from '../shell/useI18n.js'
import { dashboardMetrics, type Refetch } from '../../hooks/queries.js'
import { NEVER } from '../../protocol/streams/values.js'

export interface MetricTilesOptions {
  /** How often the metrics are polled while they are not live, in ms. Default 30,000. */
  readonly refreshInterval?: number | undefined
  /** Which, and in which order. Default: all four. Keep its identity. */
  readonly metrics?: readonly MetricName[] | undefined
  /** ISO 4217 code of the revenue. Default `USD`. */
  readonly currency?: string | undefined
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string | undefined
  readonly labels?: Partial<MetricsLabels> | undefined
}

/**
 * `LiveMetrics` without its face: what each tile says of the signed-in user's metrics, at most four times a second and
 * ending on the last value; the changes since the page first knew them, which are forgotten when another user signs in.
 */
export function useMetricTiles(options: MetricTilesOptions = {}) {
  const { refreshInterval = 30_000, metrics: names = METRICS, currency = 'USD', locale, labels: ownLabels } = options
  const [{ metrics: painted, tracks, pausedAt }, feed] = useMetricFeed()
  const client = useQueryClient()
  const { data, status, error, refetch } = useQuery({
    ...dashboardMetrics(),
    meta: { refreshInterval },
    notifyOnChangeProps: ['status', 'error'], // the feed tells of data
  })
  // Before the feed is there, and on a server, the query is.
  const metrics = painted ?? data ?? null
  const view = useDataState({ status, error, hasData: metrics !== null, isEmpty: metrics?.updatedAt === NEVER })

  const answeredAt = useCallback(() => client.getQueryState(dashboardMetrics().queryKey)?.dataUpdatedAt ?? 0, [client])
  const isOverdue = useOverdue(view.fresh.kind === 'polling', 2 * refreshInterval, answeredAt)
  const fresh: DataView['fresh'] = isOverdue ? { kind: 'stale' } : view.fresh

  const { labels, ...wording } = useI18n('metrics', metricsLabels, { locale, labels: ownLabels })
  const tiles = useMemo(
    () =>
      names.map((name) =>
        metricTile({
          name,
          value: metrics && metrics[name],
          track: tracks[name],
          currency,
          labels,
          locale: wording.locale,
        }),
      ),
    [names, metrics, tracks, currency, labels, wording.locale],
  )
  const retry: Refetch = refetch
  return {
    tiles,
    /** Which of the five states they are in, and how fresh they can be. */
    view: { ...view, fresh },
    /** When any of them last changed, ISO 8601; `null` when that is not known, or never happened. */
    updatedAt: metrics && metrics.updatedAt !== NEVER ? metrics.updatedAt : null,
    /** Of when they are, in ms since 1970, while they are held still; else `null`. */
    pausedAt,
    /** Holds the numbers still. */
    pause: feed.pause,
    /** And shows what has come meanwhile. */
    resume: feed.resume,
    refetch: retry,
    labels,
    wording,
  }
}
