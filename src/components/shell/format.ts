import type { Quantity } from './plural.js'

/** Numbers, and dates by `Intl`. `locale` undefined is the browser's own. */
export type Locale = string | undefined

/** Making a formatter costs far more than using it. */
function perLocale<F>(make: (locale: Locale) => F): (locale: Locale) => F {
  const made = new Map<Locale, F>()
  return (locale) => {
    const found = made.get(locale) ?? make(locale)
    made.set(locale, found)
    return found
  }
}

const decimal = perLocale((locale) => new Intl.NumberFormat(locale))
const compact = perLocale((locale) => new Intl.NumberFormat(locale, { notation: 'compact' }))
const percent = perLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 }))
const wholePercent = perLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent' }))
const clockTime = perLocale((locale) => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }))
const dayTime = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' }),
)
const hour = perLocale((locale) => new Intl.DateTimeFormat(locale, { hour: 'numeric' }))
const weekday = perLocale((locale) => new Intl.DateTimeFormat(locale, { weekday: 'short' }))
const list = perLocale((locale) => new Intl.ListFormat(locale))
const date = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))
const day = perLocale((locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }))
const dayOfYear = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }))
const nearDay = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
const moment = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }))
const ago = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'always' }))
const present = perLocale((locale) => {
  const { locale: spoken } = ago(locale).resolvedOptions()
  return /^en\b/.test(spoken)
    ? 'just now'
    : new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second')
})

/** For labels, which say how many. */
export const quantity = (value: number, locale: Locale): Quantity => ({ value, text: formatNumber(value, locale) })

export const formatNumber = (value: number, locale: Locale): string => decimal(locale).format(value)

/** 999, 1K, 1.2K, 3.4M */
export const formatCompact = (value: number, locale: Locale): string => compact(locale).format(value)

/** A share: 0.12 is 12 %. What is less than 10 % is told more exactly. */
export const formatPercent = (share: number, locale: Locale): string =>
  (share < 0.1 ? percent : wholePercent)(locale).format(share)

/** An amount of money, without cents when it has none. @throws RangeError when `currency` is no ISO 4217 code */
export function formatMoney(value: number, currency: string, locale: Locale): string {
  const whole = Number.isInteger(value) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...whole }).format(value)
}

/** Hours and minutes. @param at ms since 1970 */
export const formatClockTime = (at: number, locale: Locale): string => clockTime(locale).format(at)

/** Day of the week, hours and minutes. @param at ms since 1970 */
export const formatDayTime = (at: number, locale: Locale): string => dayTime(locale).format(at)

/** When something began: by the hour if it was today, else in full. @param at ms since 1970 */
export const formatSince = (at: number, locale: Locale, now = Date.now()): string =>
  new Date(at).toDateString() === new Date(now).toDateString() ? formatClockTime(at, locale) : formatMoment(at, locale)

/** The hour of the day. @param at ms since 1970 */
export const formatHour = (at: number, locale: Locale): string => hour(locale).format(at)

/** The day of the week. @param at ms since 1970 */
export const formatWeekday = (at: number, locale: Locale): string => weekday(locale).format(at)

/** Several, as they are said one after another. */
export const formatList = (words: readonly string[], locale: Locale): string => list(locale).format(words)

/** Date and time in full. @param at ms since 1970 */
export const formatMoment = (at: number, locale: Locale): string => moment(locale).format(at)

/** "Today", "Yesterday", "Tuesday, May 5", "May 5, 2025". Both are midnights where the reader is, in ms since 1970. */
export function formatDay(midnight: number, today: number, locale: Locale): string {
  const ago = Math.round((today - midnight) / 86_400_000)
  if (ago <= 1) return capital(nearDay(locale).format(-Math.max(0, ago), 'day'), locale)
  const isThisYear = new Date(midnight).getFullYear() === new Date(today).getFullYear()
  return (isThisYear ? day : dayOfYear)(locale).format(midnight)
}

const capital = ([first = '', ...rest]: string, locale: Locale): string =>
  first.toLocaleUpperCase(locale) + rest.join('')

const JUST_NOW_MS = 45_000
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const
const OLDEST_RELATIVE_MS = 7 * 86_400_000

/** How long ago, truncated: 119 s is "1 minute ago". Never in the future: the server's clock may run ahead. */
export function formatRelative(at: number, now: number, locale: Locale): string {
  const elapsed = Math.max(0, now - at)
  if (elapsed < JUST_NOW_MS) return present(locale)
  if (elapsed >= OLDEST_RELATIVE_MS) return date(locale).format(at)
  const [unit, ms] = UNITS.find(([, length]) => elapsed >= length) ?? UNITS[3]
  return ago(locale).format(-Math.trunc(elapsed / ms), unit)
}
