'use client'

import { useMutation, type UseMutationResult } from '@tanstack/react-query'
import { useLive } from '../contexts/live.js'
import type { CommandError, Live, OutboxFullError } from '../live/index.js'
import type { Ack } from '../protocol/control.js'
import type { AnyStream, CommandsOf } from '../protocol/stream.js'

/** `data` is the server's `ack`. */
export type LiveMutation<Input> = UseMutationResult<Ack, CommandError | OutboxFullError, Input>

/**
 * Sends one command of a stream: `useLiveMutation(comments, 'comment_add').mutate({ pitchId, text })`. What it will do shows
 * at once where the stream foresees it; without a connection it waits for one, and so does the mutation.
 */
export function useLiveMutation<S extends AnyStream, T extends keyof CommandsOf<S> & string>(
  stream: S,
  type: T,
): LiveMutation<CommandsOf<S>[T]> {
  // The page's engine is typed by Pitchey's own streams; whether it knows this one, too, it says itself.
  const live = useLive() as unknown as Live<CommandsOf<S>>
  return useMutation({
    mutationKey: [stream.name, type],
    mutationFn: (input) => live.send(type, input).acked,
    // The outbox waits for the network, and tries again with the same id: anybody else would send it twice.
    networkMode: 'always',
    retry: false,
  })
}
