'use client'

import { useRef, type PointerEvent } from 'react'
import { beginSwipe, endsAway, moveSwipe, type Swipe } from './swipe.js'

const pointOf = ({ clientX, clientY, timeStamp }: PointerEvent) => ({ x: clientX, y: clientY, at: timeStamp })
const wayOf = (element: Element): 1 | -1 => (getComputedStyle(element).direction === 'rtl' ? -1 : 1)

/** Handlers that let an element be swiped away, towards the end of the line. Buttons in it are pressed as ever. */
export function useSwipe(onAway: () => void) {
  const swipe = useRef<Swipe | null>(null)

  const show = ({ currentTarget }: PointerEvent<HTMLElement>, pulled: number | null) => {
    if (pulled === null) delete currentTarget.dataset['swipe']
    else currentTarget.dataset['swipe'] = 'true'
    currentTarget.style.setProperty('--pl-toast-pulled', `${pulled ?? 0}px`)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (!event.isPrimary || event.button !== 0) return
    if (event.target instanceof Element && event.target.closest('button')) return
    swipe.current = beginSwipe(pointOf(event))
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = swipe.current
    if (!before) return
    const { currentTarget } = event
    const isSelecting = event.pointerType === 'mouse' && document.getSelection()?.isCollapsed === false
    const now = moveSwipe(before, pointOf(event), wayOf(currentTarget), isSelecting)
    swipe.current = now
    if (now.is !== 'swiping') return
    if (before.is !== 'swiping') currentTarget.setPointerCapture(event.pointerId)
    show(event, now.inline)
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const { current } = swipe
    swipe.current = null
    if (current?.is !== 'swiping') return
    // Where it was let go of, its exit begins.
    if (endsAway(current, event.timeStamp, event.currentTarget.offsetWidth)) onAway()
    else show(event, null)
  }
  const onPointerCancel = (event: PointerEvent<HTMLElement>) => {
    swipe.current = null
    show(event, null)
  }
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel }
}
