import type { Hour } from './hours.js'
import { formatClockTime, formatHour, formatWeekday, type Locale } from '../shell/format.js'

/** Round numbers from 0 to at least `most`, few enough to be read. Views are whole. */
export function scaleTicks(most: number): readonly number[] {
  const step = roundStep(Math.max(1, most) / MOST_STEPS)
  const steps = Math.ceil(Math.max(1, most) / step)
  return Array.from({ length: steps + 1 }, (_, n) => n * step)
}

const MOST_STEPS = 4

/** 1, 2, 5, 10, 20, 50 …: the least of them that is no less. */
function roundStep(least: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power
}

export interface TimeTick {
  /** Which hour it stands at. */
  readonly hour: number
  readonly text: string
}

const DAY = 24

/** Hours of the day, or days of the week, as the clock on the user's wall shows them. */
export function timeTicks(hours: readonly Hour[], locale: Locale): readonly TimeTick[] {
  const every =
    hours.length <= 6 ? 1 : hours.length <= 12 ? 3 : hours.length <= DAY ? 6 : hours.length <= 2 * DAY ? 12 : DAY
  return hours.flatMap(({ start }, hour) => {
    const time = new Date(start)
    if (time.getHours() % every !== 0) return []
    const isDay = hours.length > DAY && time.getHours() === 0
    // Where clocks differ by half an hour from ours, full hours of ours are none of theirs.
    const write = isDay ? formatWeekday : time.getMinutes() === 0 ? formatHour : formatClockTime
    return [{ hour, text: write(start, locale) }]
  })
}
