import { formatClockTime, quantity } from './format.js'
import type { Wording } from './useI18n.js'
import type { ConnectionStatus } from '../../live/index.js'

/** What a component shows, in its `data-state`. */
export type DataState = 'loading' | 'empty' | 'error' | 'offline' | 'live'

/** How fresh what is shown can be, in a component's `data-freshness`. `since` in ms since 1970. */
export type Freshness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'polling' }
  | { readonly kind: 'offline'; readonly since: number }
  /** The stream is there, but the last attempt to catch up with it failed. */
  | { readonly kind: 'stale' }
  /** The stream is there, but nothing to be kept live by it: not yet, or not at all. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }

export interface Shown {
  readonly status: 'pending' | 'error' | 'success'
  readonly hasData: boolean
  readonly isEmpty: boolean
}

/** Tries that may fail before "Reconnecting…" is no longer the whole truth. */
const PATIENCE = 2

/** @param polledAt when REST last answered in place of the stream; an answer from before the loss is no polling */
export function freshness({ state, since, attempt = 0 }: ConnectionStatus, polledAt: number | null): Freshness {
  switch (state) {
    case 'connected':
      return { kind: 'live' }
    case 'connecting':
      return { kind: 'connecting' }
    case 'reconnecting':
    case 'offline':
    case 'halted':
      if (polledAt !== null && polledAt >= since) return { kind: 'polling' }
      return state === 'reconnecting' && attempt < PATIENCE ? { kind: 'reconnecting' } : { kind: 'offline', since }
    default:
      return state satisfies never
  }
}

/** A connection that is live makes nothing live by itself. */
export function freshnessOf({ status, hasData }: Shown, connection: Freshness): Freshness {
  if (connection.kind !== 'live') return connection
  if (!hasData) return { kind: status === 'error' ? 'missing' : 'loading' }
  return status === 'error' ? { kind: 'stale' } : connection
}

/** @param online whether requests are being made at all: without a network a first one waits for it */
export function dataState({ status, hasData, isEmpty }: Shown, fresh: Freshness, online: boolean): DataState {
  if (!hasData) return status === 'error' ? 'error' : online ? 'loading' : 'offline'
  switch (fresh.kind) {
    case 'connecting':
    case 'loading':
      return 'loading'
    case 'live':
      return isEmpty ? 'empty' : 'live'
    case 'reconnecting':
    case 'polling':
    case 'offline':
    case 'stale':
    case 'missing':
      return 'offline'
    default:
      return fresh satisfies never
  }
}

/** @param pollMs how often REST is asked while the stream is away, if the page may say so */
export function freshnessText(fresh: Freshness, { shell, locale }: Wording, pollMs?: number): string {
  switch (fresh.kind) {
    case 'connecting':
      return shell.connecting
    case 'live':
      return shell.live
    case 'reconnecting':
      return shell.reconnecting
    case 'polling':
      return pollMs === undefined ? shell.polling : shell.pollingEvery(quantity(Math.round(pollMs / 100) / 10, locale))
    case 'offline':
      return shell.offlineSince(formatClockTime(fresh.since, locale))
    case 'stale':
      return shell.outOfDate
    case 'loading':
      return shell.loading
    case 'missing':
      return shell.notAvailable
    default:
      return fresh satisfies never
  }
}
