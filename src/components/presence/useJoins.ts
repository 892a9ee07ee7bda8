'use client'

import { useEffect, useRef } from 'react'
import type { PresenceLabels } from './presenceLabels.js'
import { quantity, type Locale } from '../shell/format.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import type { Person } from '../../protocol/streams/presence.js'

/** In a fuller room somebody comes all the time. */
const FEW = 10

/** Announces who comes online, in small rooms, those who come together in one sentence. */
export function useJoins(
  users: readonly Person[],
  { isOn, ownId, labels, locale }: { isOn: boolean; ownId: number | null; labels: PresenceLabels; locale: Locale },
): void {
  const { tell } = useAnnouncer()
  const known = useRef<ReadonlySet<number> | null>(null)
  useEffect(() => {
    const before = known.current
    known.current = isOn ? new Set(users.map(({ userId }) => userId)) : null
    if (!isOn || before === null || users.length > FEW) return
    const came = users.filter(({ userId }) => userId !== ownId && !before.has(userId))
    const news = came.map(({ userId, username }) => ({
      key: `${userId} ${Date.now()}`,
      text: labels.joined(username),
    }))
    if (news.length > 0) tell('presence', news, (count) => labels.severalJoined(quantity(count, locale)))
  }, [users, isOn, ownId, labels, locale, tell])
}
