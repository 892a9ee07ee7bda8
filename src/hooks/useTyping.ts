'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { typing } from './queries.js'
import { senderOf } from './typing/senders.js'
import { createTypists, nobody, type TypingUser } from './typing/typists.js'
import { useWebSocket } from './useWebSocket.js'
import { useLive } from '../contexts/live.js'
import { systemClock } from '../live/clock.js'
import type { Typist } from '../protocol/streams/typing.js'

const NONE: readonly Typist[] = []

/**
 * Who else is typing in a conversation, and saying that this user does: `startTyping()` with each key, `stopTyping()` when the
 * text is sent or left. After three seconds without a key it is over by itself; without a connection nothing is said.
 */
export function useTyping(conversationId: number | string) {
  const live = useLive()
  const { isConnected, user } = useWebSocket()
  const { data } = useQuery(typing(conversationId))
  const userId = user?.userId ?? null
  // Others for each conversation: whoever types in one is not shown in the next for a moment.
  const typists = useMemo(() => ({ conversationId, ...createTypists(systemClock) }), [conversationId])
  const users = (isConnected && data?.users) || NONE
  useEffect(() => {
    typists.hear(users, userId)
  }, [typists, users, userId])
  useEffect(() => typists.stop, [typists])
  const actions = useMemo(() => {
    const field = {}
    const sender = senderOf(live)
    return {
      startTyping: () => sender.key(conversationId, field),
      stopTyping: () => sender.stop(conversationId, field),
      /** Calls back at once and on each change; returns how to stop. */
      subscribeToTyping: (listener: (users: readonly TypingUser[]) => void) => {
        listener(typists.get())
        return typists.subscribe(() => listener(typists.get()))
      },
    }
  }, [live, conversationId, typists])
  useEffect(() => actions.stopTyping, [actions])
  const typingUsers = useSyncExternalStore(typists.subscribe, typists.get, nobody)
  return { typingUsers, ...actions }
}
