'use client'

import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react'
import { nextArticle } from './feedKeys.js'
import { isFocusLost } from '../shell/isFocusLost.js'
import type { Row } from './rows.js'
import { systemClock } from '../../live/clock.js'

export interface FeedFocus {
  /** Places of rows that must be in the page wherever it is scrolled to: the focus is there, or on its way there. */
  readonly kept: readonly number[]
  readonly moveTo: (index: number) => void
  /** The same for a row that may not be there yet. */
  readonly want: (id: string | null) => void
  /** Looks whether a row went away with the focus, and brings it to the next one; asked after each change of the list. */
  readonly settle: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void
}

export interface FeedFocusParts {
  readonly rows: readonly Row[]
  readonly panel: RefObject<HTMLElement | null>
  /** Takes the focus when there is no row left. */
  readonly heading: RefObject<HTMLElement | null>
}

/** Attribute by which the article of a notification is found. */
export const ARTICLE = 'data-pl-id'
const WRITTEN_IN = 'input, textarea, select, [contenteditable]'

/** The focus of a feed whose rows come and go, not all of them in the page at any time. */
export function useFeedFocus({ rows, panel, heading }: FeedFocusParts): FeedFocus {
  const [active, setActive] = useState<string | null>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  if (wanted !== null && !rows.some(({ notification }) => notification.id === wanted)) setWanted(null)
  /** Where the focus was, as far as anybody knows. */
  const last = useRef<{ readonly id: string; readonly index: number } | null>(null)

  const indexOf = (id: string | null) =>
    id === null ? -1 : rows.findIndex(({ notification }) => notification.id === id)
  const lead = (id: string) => {
    // Neither one that is not in the page takes it, nor one that is not measured yet, and hidden until then.
    if (!takesFocus(articleOf(panel.current, id))) setWanted(id)
  }
  const moveTo = (index: number) => {
    const id = rows[index]?.notification.id
    if (id !== undefined) lead(id)
  }

  const settle = () => {
    const was = last.current
    if (!was) return
    const index = indexOf(was.id)
    if (!isFocusLost(panel.current)) {
      if (index !== -1) last.current = { ...was, index }
      return
    }
    last.current = null
    const next = index === -1 ? rows[Math.min(was.index, rows.length - 1)]?.notification.id : was.id
    if (next === undefined) heading.current?.focus({ preventScroll: true })
    else lead(next)
  }
  // Not before the paint: servers, too, render the bell, and React 18 complains there of effects that are.
  useEffect(settle)
  useEffect(() => {
    if (wanted === null) return undefined
    let cancel = systemClock.frame(function look() {
      if (!takesFocus(articleOf(panel.current, wanted))) cancel = systemClock.frame(look)
    })
    return () => cancel()
  }, [panel, wanted])

  return {
    kept: [indexOf(active), indexOf(wanted)].filter((index) => index !== -1),
    moveTo,
    want: setWanted,
    settle,
    onKeyDown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      // Fields keep their own keys.
      if (event.target instanceof Element && event.target.closest(WRITTEN_IN)) return
      // A key that is held down goes on from where the last one leads.
      const next = nextArticle(event.key, indexOf(wanted ?? active), rows.length)
      if (next === null) return
      event.preventDefault()
      moveTo(next)
    },
    onFocus: ({ target }) => {
      const id = target.closest(`[${ARTICLE}]`)?.getAttribute(ARTICLE) ?? null
      last.current = id === null ? null : { id, index: indexOf(id) }
      setActive(id)
      setWanted(null)
    },
    onBlur: () => {
      last.current = null
      setActive(null)
    },
  }
}

const articleOf = (panel: HTMLElement | null, id: string): HTMLElement | null =>
  panel?.querySelector<HTMLElement>(`[${ARTICLE}="${CSS.escape(id)}"]`) ?? null

function takesFocus(article: HTMLElement | null): boolean {
  article?.focus()
  return article?.matches(':focus') ?? false
}
