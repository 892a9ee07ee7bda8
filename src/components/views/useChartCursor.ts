'use client'

import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { hourAfterKey, hourAt, type Plot } from './chartKeys.js'
import type { Hour } from './hours.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { systemClock, type Cancel } from '../../live/clock.js'

/** Who holds an arrow key wants to hear where it ends. */
const SAY_AFTER_MS = 250

/**
 * The hour that is looked at, by keys or by pointer. It stays at its hour when others come; whoever went there by keys is
 * told what it says.
 */
export function useChartCursor(hours: readonly Hour[], wordsOf: (hour: number) => string) {
  const { say } = useAnnouncer()
  const [start, setStart] = useState<number | null>(null)
  const cancelSaying = useRef<Cancel>(() => {})
  useEffect(() => () => cancelSaying.current(), [])
  const found = hours.findIndex((hour) => hour.start === start)
  const at = found === -1 ? null : found

  const go = (hour: number | null) => setStart(hour === null ? null : (hours[hour]?.start ?? null))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || hours.length === 0) return
    const next = hourAfterKey(event.key, at, plotOf(event.currentTarget, hours.length))
    if (next === undefined) return
    event.preventDefault()
    go(next)
    cancelSaying.current()
    if (next !== null) cancelSaying.current = systemClock.after(SAY_AFTER_MS, () => say(wordsOf(next)))
  }
  const onPointer = (event: PointerEvent) => {
    if (hours.length > 0) go(hourAt(event.clientX, plotOf(event.currentTarget, hours.length)))
  }
  const onLeave = () => go(null)
  return {
    at,
    handlers: {
      onKeyDown,
      onPointerDown: onPointer,
      onPointerMove: onPointer,
      onPointerLeave: onLeave,
      onBlur: onLeave,
    },
  }
}

function plotOf(element: Element, hours: number): Plot {
  const { left, width } = element.getBoundingClientRect()
  return { left, width, hours, isRtl: getComputedStyle(element).direction === 'rtl' }
}
