'use client'

import { forwardRef, type ComponentPropsWithoutRef } from 'react'
import { PresenceDot } from './presence/PresenceDot.js'
import { presenceLabels, type PresenceLabels } from './presence/presenceLabels.js'
import { seenAt, statusWord } from './presence/presenceWords.js'
import { usePresenceOf } from './presence/usePresenceOf.js'
import { RelativeTime } from './shell/RelativeTime.js'
import { slot, type SlotProps } from './shell/slot.js'
import { useI18n } from './shell/useI18n.js'

export interface PresenceIndicatorProps extends Omit<ComponentPropsWithoutRef<'span'>, 'children'> {
  /** Whose; default: this page's own user. */
  readonly userId?: number
  /** Whose name a dot that stands alone is called by; nothing shows it. */
  readonly username?: string
  /** Default `md`. */
  readonly size?: 'sm' | 'md' | 'lg'
  /** The status in words, and when somebody who is not here was last seen. Default `true`. */
  readonly showStatus?: boolean
  /** What they say that they are doing. Default `false`. */
  readonly showActivity?: boolean
  /** A dot alone says nothing to those who hear the page: what it means is said beside it already. */
  readonly decorative?: boolean
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<PresenceLabels>
  readonly slotProps?: SlotProps<'dot' | 'status' | 'activity'>
}

/** Whether somebody is there. While this page has no connection nobody can tell, and nobody is called offline. */
const PresenceIndicator = forwardRef<HTMLSpanElement, PresenceIndicatorProps>(function PresenceIndicator(
  {
    userId,
    username,
    size = 'md',
    showStatus = true,
    showActivity = false,
    decorative = false,
    locale: ownLocale,
    labels: ownLabels,
    slotProps,
    className,
    ...rest
  },
  ref,
) {
  const presence = usePresenceOf(userId)
  const { labels, locale } = useI18n('presence', presenceLabels, { locale: ownLocale, labels: ownLabels })
  const { status, activity } = presence
  const word = statusWord(status, labels)
  const since = seenAt(presence)
  const name = username === undefined ? word : labels.statusOf(username, word)
  return (
    <span
      {...rest}
      ref={ref}
      className={className ? `pl-presence ${className}` : 'pl-presence'}
      data-pl-part="root"
      data-status={status}
      data-size={size}
    >
      <PresenceDot status={status} label={showStatus || decorative ? null : name} slotProps={slotProps} />
      {showStatus && (
        <span {...slot('status', 'pl-presence-status', slotProps)}>
          {word}
          {since !== null && (
            <>
              {' · '}
              <RelativeTime at={since} locale={locale} phrase={labels.activeAgo} />
            </>
          )}
        </span>
      )}
      {showActivity && activity !== undefined && (
        <bdi {...slot('activity', 'pl-presence-activity', slotProps)}>{activity}</bdi>
      )}
    </span>
  )
})

export default PresenceIndicator

export { OnlineUsersList } from './presence/OnlineUsersList.js'
export type { OnlineUsersListProps } from './presence/OnlineUsersList.js'
export { PresenceStatusSelector } from './presence/PresenceStatusSelector.js'
export type { PresenceStatusSelectorProps } from './presence/PresenceStatusSelector.js'
