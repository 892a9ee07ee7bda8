'use client'

import { useRef, type RefObject } from 'react'
import type { Press, PressControls } from './controls.js'
import type { Toast, ToastAction } from './toast.js'
import type { ToastPart } from './ToastCard.js'
import type { ToastLabels } from './toastLabels.js'
import { safeLink } from '../notifications/safeLink.js'
import { Icon } from '../shell/Icon.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { useFocusHandover } from '../shell/useFocusHandover.js'

export interface ToastBodyProps {
  readonly toast: Toast
  readonly controls: PressControls
  readonly labels: ToastLabels
  readonly slotProps: SlotProps<ToastPart> | undefined
  readonly ids: { readonly title: string; readonly message: string }
  readonly card: RefObject<HTMLElement | null>
}

/** What a toast says and offers, as we draw it. */
export function ToastBody({ toast, controls, labels, slotProps, ids, card }: ToastBodyProps) {
  const { level, title, message, actions } = toast
  const url = safeLink(toast.link)
  return (
    <>
      <span {...slot('icon', 'pl-toast-icon', slotProps)}>
        <Icon name={level} />
      </span>
      <div className="pl-toast-text">
        <p {...slot('title', 'pl-toast-title', slotProps)} id={ids.title}>
          <span className="pl-sr-only">{labels.levels[level]}: </span>
          {url === null ? (
            <bdi>{title}</bdi>
          ) : (
            <a className="pl-toast-link" href={url} draggable={false} onClick={(event) => controls.open(event)}>
              <bdi>{title}</bdi>
            </a>
          )}
        </p>
        {message && (
          <p {...slot('message', 'pl-toast-message', slotProps)} id={ids.message}>
            <bdi>{message}</bdi>
          </p>
        )}
        {actions.length > 0 && (
          <div {...slot('actions', 'pl-toast-actions', slotProps)}>
            {actions.map((action, index) => (
              <ActionButton
                key={index}
                action={action}
                card={card}
                slotProps={slotProps}
                onPress={(press) => controls.act(index, press)}
              />
            ))}
          </div>
        )}
      </div>
    </>
  )
}

interface ActionButtonProps {
  readonly action: ToastAction
  readonly card: RefObject<HTMLElement | null>
  readonly slotProps: SlotProps<ToastPart> | undefined
  readonly onPress: (press?: Press) => void
}

function ActionButton({ action: { label, style, url }, card, slotProps, onPress }: ActionButtonProps) {
  const button = useRef<HTMLElement | null>(null)
  // One that replaces the toast may offer less.
  useFocusHandover(button, card)
  const look = {
    ...slot('action', 'pl-button', slotProps),
    'data-style': style ?? 'secondary',
    dir: 'auto',
    ref: (element: HTMLElement | null) => {
      button.current = element
    },
  }
  const target = safeLink(url)
  return target === null ? (
    <button type="button" {...look} onClick={() => onPress()}>
      {label}
    </button>
  ) : (
    <a {...look} href={target} draggable={false} onClick={(event) => onPress(event)}>
      {label}
    </a>
  )
}
