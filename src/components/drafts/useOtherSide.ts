'use client'

import { useSyncExternalStore } from 'react'
import type { DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import { changedFields, changeOf, otherSideOf, titleOf, type OtherSide } from './otherSide.js'
import { formatRelative, quantity } from '../shell/format.js'
import { sharedClock } from '../shell/sharedClock.js'
import type { RoomWording } from '../shell/useI18n.js'
import { useWebSocket } from '../../hooks/useWebSocket.js'

export interface OtherSideView {
  readonly side: OtherSide
  /** What it is called beside "Mine". */
  readonly title: string
  /** "Ana changed 3 fields 2 minutes ago." */
  readonly change: string
  /** "1 needs your choice." */
  readonly need: string
}

/** Whose the other side of a draft's conflict is, and what they did. */
export function useOtherSide(draft: DraftView, { labels, locale }: RoomWording<DraftLabels>): OtherSideView {
  const { user } = useWebSocket()
  const side = otherSideOf(draft, user?.userId ?? null, labels)
  const at = draft.theirsBy?.at.getTime() ?? null
  const age = useSyncExternalStore(
    sharedClock.subscribe,
    () => (at === null ? '' : formatRelative(at, sharedClock.now(), locale)),
    () => '',
  )
  return {
    side,
    title: titleOf(side, labels),
    change: changeOf(side, quantity(changedFields(draft), locale), age, labels),
    need: labels.needsChoice(quantity(draft.conflicts.length, locale)),
  }
}
