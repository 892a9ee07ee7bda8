import type { ComponentPropsWithRef, KeyboardEvent, RefObject, UIEvent } from 'react'
import { isEndOfPanel } from './endOfPanel.js'
import type { Row } from './rows.js'
import { ARTICLE, type FeedFocus } from './useFeedFocus.js'
import type { Placement } from './usePanelPlace.js'

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
  readonly refs: {
    readonly root: RefObject<HTMLDivElement | null>
    readonly bell: RefObject<HTMLButtonElement | null>
    readonly panel: RefObject<HTMLDivElement | null>
    readonly heading: RefObject<HTMLHeadingElement | null>
    readonly scroller: RefObject<HTMLDivElement | null>
  }
  readonly ids: { readonly panel: string; readonly heading: string }
  readonly isOpen: boolean
  readonly placement: Placement
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

export function dropdownProps(parts: DropdownParts): DropdownProps {
  const { refs, ids, isOpen, placement, focus, open, close, closeToBell } = parts

  const onEscape = (event: KeyboardEvent<HTMLElement>) => {
    if (!isOpen || event.key !== 'Escape' || event.defaultPrevented) return
    // A dialog around it stays open, whether it is the browser's or a script's.
    event.preventDefault()
    event.stopPropagation()
    closeToBell()
  }
  const onTab = ({ key, shiftKey, currentTarget, target }: KeyboardEvent<HTMLElement>) => {
    if (key !== 'Tab' || shiftKey || !(target instanceof Element) || !isEndOfPanel(currentTarget, target)) return
    // Where the focus goes then, nobody here may hear: behind the last of a page is the browser.
    setTimeout(() => {
      if (!currentTarget.contains(document.activeElement) || !document.hasFocus()) close()
    })
  }

  return {
    getRootProps: () => ({ ref: refs.root, onKeyDown: onEscape }),
    getBellProps: () => ({
      ref: refs.bell,
      type: 'button',
      'aria-label': parts.name,
      'aria-haspopup': 'dialog',
      'aria-expanded': isOpen,
      'aria-controls': isOpen ? ids.panel : undefined,
      onClick: () => (isOpen ? closeToBell() : open()),
    }),
    getPanelProps: () => ({
      ref: refs.panel,
      id: ids.panel,
      role: 'dialog',
      popover: placement === 'flow' ? undefined : 'manual',
      tabIndex: -1,
      'aria-labelledby': ids.heading,
      'data-placement': placement,
      onKeyDown: (event) => {
        focus.onKeyDown(event)
        onTab(event)
      },
    }),
    getHeadingProps: () => ({ ref: refs.heading, id: ids.heading, tabIndex: -1 }),
    getScrollerProps: () => ({ ref: refs.scroller, onScroll: parts.onScroll }),
    getFeedProps: () => ({
      role: 'feed',
      'aria-labelledby': ids.heading,
      'aria-busy': parts.isLoadingOlder,
      onFocus: focus.onFocus,
      onBlur: focus.onBlur,
    }),
    getArticleProps: ({ notification: { id } }, index) => ({
      [ARTICLE]: id,
      tabIndex: 0,
      'aria-posinset': index + 1,
      'aria-setsize': parts.setSize,
      // Another function each time, so that one that is in the page already hears of it, too.
      ref: (article: HTMLElement | null) => {
        if (focus.wanted === id) article?.focus()
      },
    }),
  }
}
