'use client'

import type { Presence } from '../../hooks/presenceIn.js'
import { usePresence } from '../../hooks/usePresence.js'

/** How somebody is; without an id, this page's own user, who is known here in any case. */
export function usePresenceOf(userId: number | undefined): Presence {
  const { presenceOf, myPresence } = usePresence()
  if (userId !== undefined) return presenceOf(userId)
  const { status, activity } = myPresence
  return { status, activity, username: undefined, idle: false, lastSeen: null }
}
