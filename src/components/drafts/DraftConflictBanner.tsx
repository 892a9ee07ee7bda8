'use client'

import {
  forwardRef,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentPropsWithoutRef,
} from 'react'
import { DraftConflictDialog, type DraftDialogPart } from './DraftConflictDialog.js'
import type { DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import type { FieldLabels } from './fieldLabels.js'
import { Named } from './Named.js'
import { useConflictBanner } from './useConflictBanner.js'
import { Icon } from '../shell/Icon.js'
import { slot, type SlotProps } from '../shell/slot.js'

export interface DraftConflictBannerProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** What `useDraftSync` returns. */
  readonly draft: DraftView
  /** What the fields are called, e.g. `{ logline: 'Logline' }`; default: their names in the content, made readable. */
  readonly fieldLabels?: FieldLabels
  /** In place of opening the dialog. */
  readonly onReview?: () => void
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<DraftLabels>
  readonly slotProps?: SlotProps<'text' | 'actions' | DraftDialogPart>
}

/**
 * Says that a draft is in conflict, and decides it by one button or in a dialog; what was decided can be taken back for ten
 * seconds. Nothing at all when there is neither. One types on meanwhile: put it below the fields, or where it may take room
 * without moving them.
 */
export const DraftConflictBanner = forwardRef<HTMLElement, DraftConflictBannerProps>(function DraftConflictBanner(
  { draft, fieldLabels, onReview, locale, labels: ownLabels, slotProps, className, onPointerLeave, onBlur, ...rest },
  ref,
) {
  const root = useRef<HTMLElement>(null)
  const first = useRef<HTMLButtonElement>(null)
  /** Somebody was at it, and what they pressed goes: what takes its place has the focus. */
  const isAtIt = useRef(false)
  const [isReviewing, setReviewing] = useState(false)
  const view = useConflictBanner(draft, root, { fieldLabels, locale, labels: ownLabels })
  const { mode, other, copied } = view
  const { labels } = view.wording
  const name = other.side.is === 'other' ? other.side.name : null
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => root.current)
  useLayoutEffect(() => {
    if (!isAtIt.current || mode === 'none') return
    isAtIt.current = false
    first.current?.focus({ preventScroll: true })
  }, [mode])
  const press = (act: () => void) => () => {
    isAtIt.current = true
    act()
  }

  return (
    <>
      {mode !== 'none' && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only waits until nobody is at it
        <section
          aria-label={labels.conflict}
          {...rest}
          ref={root}
          className={className ? `pl-draft-banner ${className}` : 'pl-draft-banner'}
          data-pl-part="root"
          data-mode={mode}
          onPointerLeave={(event) => {
            onPointerLeave?.(event)
            view.look()
          }}
          onBlur={(event) => {
            onBlur?.(event)
            // While this is told, the focus is still here.
            setTimeout(view.look)
          }}
        >
          <div className="pl-draft-banner-line">
            <span className="pl-draft-banner-icon" aria-hidden="true">
              <Icon name={mode === 'conflict' ? 'warning' : 'success'} />
            </span>
            <p {...slot('text', 'pl-draft-banner-text', slotProps)} dir="auto">
              {mode === 'conflict' ? (
                <>
                  <Named text={other.change} name={name} /> <strong>{other.need}</strong>
                </>
              ) : (
                <>
                  <Named text={view.decided} name={name} />{' '}
                  {copied === 'refused' && <span className="pl-draft-refused">{labels.notCopied}</span>}
                </>
              )}
            </p>
          </div>
          {mode === 'conflict' ? (
            <div {...slot('actions', 'pl-draft-banner-actions', slotProps)}>
              <button
                ref={first}
                type="button"
                className="pl-button"
                data-style="primary"
                aria-haspopup={onReview ? undefined : 'dialog'}
                onClick={onReview ?? (() => setReviewing(true))}
              >
                {labels.review}
              </button>
              <button type="button" className="pl-button" onClick={press(view.keepMine)}>
                {labels.keepMine}
              </button>
              <button type="button" className="pl-button" onClick={press(view.takeTheirs)}>
                <bdi>{view.takeTheirsLabel}</bdi>
              </button>
            </div>
          ) : (
            <div {...slot('actions', 'pl-draft-banner-actions', slotProps)}>
              {view.undo && (
                <button ref={first} type="button" className="pl-button" onClick={press(view.undo)}>
                  {labels.undo}
                </button>
              )}
              {view.copy && (
                <button type="button" className="pl-button" onClick={view.copy}>
                  {/* Both take the room, so that nothing moves. */}
                  <span className="pl-either" data-shown={copied === 'yes' ? 'second' : 'first'}>
                    <bdi>{view.copyLabel}</bdi>
                    <span>{labels.copied}</span>
                  </span>
                </button>
              )}
            </div>
          )}
        </section>
      )}
      <DraftConflictDialog
        draft={draft}
        open={isReviewing}
        onClose={() => setReviewing(false)}
        onApplied={() => {
          isAtIt.current = true
        }}
        {...(fieldLabels === undefined ? {} : { fieldLabels })}
        {...(locale === undefined ? {} : { locale })}
        {...(ownLabels === undefined ? {} : { labels: ownLabels })}
        {...(slotProps === undefined ? {} : { slotProps })}
      />
    </>
  )
})
