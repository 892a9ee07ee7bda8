'use client'

import { freshnessText, type Freshness } from './dataState.js'
import type { Locale } from './format.js'

export interface FreshnessStatusProps {
  readonly fresh: Freshness
  readonly locale: Locale
  readonly pollMs?: number
}

/** "● Live", "○ Offline since 12:04": in words, with a dot whose shape differs, too. */
export function FreshnessStatus({ fresh, locale, pollMs }: FreshnessStatusProps) {
  return (
    <span className="pl-status" data-status={fresh.kind}>
      <span className="pl-status-dot" aria-hidden="true" />
      <bdi>{freshnessText(fresh, locale, pollMs)}</bdi>
    </span>
  )
}
