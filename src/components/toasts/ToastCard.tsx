'use client'

import { useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import type { PressControls } from './controls.js'
import type { Toast, ToastControls } from './toast.js'
import { ToastBody } from './ToastBody.js'
import type { ToastLabels } from './toastLabels.js'
import type { Standing } from './toastStack.js'
import { useSwipe } from './useSwipe.js'
import { slot, type SlotProps } from '../shell/slot.js'

export type ToastPart =
  | 'region'
  | 'toast'
  | 'icon'
  | 'title'
  | 'message'
  | 'actions'
  | 'action'
  | 'dismiss'
  | 'more'
  | 'dismissAll'

export interface ToastLook {
  readonly labels: ToastLabels
  readonly slotProps: SlotProps<ToastPart> | undefined
  readonly renderToast: ((toast: Toast, controls: ToastControls) => ReactNode) | undefined
}

export interface ToastCardProps extends ToastLook {
  readonly standing: Standing
  readonly controls: PressControls
  /** It leaves with the focus in it, which somebody must take. */
  readonly onFocusLost: (leaving: HTMLElement) => void
  readonly onExited: (key: number) => void
}

export function ToastCard({ standing, controls, onFocusLost, onExited, ...look }: ToastCardProps) {
  const { key, toast, state } = standing
  const { labels, slotProps, renderToast } = look
  const card = useRef<HTMLElement>(null)
  const ids = { title: useId(), message: useId() }
  const isLeaving = state === 'leaving'
  const swipe = useSwipe(controls.dismiss)

  useLayoutEffect(() => {
    const { current } = card
    if (!isLeaving || !current) return
    if (current.contains(document.activeElement)) onFocusLost(current)
    current.inert = true
    current.style.setProperty('--pl-toast-size', `${current.offsetHeight}px`)
    // Once, when it begins to leave: measured again on its way it would be smaller.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isLeaving])
  useEffect(() => {
    const { current } = card
    if (!isLeaving || !current) return
    // None where motion is not wanted, or no stylesheet asks for it; then it is gone at once.
    const ends = current.getAnimations().filter(isFinite)
    void Promise.allSettled(ends.map(({ finished }) => finished)).then(() => onExited(key))
  }, [isLeaving, key, onExited])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault() // or a modal dialog around it would be closed, too
    event.stopPropagation()
    controls.dismiss()
  }

  return (
    // The focus comes by F6; Escape is heard from wherever it is in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      {...slot('toast', 'pl-toast', slotProps)}
      {...swipe}
      ref={card}
      tabIndex={-1}
      aria-labelledby={renderToast ? undefined : ids.title}
      aria-describedby={renderToast || !toast.message ? undefined : ids.message}
      aria-label={renderToast ? `${labels.levels[toast.level]}: ${toast.title}` : undefined}
      data-level={toast.level}
      data-state={state}
      onKeyDown={onKeyDown}
    >
      {renderToast ? (
        <div className="pl-toast-text">{renderToast(toast, controls)}</div>
      ) : (
        <ToastBody {...{ toast, controls, labels, slotProps, ids, card }} />
      )}
      <button
        type="button"
        {...slot('dismiss', 'pl-toast-dismiss', slotProps)}
        aria-label={labels.dismiss(toast.title)}
        onClick={controls.dismiss}
      >
        <svg className="pl-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="m6.5 6.5 11 11m0-11-11 11" />
        </svg>
      </button>
    </article>
  )
}

const isFinite = ({ effect }: Animation) => Number.isFinite(Number(effect?.getComputedTiming().endTime))
