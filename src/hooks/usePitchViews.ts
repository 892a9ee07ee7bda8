'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { pitchViews, type Refetch } from './queries.js'
import { useLive } from '../contexts/live.js'

/** How often a pitch was viewed. `trackView()` says that this user views it now; the server counts once in 30 min. */
export function usePitchViews(pitchId: number) {
  const live = useLive()
  const query = useQuery(pitchViews(pitchId))
  const { data, status, error } = query
  const refetch: Refetch = query.refetch
  const trackView = useCallback(() => live.send('pitch_view', { pitchId }), [live, pitchId])
  return { pitchData: data ?? null, status, error, refetch, trackView }
}
