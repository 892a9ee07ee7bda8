'use client'

import { choiceWords } from './presenceWords.js'
import type { PresenceLabels } from './presenceLabels.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { usePresence } from '../../hooks/usePresence.js'
import { useWebSocket } from '../../hooks/useWebSocket.js'
import { STATUSES, type PresenceStatus } from '../../protocol/streams/presence.js'

export interface StatusChoiceOptions {
  /** What the host says that it is; it then applies choices itself. */
  readonly currentStatus: PresenceStatus | undefined
  readonly onStatusChange: ((status: PresenceStatus) => void) | undefined
  readonly onActivityChange: ((activity: string) => void) | undefined
  readonly labels: PresenceLabels
}

/** The choice of a status, without a face. */
export function useStatusChoice({ currentStatus, onStatusChange, onActivityChange, labels }: StatusChoiceOptions) {
  const { updatePresence, myPresence } = usePresence()
  const { isConnected } = useWebSocket()
  const { say } = useAnnouncer()
  // Away by idleness is no choice.
  const chosen = myPresence.status === 'away' && myPresence.idle ? 'online' : myPresence.status
  const status = currentStatus ?? chosen
  const choices = STATUSES.map((value) => ({ value, ...choiceWords(value, labels) }))
  return {
    status,
    choices,
    activity: myPresence.activity ?? '',
    isPending: myPresence.isPending,
    isConnected,
    choose: (next: PresenceStatus) => {
      if (next === status) return
      if (currentStatus === undefined) updatePresence(next, myPresence.activity)
      onStatusChange?.(next)
      say(labels.statusSet(choiceWords(next, labels).name))
    },
    setActivity: (activity: string) => {
      if (currentStatus === undefined) updatePresence(status, activity)
      onActivityChange?.(activity)
    },
  }
}
