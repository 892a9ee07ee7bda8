/** What was seen of one metric since the page has known it. */
export interface MetricTrack {
  /** The first value known, and as of when, in ms since 1970. */
  readonly first: number
  readonly since: number
  /** The newest last; as many as are kept. */
  readonly values: readonly number[]
  /** How often a change was shown by a flash, and when the last time. */
  readonly flashes: number
  readonly flashedAt: number
}

export const VALUES_KEPT = 60
/** What flashes more often than thrice a second can do harm; what never ceases to flash says nothing. */
const FLASH_GAP_MS = 1_000

/**
 * @param since as of when the value is known
 * @param now by the clock that durations are measured with
 */
export function nextTrack(track: MetricTrack | undefined, value: number, since: number, now: number): MetricTrack {
  if (!track) return { first: value, since, values: [value], flashes: 0, flashedAt: Number.NEGATIVE_INFINITY }
  if (track.values.at(-1) === value) return track
  const values = [...track.values, value].slice(-VALUES_KEPT)
  const isFlashing = now - track.flashedAt < FLASH_GAP_MS
  return isFlashing ? { ...track, values } : { ...track, values, flashes: track.flashes + 1, flashedAt: now }
}
