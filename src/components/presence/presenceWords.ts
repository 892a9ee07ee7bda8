import type { PresenceLabels } from './presenceLabels.js'
import type { Presence } from '../../hooks/presenceIn.js'
import type { PresenceStatus } from '../../protocol/streams/presence.js'

/** What a status is called. */
export function statusWord(status: Presence['status'], labels: PresenceLabels): string {
  switch (status) {
    case 'online':
    case 'away':
    case 'dnd':
    case 'offline':
    case 'unknown':
      return labels[status]
    default:
      return status satisfies never
  }
}

/** What a choice is called, and what it means. */
export function choiceWords(status: PresenceStatus, labels: PresenceLabels): { name: string; hint: string } {
  switch (status) {
    case 'online':
      return { name: labels.online, hint: labels.onlineHint }
    case 'away':
      return { name: labels.away, hint: labels.awayHint }
    case 'dnd':
      return { name: labels.dnd, hint: labels.dndHint }
    case 'offline':
      return { name: labels.invisible, hint: labels.invisibleHint }
    default:
      return status satisfies never
  }
}

/** When somebody was last here, where that says something: who is here is here now. */
export const seenAt = ({ status, idle, lastSeen }: Pick<Presence, 'status' | 'idle' | 'lastSeen'>): string | null =>
  status === 'offline' || (status === 'away' && idle) ? lastSeen : null
