'use client'

import {
  forwardRef,
  useCallback,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentPropsWithoutRef,
  type KeyboardEvent,
} from 'react'
import { formatProgress, quantity } from './shell/format.js'
import { slot, type SlotProps } from './shell/slot.js'
import { useDismiss } from './shell/useDismiss.js'
import type { UploadLabels } from './uploads/uploadLabels.js'
import { UploadPanel } from './uploads/UploadPanel.js'
import type { UploadBadgePart, UploadPart } from './uploads/uploadParts.js'
import { useUploadList } from './uploads/useUploadList.js'

export interface UploadProgressListProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** `fixed`, the default: in the corner of the page, while there is something to show. `relative`: where it stands. */
  readonly position?: 'fixed' | 'relative'
  /** Each in addition to what is done anyway. */
  readonly onCancel?: (uploadId: string) => void
  readonly onRetry?: (uploadId: string) => void
  readonly onDismiss?: (uploadId: string) => void
  /** The browser asks before the page is left while it sends something. By default it does not. */
  readonly guardUnload?: boolean
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<UploadLabels>
  readonly slotProps?: SlotProps<UploadPart>
}

/** The signed-in user's uploads, as they go. */
export const UploadProgressList = forwardRef<HTMLElement, UploadProgressListProps>(function UploadProgressList(
  { position = 'fixed', onCancel, onRetry, onDismiss, guardUnload, locale, labels, slotProps, ...rest },
  ref,
) {
  const list = useUploadList({ onCancel, onRetry, onDismiss, guardUnload, locale, labels })
  return <UploadPanel {...rest} ref={ref} list={list} place={position} slotProps={slotProps} />
})

export interface UploadProgressBadgeProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children' | 'onClick'> {
  /** In place of opening the list. */
  readonly onClick?: () => void
  readonly locale?: string
  readonly labels?: Partial<UploadLabels>
  readonly slotProps?: SlotProps<UploadBadgePart>
}

/** How many uploads are under way, or failed; pressed, it opens the list of them. Nothing when there are none. */
export const UploadProgressBadge = forwardRef<HTMLDivElement, UploadProgressBadgeProps>(function UploadProgressBadge(
  { onClick, locale: ownLocale, labels: ownLabels, slotProps, className, onKeyDown, ...rest },
  ref,
) {
  const list = useUploadList({ locale: ownLocale, labels: ownLabels })
  const { sending, failed, percent } = list.tally
  const { labels, locale } = list.wording
  const [open, setOpen] = useState(false)
  const [isHeld, setHeld] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const popupId = useId()
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => root.current)
  const close = useCallback(() => setOpen(false), [])
  useDismiss(root, open, close)
  // What somebody is at does not vanish beneath them.
  if (sending + failed === 0 && !open && !isHeld) return null

  const onEscape = (event: KeyboardEvent<HTMLDivElement>) => {
    onKeyDown?.(event)
    if (!open || event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation() // a dialog around it stays open
    button.current?.focus()
    close()
  }
  const said = percent ?? 0
  const name =
    sending === 0 && failed > 0
      ? `${labels.uploads}, ${labels.failed(quantity(failed, locale))}`
      : [
          labels.badge(quantity(sending, locale), formatProgress(said, locale)),
          failed > 0 && labels.failed(quantity(failed, locale)),
        ]
          .filter((part) => part !== false)
          .join(', ')
  return (
    // Escape is heard from wherever the focus is in it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      {...rest}
      ref={root}
      className={className ? `pl-upload-badge ${className}` : 'pl-upload-badge'}
      data-pl-part="root"
      onKeyDown={onEscape}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <button
        {...slot('button', 'pl-upload-button', slotProps)}
        ref={button}
        type="button"
        data-failed={failed > 0}
        aria-label={name}
        {...(onClick
          ? {}
          : { 'aria-haspopup': 'dialog', 'aria-expanded': open, 'aria-controls': open ? popupId : undefined })}
        onClick={() => (onClick ? onClick() : setOpen(!open))}
      >
        <svg {...slot('ring', 'pl-ring', slotProps)} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <circle className="pl-ring-track" cx="12" cy="12" r="9" />
          <circle className="pl-ring-value" cx="12" cy="12" r="9" pathLength={100} strokeDasharray={`${said} 100`} />
        </svg>
        <span {...slot('count', 'pl-upload-count', slotProps)} aria-hidden="true">
          {quantity(sending + failed, locale).text}
        </span>
      </button>
      {open && <Popup id={popupId} list={list} slotProps={slotProps} />}
    </div>
  )
})

function Popup({
  id,
  list,
  slotProps,
}: {
  readonly id: string
  readonly list: ReturnType<typeof useUploadList>
  readonly slotProps: SlotProps<UploadBadgePart> | undefined
}) {
  const popup = useRef<HTMLDialogElement>(null)
  const [side, setSide] = useState<'start' | 'end'>('end')
  useLayoutEffect(() => {
    const box = popup.current?.getBoundingClientRect()
    if (box && (box.left < 0 || box.right > document.documentElement.clientWidth)) setSide('start')
    popup.current?.querySelector('section')?.focus({ preventScroll: true })
  }, [])
  return (
    <dialog
      {...slot('popup', 'pl-upload-popup', slotProps)}
      open
      ref={popup}
      id={id}
      aria-label={list.wording.labels.uploads}
      data-side={side}
    >
      <UploadPanel list={list} place="popup" slotProps={slotProps} />
    </dialog>
  )
}
