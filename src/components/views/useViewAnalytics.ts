'use client'

import { useMemo, useState } from 'react'
import { hoursOf, totalViews } from './hours.js'
import { useViewBadge } from './useViewBadge.js'
import { useDataState } from '../shell/useDataState.js'
import { usePitchAnalytics } from '../../hooks/usePitchAnalytics.js'

export interface ViewAnalyticsOptions {
  readonly pitchId: number
  /** How far it goes back at first, 1 to 168. Default 24. */
  readonly hours?: number | undefined
  /** People chose another time. */
  readonly onHoursChange?: ((hours: number) => void) | undefined
}

/** `ViewAnalytics` without its face. */
export function useViewAnalytics({ pitchId, hours: initial = 24, onHoursChange }: ViewAnalyticsOptions) {
  const [chosen, setChosen] = useState({ initial, range: initial })
  // A host that says another is obeyed.
  if (chosen.initial !== initial) setChosen({ initial, range: initial })
  const { range } = chosen
  const { analytics, status, error, refetch } = usePitchAnalytics(pitchId, range)
  const hours = useMemo(() => analytics && hoursOf(analytics), [analytics])
  const views = hours && totalViews(hours)
  const view = useDataState({
    status,
    error,
    hasData: analytics !== null,
    isEmpty: views === 0,
    of: `${pitchId} ${range}`,
  })
  const { count: watching } = useViewBadge(pitchId)
  return {
    /** How far it goes back, in hours. */
    range,
    chooseRange: (next: number) => {
      setChosen({ initial, range: next })
      onHoursChange?.(next)
    },
    /** Oldest first, the last of them not over; `null` while they are not known. */
    hours,
    views,
    /** Whoever came in several hours is one. `undefined`: the server does not tell. */
    uniqueViewers: analytics ? analytics.totals?.uniqueViewers : null,
    /** How many watch right now; `null` while that is not known. */
    watching,
    view,
    refetch,
  }
}
