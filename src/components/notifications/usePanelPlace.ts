'use client'

import { useEffect, useState, type RefObject } from 'react'
import { placePanel } from './placePanel.js'

/**
 * How the panel finds its place: `anchor`: in the top layer, by the stylesheet; `script`: in the top layer, by us, where
 * the browser knows no anchors; `flow`: where it stands in the page, where the browser has no top layer either.
 */
export type Placement = 'anchor' | 'script' | 'flow'

function placementHere(): Placement {
  if (typeof HTMLElement === 'undefined' || typeof HTMLElement.prototype.showPopover !== 'function') return 'flow'
  return CSS.supports('anchor-scope: --pl-bell') && CSS.supports('position-area: block-end') ? 'anchor' : 'script'
}

/** Lifts `panel` above everything else on the page, beside `bell`, while it is open. */
export function usePanelPlace(
  bell: RefObject<HTMLElement | null>,
  panel: RefObject<HTMLElement | null>,
  isOpen: boolean,
): Placement {
  const [placement] = useState(placementHere)
  // What a press brings about is done before the next paint, this included.
  useEffect(() => {
    const { current } = panel
    if (!isOpen || !current) return undefined
    if (placement === 'flow') {
      turn(current)
      return undefined
    }
    // StrictMode comes here twice, and a panel that is shown cannot be shown.
    if (!current.matches(':popover-open')) current.showPopover()
    return placement === 'script' ? follow(bell, current) : undefined
  }, [bell, panel, isOpen, placement])
  return placement
}

/** To its other side, where it would leave the page. */
function turn(panel: HTMLElement): void {
  const { left, right } = panel.getBoundingClientRect()
  if (left < 0 || right > document.documentElement.clientWidth) panel.dataset['side'] = 'start'
}

/** Keeps the panel at the bell while the page scrolls, or either changes its size. */
function follow(bell: RefObject<HTMLElement | null>, panel: HTMLElement): () => void {
  let frame = 0
  const place = () => {
    if (!bell.current) return
    const { clientWidth: width, clientHeight: height } = document.documentElement
    const isRtl = getComputedStyle(panel).direction === 'rtl'
    // Its size as the stylesheet wants it, not as it was cut to fit.
    panel.style.removeProperty('max-block-size')
    const wished = panel.getBoundingClientRect()
    const at = placePanel(bell.current.getBoundingClientRect(), wished, { width, height }, isRtl)
    panel.style.setProperty('left', `${at.left}px`)
    panel.style.setProperty('top', `${at.top}px`)
    if (wished.height > at.maxHeight) panel.style.setProperty('max-block-size', `${at.maxHeight}px`)
  }
  const soon = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(place)
  }
  const resized = new ResizeObserver(soon)
  resized.observe(panel)
  addEventListener('resize', soon)
  addEventListener('scroll', soon, { capture: true, passive: true })
  place()
  return () => {
    cancelAnimationFrame(frame)
    resized.disconnect()
    removeEventListener('resize', soon)
    removeEventListener('scroll', soon, { capture: true })
  }
}
