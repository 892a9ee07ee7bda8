'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { useLive } from '../contexts/live.js'
import { getJson } from '../live/index.js'

/** REST as one user, for queries whose keys say whose they are. */
export interface Reading {
  /** Who is signed in, as the session tells users apart; `null` until that is known, and when nobody is. */
  readonly userKey: string | null
  /** @throws SnapshotError, SignedOutError, and an Error when it is not that user who is signed in by now */
  readonly get: (path: string) => Promise<unknown>
}

/** Nothing of one user's is shown under another: ordinary queries do not belong to anybody by themselves. */
export function useReading(): Reading {
  const client = useQueryClient()
  const { ground } = useLive()
  const current = () => ground.sessions.current()?.userKey ?? null
  const userKey = useSyncExternalStore(ground.watchUser, current, () => null)
  return useMemo(
    () => ({
      userKey,
      get: async (path) => {
        const answer = await getJson(client, path)
        // Somebody may have signed in just before it was asked.
        if ((ground.sessions.current()?.userKey ?? null) !== userKey)
          throw new Error('Another user signed in meanwhile')
        return answer
      },
    }),
    [client, ground, userKey],
  )
}
