'use client'

import type { Presence } from '../../hooks/presenceIn.js'
import { slot, type SlotProps } from '../shell/slot.js'

export interface PresenceDotProps {
  readonly status: Presence['status']
  /** `null`: what it means stands beside it. */
  readonly label: string | null
  readonly slotProps?: SlotProps<'dot'> | undefined
}

/** Full, half, barred, hollow or dotted: the shape says it, and not the colour alone. */
export function PresenceDot({ status, label, slotProps }: PresenceDotProps) {
  const dot = slot('dot', 'pl-presence-dot', slotProps)
  if (label === null) return <span {...dot} data-status={status} aria-hidden="true" />
  // It is drawn by styles; there is no file that an <img> could show.
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
  return <span {...dot} data-status={status} role="img" aria-label={label} title={label} />
}
