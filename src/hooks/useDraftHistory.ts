'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { answerOf } from './answer.js'
import { draftHistory, draftRevision, nameOf, pathOf } from './draftHistory.js'
import { draft, type Refetch } from './queries.js'
import { useReading } from './useReading.js'
import { useWebSocket } from './useWebSocket.js'
import { useLive } from '../contexts/live.js'
import { sendJson } from '../live/index.js'
import { mayRetry } from '../live/sync/liveQuery.js'
import { Restored, type DraftAsSaved, type DraftRevision } from '../protocol/draftHistory.js'

export interface DraftHistoryTarget {
  /** Whose draft it is, where that is another who let this user in. */
  readonly ownerId?: number | undefined
}

/** Between looks while no event tells that somebody has saved. */
const POLL_MS = 30_000
/** So long the list may be behind the draft before it is asked for again. */
const BEHIND_MS = 1_000
const NONE: readonly DraftRevision[] = []

const revisionOf = ({ revision }: { readonly revision: number }) => revision

interface Restoring {
  readonly id: string
  readonly revision: number
  readonly baseRevision: number
}

/** The last 50 revisions of a draft: who saved them and when, what they said, and a way back to each. */
export function useDraftHistory(draftId: string, { ownerId }: DraftHistoryTarget = {}) {
  const client = useQueryClient()
  const { newId, clock } = useLive().ground
  const { isConnected } = useWebSocket()
  const reading = useReading()
  const name = nameOf(draftId, ownerId)
  // Looked at for its events, which say that there is another revision.
  const { data: saved = 0 } = useQuery({ ...draft(draftId, ownerId), select: revisionOf })
  const query = useQuery({
    ...draftHistory(name, reading),
    enabled: reading.userKey !== null,
    ...(isConnected ? {} : { refetchInterval: POLL_MS }),
  })
  const newest = query.data && (query.data[0]?.revision ?? 0)
  useEffect(() => {
    if (newest === undefined || saved <= newest) return undefined
    // What was saved after the list was read and before the stream was looked at has no event.
    return clock.after(BEHIND_MS, () => void client.invalidateQueries({ queryKey: ['draft-history', name] }))
  }, [newest, saved, client, clock, name])
  const {
    mutateAsync,
    isPending,
    error: restoreError,
  } = useMutation({
    mutationKey: ['draft-restore', name],
    mutationFn: async (body: Restoring) => {
      const path = pathOf(name, 'restore')
      return answerOf(Restored, path, await sendJson(client, { method: 'POST', path, body })).result
    },
    // The same id each time: what took effect although its answer was lost is not done twice.
    retry: mayRetry,
    networkMode: 'always',
  })

  const read = useCallback(
    (revision: number): Promise<DraftAsSaved> => client.fetchQuery(draftRevision(name, revision, reading)),
    [client, name, reading],
  )
  const restore = useCallback(
    async (revision: number): Promise<number> => {
      const shown = client.getQueryData(draft(draftId, ownerId).queryKey)
      const listed = client.getQueryData<readonly DraftRevision[]>(draftHistory(name, reading).queryKey)
      const baseRevision = Math.max(shown?.revision ?? 0, listed?.[0]?.revision ?? 0)
      const restored = await mutateAsync({ id: newId(), revision, baseRevision })
      return restored.revision
    },
    [client, draftId, ownerId, name, reading, mutateAsync, newId],
  )
  const { data, status, error } = query
  const refetch: Refetch = query.refetch
  return {
    /** Newest first; the first is the draft as it is saved now. */
    revisions: data ?? NONE,
    status,
    error,
    refetch,
    /** What a revision said. It is asked for once. Rejects with a SnapshotError: `not_found` when it is not kept any more. */
    read,
    /**
     * Saves what a revision said as a new one, which is returned: nothing that came after it is lost. Rejects with a
     * SnapshotError, `conflict` when somebody has saved since: then nothing was done.
     */
    restore,
    isRestoring: isPending,
    /** Why the last restoring failed; `null` once another one is begun. */
    restoreError,
  }
}
