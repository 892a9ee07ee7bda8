'use client'

import { useQuery } from '@tanstack/react-query'
import { viewersUpTo } from './viewer.js'
import { useDataState } from '../shell/useDataState.js'
import { pitchViews, type Refetch } from '../../hooks/queries.js'
import type { DataOf } from '../../protocol/stream.js'
import type { pitch } from '../../protocol/streams/index.js'

const viewersOf = ({ recentViewers }: DataOf<typeof pitch>) => recentViewers

/** `ViewerList` without its face. */
export function useViewerList(pitchId: number, maxViewers: number = Number.POSITIVE_INFINITY) {
  const query = useQuery({ ...pitchViews(pitchId), select: viewersOf })
  const { data, status, error } = query
  const view = useDataState({ status, error, hasData: data !== undefined, isEmpty: data?.length === 0, of: pitchId })
  const refetch: Refetch = query.refetch
  return {
    /** Newest first, each person once; `null` while they are not known. */
    viewers: data?.slice(0, viewersUpTo(maxViewers)) ?? null,
    view,
    refetch,
  }
}
