'use client'

import { useQuery, useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect, useReducer, useRef } from 'react'
import { meet, newsIn, type Known } from './news.js'
import { panelLinkOf, type Panel } from './panelLink.js'
import { toastLabels, type ToastLabels } from './toastLabels.js'
import { quantity } from '../shell/format.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useI18n } from '../shell/useI18n.js'
import { useLive } from '../../contexts/live.js'
import { notifications } from '../../hooks/queries.js'
import { systemClock, type Cancel } from '../../live/clock.js'
import { isCaughtUp } from '../../live/sync/liveQuery.js'
import type { Notification } from '../../protocol/streams/notifications.js'

export interface NewsOptions {
  /** Where all of them can be seen: new ones need no toast while it is open. Any hook of the page may offer one. */
  readonly panel?: Panel
  readonly locale?: string | undefined
  readonly labels?: Partial<ToastLabels> | undefined
  /** Told of what is new, and of the list whenever it changes; of an empty one when its user has left. */
  readonly onNews?: (news: readonly Notification[], list: readonly Notification[]) => void
}

const OPTIONS = notifications()
const NONE: readonly Notification[] = []
/** How soon to ask again whether the stream has brought everything: nobody tells when it had nothing to bring. */
const AGAIN_MS = 100

/**
 * Announces notifications that come in, each once, however many parts of the page call this. What was there when the list
 * was first confirmed is not announced, and neither is what comes back after a clear was taken back.
 */
export function useNotificationNews({ panel, locale, labels: own, onNews }: NewsOptions = {}): void {
  const live = useLive()
  const client = useQueryClient()
  const { tell } = useAnnouncer()
  const wording = useI18n('toasts', toastLabels, { locale, labels: own })
  const [, renew] = useReducer((times: number) => times + 1, 0)
  // Observed here, too, so that it is kept live; what it shows, nobody here renders.
  useQuery({ ...OPTIONS, notifyOnChangeProps: [] })

  const latest = useRef({ wording, onNews, open: panel?.open })
  useEffect(() => {
    latest.current = { wording, onNews, open: panel?.open }
  })

  const hasPanel = panel !== undefined
  const isOpen = panel?.isOpen ?? false
  useEffect(() => {
    if (!hasPanel) return undefined
    return panelLinkOf(live).register({ isOpen, open: () => latest.current.open?.() })
  }, [live, hasPanel, isOpen])

  useEffect(() => {
    const cache = client.getQueryCache()
    const { queryHash } = client.defaultQueryOptions(OPTIONS)
    const link = panelLinkOf(live)
    let known: Known | null = null
    let again: Cancel | null = null

    const announce = (news: readonly Notification[]) => {
      const { labels, locale: written } = latest.current.wording
      tell(
        'notifications',
        news.map(({ id, level, title }) => ({
          key: id,
          text: `${labels.levels[level]}: ${title}`,
          isUrgent: level === 'error',
        })),
        (count) => labels.newNotifications(quantity(count, written)),
      )
    }
    const deliver = (news: readonly Notification[], list: readonly Notification[]) => {
      if (news.length > 0 && !link.isSilent()) announce(news)
      latest.current.onNews?.(news, list)
    }
    const isConfirmed = (query: Query) => {
      // While the stream is away, an answer of REST is all that can be had; what a disk kept is none.
      const { status, fetchStatus } = query.state
      return isCaughtUp(query) || (status === 'success' && fetchStatus === 'idle' && live.getStatus().polledAt !== null)
    }
    const look = () => {
      const query = cache.get(queryHash)
      again?.()
      again = null
      // What this key holds was checked against the stream's own schema.
      const data = query?.state.data as { readonly items: readonly Notification[] } | undefined
      if (!query || !data) return forget()
      if (!known && !isConfirmed(query)) {
        if (live.getStatus().connection.state === 'connected') again = systemClock.after(AGAIN_MS, look)
        return undefined
      }
      const { known: next, news } = known ? newsIn(known, data.items) : { known: meet(data.items), news: NONE }
      known = next
      // Out of the engine's own turn: what a host makes of it must not stop the stream.
      return queueMicrotask(() => deliver(news, data.items))
    }
    /** Of another user's there is nothing left to show. */
    const forget = () => {
      if (known) queueMicrotask(() => deliver(NONE, NONE))
      known = null
    }
    const unwatchCache = cache.subscribe((event) => {
      if (event.query.queryHash !== queryHash) return
      if (event.type === 'updated') look()
      if (event.type !== 'removed') return
      forget()
      renew() // whoever observes a query that was removed observes nothing
    })
    const unwatchStatus = live.subscribe(look)
    look()
    return () => {
      unwatchCache()
      unwatchStatus()
      again?.()
    }
  }, [client, live, tell])
}
