'use client'

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { formatNumber, quantity } from '../shell/format.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useOffer, type Offer } from '../shell/useOffer.js'
import { useNotificationNews } from '../toasts/useNotificationNews.js'
import type { NotificationLabels } from './notificationLabels.js'
import type { Filter, Row } from './rows.js'
import { useDropdownProps, type DropdownProps } from './useDropdownProps.js'
import { useFeedFocus, type FeedFocus } from './useFeedFocus.js'
import { useFilter } from './useFilter.js'
import { useNewcomers } from './useNewcomers.js'
import { useNotificationList, type NotificationList } from './useNotificationList.js'
import type { Notification } from '../../protocol/streams/notifications.js'

/** What was cleared last: how many, or `null` where nobody knows. */
interface Cleared {
  readonly count: number | null
}

export interface NotificationDropdownOptions {
  /** The highest number on the badge; above it stands e.g. "99+". Default 99. */
  readonly max?: number | undefined
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string | undefined
  readonly labels?: Partial<NotificationLabels> | undefined
}

/** All that a bell and its panel show and do, and what makes them usable by keyboard and by ear. */
export interface NotificationDropdownView extends Omit<NotificationList, 'clear' | 'restore'>, DropdownProps {
  readonly isOpen: boolean
  readonly open: () => void
  /** Leaves the focus where it is. */
  readonly close: () => void
  /** Brings the focus back to the bell. */
  readonly closeToBell: () => void
  /** What the badge says, e.g. "99+"; `null` when nothing is unread. */
  readonly badge: string | null
  readonly filter: Filter
  readonly setFilter: (filter: Filter) => void
  /** What the panel lists, newest first. */
  readonly rows: readonly Row[]
  /** Can more be loaded that would be listed? */
  readonly hasMore: boolean
  /** Is the reader further down than the top? */
  readonly isAway: boolean
  /** How many have come above since. */
  readonly newCount: number
  /** Leads to the newest of them. */
  readonly showNew: () => void
  readonly toggleRead: (notification: Notification) => void
  readonly clearAll: () => void
  /** `text` is e.g. "Cleared 12."; `null`: there is nothing to take back. */
  readonly undo: Pick<Offer<Cleared>, 'look'> & { readonly text: string | null; readonly take: () => void }
  readonly focus: FeedFocus
  readonly root: RefObject<HTMLDivElement | null>
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly undoLine: RefObject<HTMLDivElement | null>
  readonly undoButton: RefObject<HTMLButtonElement | null>
}

/** The notification dropdown without its looks: draw your own from what it returns. */
export function useNotificationDropdown(options: NotificationDropdownOptions = {}): NotificationDropdownView {
  const { max = 99, locale: ownLocale, labels: ownLabels } = options
  const { clear, restore, ...list } = useNotificationList({ locale: ownLocale, labels: ownLabels })
  const { notifications, unreadCount, hasOlder, labels, wording } = list
  const { locale } = wording
  const [isOpen, setOpen] = useState(false)
  const { filter, setFilter, rows } = useFilter(notifications)
  const newcomers = useNewcomers(rows)
  const undoLine = useRef<HTMLDivElement>(null)
  const offer = useOffer<Cleared>(undoLine)
  const { say } = useAnnouncer()
  const root = useRef<HTMLDivElement>(null)
  const bell = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const undoButton = useRef<HTMLButtonElement>(null)
  const focus = useFeedFocus({ rows, panel, heading })

  const close = useCallback(() => setOpen(false), [])
  const open = () => {
    // Whoever looks anew looks at everything, from the top.
    setFilter('all')
    newcomers.forget()
    offer.look()
    focus.want(notifications[0]?.id ?? null)
    setOpen(true)
  }
  useNotificationNews({ panel: { isOpen, open }, locale: ownLocale })
  const closeToBell = () => {
    bell.current?.focus()
    close()
  }
  const { hasData, keep, isKept, letGo } = list
  useEffect(() => {
    // What one reads must not fall off the end.
    if (isOpen && hasData && !isKept) keep()
  }, [isOpen, hasData, keep, isKept])
  useEffect(() => (isOpen ? letGo : undefined), [isOpen, letGo])
  const unreadRows = filter === 'all' ? 0 : rows.filter(({ notification }) => !notification.read).length
  // The server has told how many are unread: once all are here, there are no older ones to look for.
  const hasMore = hasOlder && (filter === 'all' || unreadRows < unreadCount)
  const props = useDropdownProps({
    root,
    bell,
    panel,
    heading,
    scroller,
    isOpen,
    name: unreadCount > 0 ? labels.bell(quantity(unreadCount, locale)) : labels.notifications,
    setSize: hasMore ? -1 : rows.length,
    isLoadingOlder: list.isLoadingOlder,
    focus,
    onScroll: newcomers.onScroll,
    open,
    close,
    closeToBell,
  })
  const textOf = (count: number | null) => labels.cleared(count === null ? null : quantity(count, locale))

  return {
    ...list,
    isOpen,
    open,
    close,
    closeToBell,
    badge:
      unreadCount === 0
        ? null
        : unreadCount > max
          ? `${formatNumber(max, locale)}+`
          : formatNumber(unreadCount, locale),
    filter,
    setFilter,
    rows,
    hasMore,
    isAway: newcomers.isAway,
    newCount: newcomers.count,
    showNew: () => {
      if (scroller.current) scroller.current.scrollTop = 0
      newcomers.forget()
      focus.moveTo(0)
    },
    toggleRead: (notification) => (notification.read ? list.markAsUnread : list.markAsRead)(notification),
    clearAll: () => {
      const count = hasOlder ? null : notifications.length
      offer.make({ count })
      say(textOf(count))
      clear(offer.end)
    },
    undo: {
      text: offer.made && textOf(offer.made.count),
      look: offer.look,
      take: () => {
        const { made } = offer
        offer.end()
        restore(() => offer.make(made))
      },
    },
    focus,
    root,
    heading,
    scroller,
    undoLine,
    undoButton,
    ...props,
  }
}
