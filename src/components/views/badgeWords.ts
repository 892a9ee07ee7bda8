import { freshnessText } from '../shell/dataState.js'
import { quantity } from '../shell/format.js'
import type { DataView } from '../shell/useDataState.js'
import type { Wording } from '../shell/useI18n.js'
import type { ViewLabels } from './viewLabels.js'

/** `stale`: people watched when last heard of. `none`: nobody watches. */
export type BadgeState = 'loading' | 'live' | 'none' | 'stale' | 'offline' | 'error'

export function badgeState({ state, fresh }: DataView, count: number | null): BadgeState {
  switch (state) {
    case 'loading':
    case 'error':
    case 'live':
      return state
    case 'empty':
      return 'none'
    case 'offline':
      // Who watched when the connection was lost watches who knows what by now.
      if (count === null || fresh.kind === 'offline') return 'offline'
      // Without a stream somebody may have come: only who asks again and again may say that nobody did.
      return count > 0 ? 'stale' : fresh.kind === 'polling' ? 'none' : 'offline'
    default:
      return state satisfies never
  }
}

export interface BadgeCount {
  readonly state: BadgeState
  readonly fresh: DataView['fresh']
  /** `null`: not known, or not to be told. */
  readonly count: number | null
  readonly labels: ViewLabels
  readonly wording: Wording
}

/** What a badge says; `null` while it is being loaded. */
export function badgeText({ state, fresh, count, labels, wording }: BadgeCount): string | null {
  const { shell, locale } = wording
  const people = count === null ? null : quantity(count, locale)
  switch (state) {
    case 'loading':
      return null
    case 'live':
      return people ? labels.badge(shell.live, labels.watching(people)) : shell.live
    case 'none':
      return labels.nobodyWatching
    case 'stale':
      return people ? labels.wereWatching(people) : shell.outOfDate
    case 'offline':
      return freshnessText(fresh, wording)
    case 'error':
      return shell.notAvailable
    default:
      return state satisfies never
  }
}

const MANY = 999
/** 22:08 or 10:08 PM, as wide as a time may be. */
const LONG_TIME = new Date(2020, 0, 1, 22, 8).getTime()

/** Everything that a badge may come to say, each once, so that there is room for it. */
export function badgeRoom({
  count,
  labels,
  wording,
}: Pick<BadgeCount, 'count' | 'labels' | 'wording'>): readonly string[] {
  const fresh = { kind: 'offline', since: LONG_TIME } as const
  const source = { fresh, count: count === null ? null : Math.max(count, MANY), labels, wording }
  const states = ['live', 'none', 'stale', 'offline', 'error'] as const
  return [...new Set(states.map((state) => badgeText({ ...source, state }) ?? ''))]
}
