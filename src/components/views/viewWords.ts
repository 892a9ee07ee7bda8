import { freshnessText, type DataState, type Freshness } from '../shell/dataState.js'
import { formatClockTime, formatCompact, quantity } from '../shell/format.js'
import type { Wording } from '../shell/useI18n.js'
import type { ViewLabels } from './viewLabels.js'

export interface ViewCount {
  /** `null`: not known. */
  readonly views: number | null
  /** `null`: not known, or not shown. */
  readonly uniqueViewers: number | null
  readonly state: DataState
  readonly fresh: Freshness
  /** Why the last attempt to find out failed. */
  readonly reason: string | null
  readonly labels: ViewLabels
  readonly wording: Wording
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
  const { views, uniqueViewers, state, fresh, reason, labels, wording } = count
  const { locale } = wording
  if (views === null) {
    if (state === 'loading')
      return { name: labels.loadingViews, number: null, label: labels.views(quantity(0, locale)) }
    const name =
      state === 'error' ? labels.viewsNotAvailable(reason ?? '') : labels.viewsNotKnown(freshnessText(fresh, wording))
    return { name, number: '–', label: labels.views(quantity(0, locale)) }
  }
  const exact = labels.viewCount(quantity(views, locale))
  const unique = uniqueViewers === null ? [] : [labels.uniqueViewerCount(quantity(uniqueViewers, locale))]
  const age = state === 'offline' ? [freshnessText(fresh, wording)] : state === 'error' ? [labels.notUpToDate] : []
  const shownUnique = uniqueViewers === null ? '' : ` · ${labels.unique(quantity(uniqueViewers, locale))}`
  return {
    name: [exact, ...unique, ...age].join(', '),
    number: formatCompact(views, locale),
    label: lateLabel(count) ?? `${labels.views(quantity(views, locale))}${shownUnique}`,
  }
}

/** What stands in the label's place when the number is not of this moment. */
function lateLabel({ state, fresh, labels, wording }: ViewCount): string | null {
  if (state === 'error' || fresh.kind === 'stale') return labels.outOfDate
  return state === 'offline' && fresh.kind === 'offline'
    ? labels.asOf(formatClockTime(fresh.since, wording.locale))
    : null
}
