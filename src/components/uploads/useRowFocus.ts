'use client'

import { useEffect, useRef, useState, type FocusEvent, type RefObject } from 'react'
import { isFocusLost } from '../shell/isFocusLost.js'
import { systemClock } from '../../live/clock.js'

export interface RowFocus {
  /** Places of rows that must be in the page wherever it is scrolled to: the focus is there, or beside it, or on its way there. */
  readonly kept: readonly number[]
  /** This row goes out of the page with the focus in it. */
  readonly onLost: (key: string) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
}

/** Attribute by which the row of an upload is found. */
export const ROW = 'data-pl-key'

/**
 * The focus in a list whose rows come and go, not all of them in the page at any time: when a row goes with it, the next
 * one has it, or the last, or the panel.
 */
export function useRowFocus(keys: readonly string[], panel: RefObject<HTMLElement | null>): RowFocus {
  const [active, setActive] = useState<string | null>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  if (wanted !== null && !keys.includes(wanted)) setWanted(null)
  const lost = useRef<string | null>(null)
  const before = useRef(keys)

  const settle = () => {
    const key = lost.current
    const index = key === null ? -1 : before.current.indexOf(key)
    before.current = keys
    lost.current = null
    // Whoever took it meanwhile keeps it.
    if (key === null || !isFocusLost(panel.current)) return
    const next = keys.includes(key) ? key : keys[Math.min(index, keys.length - 1)]
    if (next === undefined) panel.current?.focus({ preventScroll: true })
    // Neither a row that is not in the page takes it, nor one that is not measured yet, and hidden until then.
    else if (!takesFocus(panel.current, next)) setWanted(next)
  }
  useEffect(settle)
  useEffect(() => {
    if (wanted === null) return undefined
    let cancel = systemClock.frame(function look() {
      if (!takesFocus(panel.current, wanted)) cancel = systemClock.frame(look)
    })
    return () => cancel()
  }, [panel, wanted])

  const at = active === null ? -1 : keys.indexOf(active)
  const around = at === -1 ? [] : [at - 1, at, at + 1]
  return {
    kept: [...around, wanted === null ? -1 : keys.indexOf(wanted)].filter((index) => index in keys),
    onLost: (key) => {
      lost.current = key
    },
    onFocus: ({ target }) => {
      setActive(target.closest(`[${ROW}]`)?.getAttribute(ROW) ?? null)
      setWanted(null)
    },
    onBlur: () => setActive(null),
  }
}

function takesFocus(panel: HTMLElement | null, key: string): boolean {
  const row = panel?.querySelector<HTMLElement>(`[${ROW}="${CSS.escape(key)}"]`)
  row?.focus()
  return row?.matches(':focus') ?? false
}
