'use client'

import { useSyncExternalStore } from 'react'
import { formatMoment, formatRelative, type Locale } from './format.js'
import { sharedClock } from './sharedClock.js'

export interface RelativeTimeProps {
  /** ISO 8601. */
  readonly at: string
  readonly locale: Locale
  /** What is said around it. */
  readonly phrase?: (age: string) => string
}

const alone = (age: string) => age

/** "2 minutes ago", kept true by the shared clock; rendered again only when the words change. */
export function RelativeTime({ at, locale, phrase = alone }: RelativeTimeProps) {
  const ms = Date.parse(at)
  const words = useSyncExternalStore(
    sharedClock.subscribe,
    () => formatRelative(ms, sharedClock.now(), locale),
    () => at.slice(0, 10), // what a server says must not depend on when it says it
  )
  return (
    <time className="pl-time" dir="auto" dateTime={at} title={formatMoment(ms, locale)}>
      {phrase(words)}
    </time>
  )
}
