'use client'

import { useEffect } from 'react'
import { createWatchings } from './watching.js'
import { useLive } from '../contexts/live.js'

const watchingOf = createWatchings<number>((live, pitchId, on) => void live.send('watch', { pitchId, on }))

/**
 * Counts the signed-in user as watching a pitch, while this is mounted and the tab is looked at; once, in however many
 * components and tabs. It only says so: `LiveViewBadge` and `useQuery(watchers(pitchId))` show how many there are.
 * @param pitchId `null`: none
 */
export function useWatching(pitchId: number | null): void {
  const live = useLive()
  useEffect(() => (pitchId === null ? undefined : watchingOf(live).watch(pitchId)), [live, pitchId])
}
