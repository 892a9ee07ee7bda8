'use client'

import { useEffect, useId } from 'react'
import type { ComponentPropsWithRef, KeyboardEvent, RefObject, UIEvent } from 'react'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useDismiss } from '../shell/useDismiss.js'
import { firstBehind, isEndOfPanel } from './endOfPanel.js'
import type { Row } from './rows.js'
import { ARTICLE, type FeedFocus } from './useFeedFocus.js'
import { usePanelPlace } from './usePanelPlace.js'

/** Attributes, by the patterns of the ARIA Authoring Practices for a disclosure, a dialog and a feed. */
export interface DropdownProps {
  /** For the element around the bell and the panel. */
  readonly getRootProps: () => ComponentPropsWithRef<'div'>
  readonly getBellProps: () => ComponentPropsWithRef<'button'>
  readonly getPanelProps: () => ComponentPropsWithRef<'div'>
  readonly getHeadingProps: () => ComponentPropsWithRef<'h2'>
  /** For what scrolls around the feed. */
  readonly getScrollerProps: () => ComponentPropsWithRef<'div'>
  readonly getFeedProps: () => ComponentPropsWithRef<'div'>
  /** For the `<article>` of a row. @param index its place among the rows */
  readonly getArticleProps: (row: Row, index: number) => ComponentPropsWithRef<'article'>
}

export interface DropdownParts {
  readonly root: RefObject<HTMLDivElement | null>
  readonly bell: RefObject<HTMLButtonElement | null>
  readonly panel: RefObject<HTMLDivElement | null>
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly isOpen: boolean
  /** Of the bell. */
  readonly name: string
  /** −1: nobody here knows. */
  readonly setSize: number
  readonly isLoadingOlder: boolean
  readonly focus: FeedFocus
  readonly onScroll: (event: UIEvent<HTMLElement>) => void
  readonly open: () => void
  readonly close: () => void
  readonly closeToBell: () => void
}

export function useDropdownProps(parts: DropdownParts): DropdownProps {
  const { root, bell, panel, heading, scroller, isOpen, focus, open, close, closeToBell } = parts
  const { moveInto } = useAnnouncer()
  const panelId = useId()
  const headingId = useId()
  const placement = usePanelPlace(bell, panel, isOpen)
  useDismiss(root, isOpen, close)
  useEffect(() => {
    if (!isOpen) return undefined
    if (!panel.current?.querySelector(`[${ARTICLE}]`)) heading.current?.focus({ preventScroll: true })
    // In a host's modal dialog nobody hears what is said outside of it.
    const dialog = root.current?.closest<HTMLElement>('dialog:modal')
    return dialog ? moveInto(dialog) : undefined
  }, [root, panel, heading, isOpen, moveInto])

  const onEscape = (event: KeyboardEvent<HTMLElement>) => {
    if (!isOpen || event.key !== 'Escape' || event.defaultPrevented) return
    // A dialog around it stays open, whether it is the browser's or a script's.
    event.preventDefault()
    event.stopPropagation()
    closeToBell()
  }
  const onTab = ({ key, shiftKey, currentTarget, target }: KeyboardEvent<HTMLElement>) => {
    if (key !== 'Tab' || shiftKey || !(target instanceof Element) || !isEndOfPanel(currentTarget, target)) return
    // Behind the last of a page is the browser itself, and nothing on the page hears of the focus that goes there.
    setTimeout(() => {
      if (!currentTarget.contains(document.activeElement) || !document.hasFocus()) close()
    })
  }

  /** Out of a feed that may go on for ever: Control and Home lead to what is before it, Control and End to what is behind. */
  const onLeave = (event: KeyboardEvent<HTMLElement>) => {
    if (!event.ctrlKey || (event.key !== 'Home' && event.key !== 'End')) return
    event.preventDefault()
    if (event.key === 'Home') heading.current?.focus()
    else firstBehind(scroller.current?.querySelector('[role=feed]'), event.currentTarget)?.focus()
  }

  return {
    getRootProps: () => ({ ref: root, onKeyDown: onEscape }),
    getBellProps: () => ({
      ref: bell,
      type: 'button',
      'aria-label': parts.name,
      'aria-haspopup': 'dialog',
      'aria-expanded': isOpen,
      'aria-controls': isOpen ? panelId : undefined,
      onClick: () => (isOpen ? closeToBell() : open()),
    }),
    getPanelProps: () => ({
      ref: panel,
      id: panelId,
      role: 'dialog',
      popover: placement === 'flow' ? undefined : 'manual',
      tabIndex: -1,
      'aria-labelledby': headingId,
      'data-placement': placement,
      onKeyDown: (event) => {
        focus.onKeyDown(event)
        onLeave(event)
        onTab(event)
      },
    }),
    getHeadingProps: () => ({ ref: heading, id: headingId, tabIndex: -1 }),
    getScrollerProps: () => ({ ref: scroller, onScroll: parts.onScroll }),
    getFeedProps: () => ({
      role: 'feed',
      'aria-labelledby': headingId,
      'aria-busy': parts.isLoadingOlder,
      onFocus: focus.onFocus,
      onBlur: focus.onBlur,
    }),
    getArticleProps: ({ notification: { id } }, index) => ({
      [ARTICLE]: id,
      tabIndex: 0,
      'aria-posinset': index + 1,
      'aria-setsize': parts.setSize,
    }),
  }
}
