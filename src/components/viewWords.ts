import { freshnessText, type DataState, type Freshness } from './dataState.js'
import { counted, formatClockTime, formatCompact, formatNumber, type Locale } from './format.js'

export interface ViewCount {
  /** `null`: not known. */
  readonly views: number | null
  /** `null`: not known, or not shown. */
  readonly uniqueViewers: number | null
  readonly state: DataState
  readonly fresh: Freshness
  /** Why the last attempt to find out failed. */
  readonly reason: string | null
  readonly locale: Locale
}

export interface ViewWords {
  /** What is read out: exact, and how old. */
  readonly name: string
  /** Compact; `null` while it is being loaded. */
  readonly number: string | null
  readonly label: string
}

/** What a view counter says. */
export function viewWords(count: ViewCount): ViewWords {
  const { views, uniqueViewers, state, fresh, reason, locale } = count
  if (views === null) {
    if (state === 'loading') return { name: 'Loading views', number: null, label: 'views' }
    const name = state === 'error' ? `Views not available. ${reason ?? ''}` : `Views not known, ${aside(fresh, locale)}`
    return { name, number: '–', label: 'views' }
  }
  const exact = counted(views, 'view', 'views', locale)
  const unique = uniqueViewers === null ? [] : [counted(uniqueViewers, 'unique viewer', 'unique viewers', locale)]
  const age = state === 'offline' ? [aside(fresh, locale)] : state === 'error' ? ['not up to date'] : []
  const shownUnique = uniqueViewers === null ? '' : ` · ${formatNumber(uniqueViewers, locale)} unique`
  return {
    name: [exact, ...unique, ...age].join(', '),
    number: formatCompact(views, locale),
    label: lateLabel(state, fresh, locale) ?? `${views === 1 ? 'view' : 'views'}${shownUnique}`,
  }
}

/** What stands in the label's place when the number is not of this moment. */
function lateLabel(state: DataState, fresh: Freshness, locale: Locale): string | null {
  if (state === 'error' || fresh.kind === 'stale') return 'out of date'
  return state === 'offline' && fresh.kind === 'offline' ? `as of ${formatClockTime(fresh.since, locale)}` : null
}

const aside = (fresh: Freshness, locale: Locale): string => {
  const text = freshnessText(fresh, locale)
  return text.charAt(0).toLowerCase() + text.slice(1)
}
