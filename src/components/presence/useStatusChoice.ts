'use client'

import { choiceWords } from './presenceWords.js'
import type { PresenceLabels } from './presenceLabels.js'
import { formatSince, type Locale } from '../shell/format.js'
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
  readonly locale: Locale
}

/** The choice of a status, without a face. */
export function useStatusChoice(options: StatusChoiceOptions) {
  const { currentStatus, onStatusChange, onActivityChange, labels, locale } = options
  const { updatePresence, myPresence } = usePresence()
  const { isConnected } = useWebSocket()
  const { say } = useAnnouncer()
  // Away by idleness is no choice.
  const chosen = myPresence.status === 'away' && myPresence.idle ? 'online' : myPresence.status
  const status = currentStatus ?? chosen
  const { activity = '', until } = myPresence
  const choices = STATUSES.map((value) => ({ value, ...choiceWords(value, labels) }))
  return {
    status,
    choices,
    activity,
    until,
    /** There is something that could end. */
    isClearable: status !== 'online' || activity !== '',
    isPending: myPresence.isPending,
    isConnected,
    /** For as long as nothing else is said: when the last one would have ended is no matter any more. */
    choose: (next: PresenceStatus) => {
      if (next === status) return
      if (currentStatus === undefined) updatePresence(next, activity)
      onStatusChange?.(next)
      say(labels.statusSet(choiceWords(next, labels).name))
    },
    setActivity: (next: string) => {
      if (currentStatus === undefined) updatePresence(status, next, until)
      onActivityChange?.(next)
    },
    clearAt: (end: string | undefined) => {
      updatePresence(status, activity, end)
      const { name } = choiceWords(status, labels)
      say(
        end === undefined ? labels.statusSet(name) : labels.statusSetUntil(name, formatSince(Date.parse(end), locale)),
      )
    },
  }
}
