'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useDataState } from '../shell/useDataState.js'
import { pitchViews, type Refetch } from '../../hooks/queries.js'
import { useLive } from '../../contexts/live.js'
import type { DataOf } from '../../protocol/stream.js'
import type { pitch } from '../../protocol/streams/index.js'

export interface ViewCounterOptions {
  readonly pitchId: number
  readonly showUniqueViewers?: boolean
  readonly showRecentViewers?: boolean
}

/** `LiveViewCounter` without its face. What is not shown does not render it again. */
export function useViewCounter({ pitchId, showUniqueViewers = false, showRecentViewers = false }: ViewCounterOptions) {
  const live = useLive()
  const select = useCallback(
    ({ viewCount, uniqueViewers, recentViewers }: DataOf<typeof pitch>) => ({
      views: viewCount,
      uniqueViewers: showUniqueViewers ? uniqueViewers : null,
      recentViewers: showRecentViewers ? recentViewers : null,
    }),
    [showUniqueViewers, showRecentViewers],
  )
  const query = useQuery({ ...pitchViews(pitchId), select })
  const { data, status, error } = query
  const view = useDataState({
    status,
    error,
    hasData: data !== undefined,
    isEmpty: data?.views === 0,
    of: pitchId,
  })
  /** Says that this user views it now; the server counts once in 30 min. */
  const trackView = useCallback(() => {
    try {
      live.send('pitch_view', { pitchId })
    } catch {
      // Too much else is waiting to be sent: of all that, a view is what can be missed.
    }
  }, [live, pitchId])
  const refetch: Refetch = query.refetch
  return {
    views: data?.views ?? null,
    /** `null` while they are not known, or not asked for. */
    uniqueViewers: data?.uniqueViewers ?? null,
    /** The last ten, newest first; `null` while they are not known, or not asked for. */
    recentViewers: data?.recentViewers ?? null,
    view,
    refetch,
    trackView,
  }
}
