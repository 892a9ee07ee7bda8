/** After how long a status is cleared by itself. */
export const CLEARINGS = ['never', 'halfHour', 'hour', 'today'] as const
export type Clearing = (typeof CLEARINGS)[number]

export const HALF_HOUR_MS = 30 * 60_000
export const HOUR_MS = 60 * 60_000

/** When that is, ISO 8601; `undefined`: never. @param now ms since 1970 */
export function endOf(clearing: Clearing, now: number): string | undefined {
  switch (clearing) {
    case 'never':
      return undefined
    case 'halfHour':
      return new Date(now + HALF_HOUR_MS).toISOString()
    case 'hour':
      return new Date(now + HOUR_MS).toISOString()
    case 'today':
      // Where the user is. Its last moment, which is still called by this day.
      return new Date(new Date(now).setHours(23, 59, 59, 999)).toISOString()
    default:
      return clearing satisfies never
  }
}
