'use client'

import { useState } from 'react'
import { inOrder, inPlace } from './onlineOrder.js'
import type { Locale } from '../shell/format.js'
import { usePresence } from '../../hooks/usePresence.js'
import { useWebSocket } from '../../hooks/useWebSocket.js'
import type { Person } from '../../protocol/streams/presence.js'

/** Who is online, in an order that does not change under the hand of whoever is about to press one of them. */
export function useOnlineUsers(locale: Locale) {
  const { onlineUsers, presenceOf, status, error, refetch } = usePresence()
  const { user } = useWebSocket()
  const [isHeld, setHeld] = useState(false)
  const [before, setBefore] = useState<readonly number[]>([])
  const ownId = user?.userId ?? null
  const sorted = inOrder(onlineUsers, ownId, locale)
  const users: readonly Person[] = isHeld ? inPlace(sorted, before) : sorted
  const hold = (on: boolean) => {
    if (on) setBefore(users.map(({ userId }) => userId))
    setHeld(on)
  }
  return {
    users,
    ownId,
    statusOf: (userId: number) => presenceOf(userId).status,
    status,
    error,
    refetch,
    /** Spread on what holds the list. */
    holding: {
      // Only a pointer that moves: a list that appears under a resting one is entered, too, and nobody points at it.
      onPointerMove: () => isHeld || hold(true),
      onPointerDown: () => isHeld || hold(true),
      onPointerLeave: () => hold(false),
      onFocus: () => isHeld || hold(true),
      onBlur: () => hold(false),
    },
  }
}
