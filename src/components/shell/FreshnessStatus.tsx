'use client'

import { freshnessText, type Freshness } from './dataState.js'
import { slot, type SlotProps } from './slot.js'
import type { Wording } from './useI18n.js'

export interface FreshnessStatusProps {
  readonly fresh: Freshness
  readonly wording: Wording
  readonly pollMs?: number
  readonly slotProps?: SlotProps<'status'> | undefined
}

/** "● Live", "○ Offline since 12:04": in words, with a dot whose shape differs, too. */
export function FreshnessStatus({ fresh, wording, pollMs, slotProps }: FreshnessStatusProps) {
  return (
    <span {...slot('status', 'pl-status', slotProps)} data-status={fresh.kind}>
      <span className="pl-status-dot" aria-hidden="true" />
      <bdi>{freshnessText(fresh, wording, pollMs)}</bdi>
    </span>
  )
}
