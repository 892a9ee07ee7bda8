'use client'

import { forwardRef, useId, type ComponentPropsWithoutRef } from 'react'
import { ActivityField } from './ActivityField.js'
import { ClearAfter } from './ClearAfter.js'
import { presenceLabels, type PresenceLabels } from './presenceLabels.js'
import { StatusCombobox } from './StatusCombobox.js'
import { StatusRadios } from './StatusRadios.js'
import { useStatusChoice } from './useStatusChoice.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { useI18n } from '../shell/useI18n.js'
import type { PresenceStatus } from '../../protocol/streams/presence.js'

export interface PresenceStatusSelectorProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** Left out, it shows the user's own and applies what is chosen; given, the host applies it in `onStatusChange`. */
  readonly currentStatus?: PresenceStatus
  readonly onStatusChange?: (status: PresenceStatus) => void
  readonly onActivityChange?: (activity: string) => void
  /** Asks what the user is doing, too. Default: when there is an `onActivityChange`. */
  readonly showActivity?: boolean
  /** Asks when the status ends by itself, which the server sees to. Default: where it is applied here, without `currentStatus`. */
  readonly showClearAfter?: boolean
  /** `radio`: all choices at once, for pages of settings. Default `listbox`. */
  readonly variant?: 'listbox' | 'radio'
  readonly disabled?: boolean
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<PresenceLabels>
  readonly slotProps?: SlotProps<'button' | 'options' | 'option' | 'dot' | 'clearAfter' | 'note'>
}

/** Chooses how this page's user is shown to others. */
export const PresenceStatusSelector = forwardRef<HTMLDivElement, PresenceStatusSelectorProps>(
  function PresenceStatusSelector(
    {
      currentStatus,
      onStatusChange,
      onActivityChange,
      showActivity = onActivityChange !== undefined,
      showClearAfter = true,
      variant = 'listbox',
      disabled = false,
      locale: ownLocale,
      labels: ownLabels,
      slotProps,
      className,
      ...rest
    },
    ref,
  ) {
    const { labels, locale } = useI18n('presence', presenceLabels, { locale: ownLocale, labels: ownLabels })
    const choice = useStatusChoice({ currentStatus, onStatusChange, onActivityChange, labels, locale })
    const noteId = useId()
    const isWaiting = choice.isPending && !choice.isConnected
    const Choice = variant === 'radio' ? StatusRadios : StatusCombobox
    return (
      <div
        {...rest}
        ref={ref}
        className={className ? `pl-selector ${className}` : 'pl-selector'}
        data-pl-part="root"
        data-status={choice.status}
        data-pending={choice.isPending}
      >
        <Choice
          status={choice.status}
          choices={choice.choices}
          onChoose={choice.choose}
          noteId={isWaiting ? noteId : undefined}
          isDisabled={disabled}
          labels={labels}
          slotProps={slotProps}
        />
        {showClearAfter && currentStatus === undefined && (
          <ClearAfter
            until={choice.until}
            onSet={choice.clearAt}
            isDisabled={disabled || !choice.isClearable}
            labels={labels}
            locale={locale}
            slotProps={slotProps}
          />
        )}
        {/* Its room is there before it is said. */}
        <p {...slot('note', 'pl-selector-note', slotProps)} id={noteId}>
          {isWaiting && labels.willApply}
        </p>
        {showActivity && (
          <ActivityField activity={choice.activity} onSet={choice.setActivity} labels={labels} locale={locale} />
        )}
      </div>
    )
  },
)
