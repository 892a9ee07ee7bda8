'use client'

import { forwardRef, useMemo, type ComponentPropsWithoutRef } from 'react'
import { badgeRoom, badgeText } from './badgeWords.js'
import { useViewBadge } from './useViewBadge.js'
import { viewLabels, type ViewLabels } from './viewLabels.js'
import { reasonOf } from '../shell/reasons.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { useI18n } from '../shell/useI18n.js'

export interface LiveViewBadgeProps extends Omit<ComponentPropsWithoutRef<'span'>, 'children'> {
  readonly pitchId: number
  /** Says how many watch. Default `true`. */
  readonly showCount?: boolean
  /** While nobody watches it is not seen or heard; its room is kept. Default `false`. */
  readonly hideWhenZero?: boolean
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<ViewLabels>
  readonly slotProps?: SlotProps<'dot' | 'text'>
}

/**
 * How many people watch a pitch right now: "Live · 12 watching". It is told by the stream, and says so when it is not. Whoever
 * sees it is not counted by it; `useWatching` is for that. `useViewBadge` is what is behind it.
 */
export const LiveViewBadge = forwardRef<HTMLSpanElement, LiveViewBadgeProps>(function LiveViewBadge(
  { pitchId, showCount = true, hideWhenZero = false, locale: ownLocale, labels: ownLabels, className, ...props },
  ref,
) {
  const { slotProps, ...rest } = props
  const { state, count: known, fresh, error } = useViewBadge(pitchId)
  const { labels, ...wording } = useI18n('views', viewLabels, { locale: ownLocale, labels: ownLabels })
  const { shell, locale } = wording
  const count = showCount ? known : null
  const text = badgeText({ state, fresh, count, labels, wording })
  const room = useMemo(
    () => badgeRoom({ count: showCount ? (known ?? 0) : null, labels, wording: { shell, locale } }),
    [showCount, known, labels, shell, locale],
  )
  return (
    <span
      title={error ? reasonOf(error, shell) : undefined}
      {...rest}
      ref={ref}
      className={className ? `pl-view-badge ${className}` : 'pl-view-badge'}
      data-pl-part="root"
      data-state={state}
      data-freshness={fresh.kind}
      data-hidden={hideWhenZero && state === 'none'}
      aria-busy={state === 'loading'}
    >
      <span {...slot('dot', 'pl-view-badge-dot', slotProps)} aria-hidden="true" />
      <span className="pl-view-badge-room">
        <bdi {...slot('text', 'pl-view-badge-text', slotProps)}>
          {text ?? (
            <>
              <span className="pl-skeleton" aria-hidden="true" />
              <span className="pl-sr-only">{shell.loading}</span>
            </>
          )}
        </bdi>
        {room.map((words) => (
          <span key={words} className="pl-view-badge-ghost" data-words={words} aria-hidden="true" />
        ))}
      </span>
    </span>
  )
})
