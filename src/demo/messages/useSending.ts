import { useMutationState, useQueryClient, type Mutation } from '@tanstack/react-query'
import { useAnnouncer, useLiveMutation } from 'pitchey-live'
import { messages } from '../streams/index.js'

/** A text that was not taken, and why. */
export interface Refused {
  readonly key: number
  readonly text: string
  readonly why: string
}

export interface Sending {
  readonly send: (text: string) => void
  /** Oldest first. They are kept while the page is open, wherever on it one goes. */
  readonly refused: readonly Refused[]
  readonly discard: (refused: Refused) => void
}

const KEY = ['messages', 'message_send'] as const

/** Sends what somebody writes. It is an ordinary mutation, so what became of it is in the client's own cache. */
export function useSending(conversationId: string): Sending {
  const cache = useQueryClient().getMutationCache()
  const { say } = useAnnouncer()
  const { mutateAsync } = useLiveMutation(messages, 'message_send')
  const failed = useMutationState({
    filters: { mutationKey: KEY, status: 'error' },
    select: ({ mutationId, state }) => ({
      key: mutationId,
      why: state.error?.message ?? '',
      // Given to `mutateAsync` below.
      ...(state.variables as { readonly conversationId: string; readonly text: string }),
    }),
  })
  const forget = (isOver: (mutation: Mutation) => boolean) => {
    for (const mutation of cache.findAll({ mutationKey: KEY })) if (isOver(mutation)) cache.remove(mutation)
  }
  return {
    send: (text) => {
      mutateAsync({ conversationId, text }).then(
        () => forget(({ state }) => state.status === 'success'),
        ({ message }: Error) => say(`“${text}” was not sent: ${message}`, 'assertive'),
      )
    },
    refused: failed.filter((one) => one.conversationId === conversationId),
    discard: ({ key }) => forget(({ mutationId }) => mutationId === key),
  }
}
