'use client'

import { useEffect, useRef } from 'react'
import type { DraftView } from './draftView.js'
import { pathText } from './fieldNames.js'
import type { OtherSideView } from './useOtherSide.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { systemClock } from '../../live/clock.js'

const PATIENCE_MS = 500

/**
 * Says aloud that there is a conflict: once for each, however often one types on in it, and however many components of a
 * page show it.
 */
export function useConflictNews(
  { name, conflicts, theirsBy, isTheirsOurs }: DraftView,
  { change, need }: OtherSideView,
): void {
  const { tell } = useAnnouncer()
  const fields = [...new Set(conflicts.map(({ path }) => pathText(path)))].join(' ')
  // Of what one types oneself nothing is in it.
  const version = isTheirsOurs ? 'here' : (theirsBy?.at.getTime() ?? null)
  const key = conflicts.length === 0 ? null : `${name} ${version} ${fields}`
  const text = useRef('')
  useEffect(() => {
    text.current = `${change} ${need}`
  })
  useEffect(() => {
    if (key === null) return undefined
    const speak = () => {
      const { current } = text
      tell('drafts', [{ key, text: current, isUrgent: true }], () => current)
    }
    // Who it was is known a moment later.
    if (version === null) return systemClock.after(PATIENCE_MS, speak)
    speak()
    return undefined
  }, [key, version, tell])
}
