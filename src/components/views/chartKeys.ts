/** What of a chart can be seen: where it is, and which way time runs in it. */
export interface Plot {
  readonly left: number
  readonly width: number
  readonly hours: number
  readonly isRtl: boolean
}

/**
 * Which hour a key leads to; `null` for none, `undefined` for keys that are not the chart's. Arrows go where they point: where
 * time runs from right to left, the one to the right goes back.
 */
export function hourAfterKey(key: string, current: number | null, { hours, isRtl }: Plot): number | null | undefined {
  const last = hours - 1
  const step = (by: number) => (current === null ? last : Math.max(0, Math.min(last, current + by)))
  switch (key) {
    case 'ArrowRight':
      return step(isRtl ? -1 : 1)
    case 'ArrowLeft':
      return step(isRtl ? 1 : -1)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'Escape':
      return current === null ? undefined : null
    default:
      return undefined
  }
}

/** Which hour is pointed at. */
export function hourAt(x: number, { left, width, hours, isRtl }: Plot): number {
  const share = (x - left) / Math.max(1, width)
  return Math.max(0, Math.min(hours - 1, Math.floor((isRtl ? 1 - share : share) * hours)))
}
