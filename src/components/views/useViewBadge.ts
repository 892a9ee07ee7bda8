'use client'

import { useQuery } from '@tanstack/react-query'
import { badgeState } from './badgeWords.js'
import { useDataState } from '../shell/useDataState.js'
import { watchers } from '../../hooks/queries.js'

/** `LiveViewBadge` without its face. It counts nobody: `useWatching` does. */
export function useViewBadge(pitchId: number) {
  const { data, status, error } = useQuery(watchers(pitchId))
  const view = useDataState({ status, error, hasData: data !== undefined, isEmpty: data?.count === 0, of: pitchId })
  const known = data?.count ?? null
  const state = badgeState(view, known)
  /** How many watch, as far as is known; `null`: not at all. */
  const count = state === 'offline' || state === 'error' ? null : known
  return { state, count, fresh: view.fresh, error: view.error }
}
