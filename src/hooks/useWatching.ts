'use client'

import { useEffect } from 'react'
import { createWatching, type Watching } from './watching.js'
import { useLive } from '../contexts/live.js'
import type { PitcheyLive } from '../contexts/pitchey.js'
import { systemClock } from '../live/clock.js'
import { pageEnvironment } from '../live/environment.js'

const watchings = new WeakMap<PitcheyLive, Watching>()

/**
 * Counts the signed-in user as watching a pitch, while this is mounted and the tab is looked at; once, in however many
 * components and tabs. It only says so: `LiveViewBadge` and `useQuery(watchers(pitchId))` show how many there are.
 * @param pitchId `null`: none
 */
export function useWatching(pitchId: number | null): void {
  const live = useLive()
  useEffect(() => (pitchId === null ? undefined : watchingOf(live).watch(pitchId)), [live, pitchId])
}

function watchingOf(live: PitcheyLive): Watching {
  const found =
    watchings.get(live) ??
    createWatching({
      say: (pitchId, on) => void live.send('watch', { pitchId, on }),
      isConnected: () => live.getStatus().connection.state === 'connected',
      onConnection: live.subscribe,
      clock: systemClock,
      environment: pageEnvironment,
    })
  watchings.set(live, found)
  return found
}
