/** `pitchey-live/sentry`: the engine's faults and events, told to Sentry. Nothing of Sentry's is imported: you hand it in. */
import { inWords, type LiveEvent } from './status/liveEvent.js'
import { redact } from './reports/redact.js'
import type { Fault } from './reports/report.js'

/** What is needed of `@sentry/browser`, `@sentry/react` or any other of Sentry's packages. */
export interface SentryLike {
  readonly captureMessage: (
    message: string,
    context: {
      readonly level: 'error' | 'warning'
      readonly fingerprint: string[]
      readonly tags: Record<string, string>
    },
  ) => unknown
  readonly addBreadcrumb: (breadcrumb: {
    readonly category: string
    readonly level: 'info' | 'warning'
    readonly message: string
    readonly data?: Record<string, unknown>
  }) => unknown
}

export interface SentryReporter {
  readonly onError: (fault: Fault) => void
  readonly onEvent: (event: LiveEvent) => void
}

const CATEGORY = 'pitchey-live'
/** Somebody's code is wrong; everything else is the world's doing. */
const BUGS: ReadonlySet<string> = new Set(['event_failed', 'layer_failed', 'invalidation_failed', 'snapshot_invalid'])
/** Faults remembered as told; a page that has more of them tells some twice. */
const REMEMBERED = 1_000

/**
 * Reports each distinct fault, by code and topic, once per page: what is told again becomes a breadcrumb, as does
 * whatever else happens. One issue per code.
 *
 *     import * as Sentry from '@sentry/react'
 *     configure(sentryReporter(Sentry))
 */
export function sentryReporter(sentry: SentryLike): SentryReporter {
  const told = new Set<string>()
  return {
    onError: ({ code, message, topic, count }) => {
      const key = `${code} ${topic ?? ''}`
      const words = `${code}: ${redact(message)}`
      const about = topic === undefined ? {} : { topic: redact(topic) }
      if (told.has(key)) {
        const again = { ...about, ...(count === undefined ? {} : { count }) }
        sentry.addBreadcrumb({ category: CATEGORY, level: 'warning', message: words, data: again })
        return
      }
      if (told.size >= REMEMBERED) told.clear()
      told.add(key)
      sentry.captureMessage(words, {
        level: BUGS.has(code) ? 'error' : 'warning',
        fingerprint: [CATEGORY, code],
        tags: Object.fromEntries(Object.entries({ code, ...about }).map(([name, value]) => [`pitchey.${name}`, value])),
      })
    },
    onEvent: (event) => {
      sentry.addBreadcrumb({ category: CATEGORY, level: 'info', message: redact(inWords(event)) })
    },
  }
}
