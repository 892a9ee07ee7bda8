'use client'

import {
  forwardRef,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type FocusEvent,
} from 'react'
import { createPortal } from 'react-dom'
import { controlsOf, type Navigate } from './controls.js'
import { createFocusTrail } from './focusTrail.js'
import { ToastCard, type ToastLook } from './ToastCard.js'
import type { ToastStore } from './toastStore.js'
import { quantity, type Locale } from '../shell/format.js'
import { slot } from '../shell/slot.js'

/** `block-end inline-end` is the corner below, at the end of a line. */
export type ToastPlacement = `block-${'start' | 'end'} ${'inline-start' | 'center' | 'inline-end'}`

export interface ToastRegionProps extends ToastLook {
  readonly store: ToastStore
  readonly placement: ToastPlacement
  readonly locale: Locale
  readonly onNavigate: Navigate
  /** The modal dialog that makes all else inert. */
  readonly dialog: HTMLDialogElement | null
  readonly className: string | undefined
  readonly style: CSSProperties | undefined
}

const SHOWN = '[data-pl-part=toast][data-state=shown]'

/** Where toasts stand: above everything, and within the reach of people whatever dialog is open. */
export const ToastRegion = forwardRef<HTMLElement, ToastRegionProps>(function ToastRegion(props, ref) {
  const { store, placement, locale, onNavigate, dialog, className, style, ...look } = props
  const { labels, slotProps } = look
  const { standings } = useSyncExternalStore(store.subscribe, store.get)
  const [host] = useState(() => document.createElement('div'))
  const [trail] = useState(createFocusTrail)
  const region = useRef<HTMLElement>(null)
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => region.current)

  useLayoutEffect(() => {
    const focused = host.contains(document.activeElement) ? document.activeElement : null
    ;(dialog ?? document.body).append(host)
    // Shown anew, it is above what was opened meanwhile. Older browsers have no top layer.
    region.current?.hidePopover?.()
    region.current?.showPopover?.()
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  }, [host, dialog])
  useLayoutEffect(() => () => host.remove(), [host])

  // Newest first where they pile up from below: then nothing moves when one comes.
  const visible = standings.filter(({ state }) => state !== 'waiting')
  const isBelow = placement.startsWith('block-end')
  const cards = isBelow ? visible.toReversed() : visible
  const waiting = standings.length - visible.length

  const staying = useCallback(() => [...(region.current?.querySelectorAll<HTMLElement>(SHOWN) ?? [])], [])
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const { key, code, altKey, ctrlKey, metaKey, shiftKey } = event
      const isOurs = altKey ? code === 'KeyT' : key === 'F6'
      if (!isOurs || ctrlKey || metaKey || shiftKey || event.defaultPrevented) return
      const newest = staying().at(isBelow ? 0 : -1)
      if (!newest) return
      event.preventDefault()
      if (region.current?.contains(document.activeElement)) trail.goBack()
      else newest.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isBelow, staying, trail])
  useEffect(
    () => () => {
      store.hold('hover', false)
      store.hold('focus', false)
    },
    [store],
  )

  const onFocus = ({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>) => {
    // From nowhere the focus comes, too, when people come back to the window: then it did not move.
    if (relatedTarget && !currentTarget.contains(relatedTarget)) trail.came(relatedTarget)
    store.hold('focus', true)
  }
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>) => {
    if (currentTarget.contains(relatedTarget)) return
    store.hold('focus', false)
    if (document.hasFocus()) trail.leave()
  }
  /** By keyboard one goes from toast to toast; whoever pressed something goes on where they were. */
  const onFocusLost = (leaving: HTMLElement) => {
    const next = staying().find((toast) => toast !== leaving)
    if (next && document.activeElement?.matches(':focus-visible')) next.focus()
    else trail.goBack()
  }

  const [block, inline] = placement.split(' ')
  return createPortal(
    // What it hears is whether somebody is at it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      {...slot('region', className ? `pl-toasts ${className}` : 'pl-toasts', slotProps)}
      ref={region}
      style={style}
      popover="manual"
      aria-label={labels.toasts}
      data-block={block}
      data-inline={inline}
      onPointerEnter={() => store.hold('hover', true)}
      onPointerLeave={() => store.hold('hover', false)}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {cards.map((standing) => (
        <ToastCard
          key={standing.key}
          standing={standing}
          controls={controlsOf(standing.toast, store, onNavigate)}
          onFocusLost={onFocusLost}
          onExited={store.exited}
          {...look}
        />
      ))}
      {waiting > 0 && (
        <div {...slot('more', 'pl-toasts-more', slotProps)}>
          <bdi>{labels.more(quantity(waiting, locale))}</bdi>
          <button type="button" {...slot('dismissAll', 'pl-button-quiet', slotProps)} onClick={store.dismissAll}>
            {labels.dismissAll}
          </button>
        </div>
      )}
    </section>,
    host,
  )
})
