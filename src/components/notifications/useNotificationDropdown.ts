'use client'

import { useCallback, useEffect, useId, useMemo, useRef, useState, type RefObject } from 'react'
import { formatNumber, quantity } from '../shell/format.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useDismiss } from '../shell/useDismiss.js'
import { dropdownProps, type DropdownProps } from './dropdownProps.js'
import type { NotificationLabels } from './notificationLabels.js'
import type { Filter, Row } from './rows.js'
import { useArrivals } from './useArrivals.js'
import { ARTICLE, useFeedFocus, type FeedFocus } from './useFeedFocus.js'
import { useFilter } from './useFilter.js'
import { useNewcomers } from './useNewcomers.js'
import { useNotificationList, type NotificationList } from './useNotificationList.js'
import { usePanelPlace } from './usePanelPlace.js'
import { useUndo, type Offer } from './useUndo.js'
import type { Notification } from '../../protocol/streams/notifications.js'

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
  /** `text` is e.g. "Cleared 12."; `null`: there is nothing to take back. While held it stays. */
  readonly undo: Pick<Offer, 'hold' | 'release'> & { readonly text: string | null; readonly take: () => void }
  readonly focus: FeedFocus
  readonly root: RefObject<HTMLDivElement | null>
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly undoButton: RefObject<HTMLButtonElement | null>
  /** Takes the focus over from a button that clears, and goes. */
  readonly afterClear: RefObject<HTMLElement | null>
}

/** The notification dropdown without its looks: draw your own from what it returns. */
export function useNotificationDropdown(options: NotificationDropdownOptions = {}): NotificationDropdownView {
  const { max = 99, locale: ownLocale, labels: ownLabels } = options
  const { clear, restore, ...list } = useNotificationList({ locale: ownLocale, labels: ownLabels })
  useArrivals(list)
  const { notifications, unreadCount, hasOlder, labels, wording } = list
  const { locale } = wording
  const [isOpen, setOpen] = useState(false)
  const { filter, setFilter, rows } = useFilter(notifications)
  const newcomers = useNewcomers(rows)
  const offer = useUndo()
  const { say, moveInto } = useAnnouncer()
  const root = useRef<HTMLDivElement>(null)
  const bell = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const undoButton = useRef<HTMLButtonElement>(null)
  const afterClear = useMemo(() => firstOf(undoButton, heading), [])
  const panelId = useId()
  const headingId = useId()
  const focus = useFeedFocus({ rows, panel, heading })
  const placement = usePanelPlace(bell, panel, isOpen)

  const close = useCallback(() => setOpen(false), [])
  useDismiss(root, isOpen, close)
  const open = () => {
    // Whoever looks anew looks at everything, from the top.
    setFilter('all')
    newcomers.forget()
    offer.release()
    setOpen(true)
  }
  const closeToBell = () => {
    bell.current?.focus()
    close()
  }
  useEffect(() => {
    if (!isOpen) return undefined
    const first = panel.current?.querySelector<HTMLElement>(`[${ARTICLE}]`) ?? heading.current
    first?.focus({ preventScroll: true })
    // In a host's modal dialog, nobody would hear what is said outside of it.
    const dialog = root.current?.closest<HTMLElement>('dialog:modal')
    return dialog ? moveInto(dialog) : undefined
  }, [isOpen, moveInto])

  const textOf = (count: number | null) => labels.cleared(count === null ? null : quantity(count, locale))
  const unreadRows = filter === 'all' ? 0 : rows.filter(({ notification }) => !notification.read).length
  // The server has told how many are unread: once all are here, there are no older ones to look for.
  const hasMore = hasOlder && (filter === 'all' || unreadRows < unreadCount)

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
      text: offer.cleared && textOf(offer.cleared.count),
      hold: offer.hold,
      release: offer.release,
      take: () => {
        offer.end()
        restore()
      },
    },
    focus,
    root,
    heading,
    scroller,
    undoButton,
    afterClear,
    ...dropdownProps({
      refs: { root, bell, panel, heading, scroller },
      ids: { panel: panelId, heading: headingId },
      isOpen,
      placement,
      name: unreadCount > 0 ? labels.bell(quantity(unreadCount, locale)) : labels.notifications,
      setSize: hasMore ? -1 : rows.length,
      isLoadingOlder: list.isLoadingOlder,
      focus,
      onScroll: newcomers.onScroll,
      open,
      close,
      closeToBell,
    }),
  }
}

/** Whichever of them there is. */
const firstOf = (...refs: readonly RefObject<HTMLElement | null>[]): RefObject<HTMLElement | null> => ({
  get current() {
    return refs.find(({ current }) => current)?.current ?? null
  },
})
