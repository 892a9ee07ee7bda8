'use client'

import { useEffect, useRef, useState, type FocusEvent } from 'react'
import { LINK } from './UserRow.js'
import { isFocusLost } from '../shell/isFocusLost.js'
import type { Person } from '../../protocol/streams/presence.js'

export interface RowFocus {
  /** Of the row that has the focus: it stays in the page. */
  readonly kept: readonly number[]
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
}

/** The focus in a list whose people come and go: who goes with it leaves it to the next one. */
export function useRowFocus(users: readonly Person[]): RowFocus {
  const [active, setActive] = useState<number | null>(null)
  const last = useRef<{ readonly list: HTMLElement; readonly userId: number; readonly place: number } | null>(null)
  const placeOf = (userId: number | null) => users.findIndex((person) => person.userId === userId)

  useEffect(() => {
    const was = last.current
    if (!was) return
    const place = placeOf(was.userId)
    if (place !== -1) {
      last.current = { ...was, place }
      return
    }
    last.current = null
    if (!isFocusLost(was.list)) return
    const next = users[Math.min(was.place, users.length - 1)]
    const link = next && was.list.querySelector<HTMLElement>(`[${LINK}="${next.userId}"]`)
    // Not before it is needed: whoever clicks between the rows would give it the focus.
    if (!link) was.list.tabIndex = -1
    ;(link ?? was.list).focus({ preventScroll: true })
  })

  const place = placeOf(active)
  return {
    kept: place === -1 ? [] : [place],
    onFocus: ({ currentTarget, target }) => {
      const name = target.getAttribute(LINK)
      const userId = name === null ? null : Number(name)
      setActive(userId)
      last.current = userId === null ? null : { list: currentTarget, userId, place: placeOf(userId) }
    },
    onBlur: () => {
      last.current = null
      setActive(null)
    },
  }
}
