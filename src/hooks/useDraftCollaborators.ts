'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf } from './answer.js'
import { pathOf } from './draftHistory.js'
import type { Refetch } from './queries.js'
import { useReading } from './useReading.js'
import { sendJson } from '../live/index.js'
import { mayRetry } from '../live/sync/liveQuery.js'
import { DraftCollaborators } from '../protocol/draftHistory.js'

const NOBODY: readonly number[] = []

/** Whom the signed-in user lets into a draft of theirs. Only its owner is told, and only its owner can change it. */
export function useDraftCollaborators(draftId: string) {
  const client = useQueryClient()
  const { userKey, get } = useReading()
  const path = pathOf(draftId, 'collaborators')
  const queryKey = ['draft-collaborators', draftId, userKey]
  const query = useQuery({
    queryKey,
    queryFn: async () => answerOf(DraftCollaborators, path, await get(path)).userIds,
    enabled: userKey !== null,
    retry: mayRetry,
  })
  const {
    mutateAsync,
    isPending,
    error: setError,
  } = useMutation({
    mutationKey: ['draft-collaborators', draftId],
    mutationFn: async (userIds: readonly number[]) =>
      answerOf(DraftCollaborators, path, await sendJson(client, { method: 'PUT', path, body: { userIds } })).userIds,
    // It says how it is to be, so saying it twice does no harm.
    retry: mayRetry,
    networkMode: 'always',
    onSuccess: async (userIds) => {
      // An answer to an older question would say who was in before.
      await client.cancelQueries({ queryKey, exact: true })
      client.setQueryData<readonly number[]>(queryKey, userIds)
    },
  })
  const { data, status, error } = query
  const refetch: Refetch = query.refetch
  return {
    /** Without the owner. */
    userIds: data ?? NOBODY,
    status,
    error,
    refetch,
    /** From now on these, and nobody else: whoever is taken out is told at once, and keeps what they wrote. */
    setCollaborators: (userIds: readonly number[]): Promise<readonly number[]> => mutateAsync(userIds),
    isSetting: isPending,
    /** Why the last setting failed; `null` once another one is begun. */
    setError,
  }
}
