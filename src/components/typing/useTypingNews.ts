'use client'

import { useEffect, useRef } from 'react'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { systemClock } from '../../live/clock.js'

/** Whoever listens wants to know that somebody answers, and not of every pause. */
const APART_MS = 10_000

/** @param before what was shown until now */
export const isNews = (before: string, text: string, now: number, saidAt: number): boolean =>
  before === '' && text !== '' && now - saidAt >= APART_MS

/** Announces that somebody began to type. @param isBusy asked at that moment: whoever writes themselves is left in peace */
export function useTypingNews(text: string, isBusy: () => boolean, isOn: boolean): void {
  const { say } = useAnnouncer()
  const saidAt = useRef(Number.NEGATIVE_INFINITY)
  const shown = useRef('')
  useEffect(() => {
    const before = shown.current
    shown.current = text
    const now = systemClock.now()
    if (!isOn || !isNews(before, text, now, saidAt.current) || isBusy()) return
    saidAt.current = now
    say(text)
  }, [text, isBusy, isOn, say])
}
