import type { QueryFunction } from '@tanstack/react-query'
import { answerOf } from './answer.js'
import type { Reading } from './useReading.js'
import { mayRetry } from '../live/sync/liveQuery.js'
import { DraftAsSaved, DraftRevisions, type DraftRevision } from '../protocol/draftHistory.js'

/** A draft as the server calls it for this user: with its owner, where that is another. */
export const nameOf = (draftId: string, ownerId: number | undefined): string =>
  ownerId === undefined ? draftId : `${ownerId}.${draftId}`

export const pathOf = (name: string, rest: string): string => `/api/drafts/${encodeURIComponent(name)}/${rest}`

type HistoryKey = readonly ['draft-history', string, string | null]

/** Plain TanStack Query options. */
export interface DraftHistoryOptions {
  queryKey: HistoryKey
  queryFn: QueryFunction<readonly DraftRevision[], HistoryKey>
  retry: (failures: number, error: Error) => boolean
  staleTime: number
}

/**
 * The last 50 revisions of a draft, newest first: an ordinary query, which each save makes out of date while the draft's
 * stream is looked at.
 */
export const draftHistory = (name: string, { userKey, get }: Reading): DraftHistoryOptions => ({
  queryKey: ['draft-history', name, userKey],
  queryFn: async () => {
    const path = pathOf(name, 'revisions?limit=50')
    return answerOf(DraftRevisions, path, await get(path)).items
  },
  retry: mayRetry,
  // The stream says when it is out of date, also after a reconnect: a focus or a remount knows nothing better.
  staleTime: Number.POSITIVE_INFINITY,
})

type RevisionKey = readonly ['draft-revision', string, string | null, number]

/** Plain TanStack Query options. */
export interface DraftRevisionOptions {
  queryKey: RevisionKey
  queryFn: QueryFunction<DraftAsSaved, RevisionKey>
  retry: (failures: number, error: Error) => boolean
  staleTime: number
}

/** A revision as it was saved. It never changes: once it is here, it is not asked for again. */
export const draftRevision = (name: string, revision: number, { userKey, get }: Reading): DraftRevisionOptions => ({
  queryKey: ['draft-revision', name, userKey, revision],
  queryFn: async () => {
    const path = pathOf(name, `revisions/${revision}`)
    return answerOf(DraftAsSaved, path, await get(path))
  },
  retry: mayRetry,
  staleTime: Number.POSITIVE_INFINITY,
})
