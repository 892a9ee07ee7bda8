'use client'

import { useState } from 'react'

/**
 * The text that stood in a number's place before it went up, visibly; `null` when nothing is to roll: its first value, a lower
 * one, or another thing's.
 * @param of what is counted
 */
export function useRoll(of: number, value: number | null, text: string | null): string | null {
  const [shown, setShown] = useState<Shown>({ of, value, text, before: null })
  if (shown.of !== of || shown.value !== value || shown.text !== text) {
    const isHigher = shown.of === of && shown.value !== null && value !== null && value > shown.value
    // A rise too small to be seen leaves the last roll alone.
    const before = isHigher ? (shown.text === text ? shown.before : shown.text) : null
    setShown({ of, value, text, before })
  }
  return shown.before
}

interface Shown {
  readonly of: number
  readonly value: number | null
  readonly text: string | null
  readonly before: string | null
}
