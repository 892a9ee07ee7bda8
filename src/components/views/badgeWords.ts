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
      return count === null || fresh.kind === 'offline' ? 'offline' : count === 0 ? 'none' : 'stale'
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
  const withCount = (status: string) =>
    count === null ? status : labels.badge(status, labels.watching(quantity(count, locale)))
  switch (state) {
    case 'loading':
      return null
    case 'live':
      return withCount(shell.live)
    case 'none':
      return labels.nobodyWatching
    case 'stale':
      return withCount(freshnessText(fresh, wording))
    case 'offline':
      return freshnessText(fresh, wording)
    case 'error':
      return shell.notAvailable
    default:
      return state satisfies never
  }
}

const MANY = 999

/** Everything that a badge may come to say, so that there is room for each. */
export function badgeRoom({ count, labels, wording }: Omit<BadgeCount, 'state' | 'fresh'>): readonly string[] {
  const { shell } = wording
  const most = count === null ? null : Math.max(count, MANY)
  const states = [
    ['live', 'live'],
    ['none', 'live'],
    ['stale', 'reconnecting'],
    ['stale', 'polling'],
    ['stale', 'stale'],
  ] as const
  return [
    ...states.map(([state, kind]) => badgeText({ state, fresh: { kind }, count: most, labels, wording }) ?? ''),
    badgeText({ state: 'offline', fresh: { kind: 'offline', since: LONGEST_TIME }, count: null, labels, wording }) ??
      '',
    shell.notAvailable,
  ]
}

/** 22:08 or 10:08 PM, as wide as a time may be. */
const LONGEST_TIME = new Date(2020, 0, 1, 22, 8).getTime()
