'use client'

import type { PresenceLabels } from './presenceLabels.js'
import { PresenceDot } from './PresenceDot.js'
import { initialsOf } from './onlineOrder.js'
import { seenAt, statusWord } from './presenceWords.js'
import type { Locale } from '../shell/format.js'
import { RelativeTime } from '../shell/RelativeTime.js'
import { slot, type SlotProps } from '../shell/slot.js'
import type { Presence } from '../../hooks/presenceIn.js'
import type { Person } from '../../protocol/streams/presence.js'

export interface UserRowProps {
  /** `div` within what is a row already. */
  readonly as: 'li' | 'div'
  readonly person: Person
  /** What may be said of them: `unknown` while there is no connection. */
  readonly status: Presence['status']
  readonly isSelf: boolean
  readonly showUsername: boolean
  readonly showActivity: boolean
  readonly href: string | undefined
  readonly labels: PresenceLabels
  readonly locale: Locale
  readonly slotProps: SlotProps<'user' | 'dot'> | undefined
}

/** Attribute by which the link of somebody is found. */
export const LINK = 'data-pl-user'

/** One person of a list. */
export function UserRow({ as: Row, person, status, isSelf, showUsername, showActivity, href, ...look }: UserRowProps) {
  const { labels, locale, slotProps } = look
  const { userId, username, activity } = person
  const word = statusWord(status, labels)
  const since = seenAt({ ...person, status, idle: person.idle ?? false })
  const face = (
    <>
      <bdi aria-hidden="true">{initialsOf(username)}</bdi>
      <PresenceDot
        status={status}
        label={showUsername ? word : labels.statusOf(username, word)}
        slotProps={slotProps}
      />
    </>
  )
  const link = { href, [LINK]: userId }
  return (
    <Row {...slot('user', 'pl-user', slotProps)} data-status={status}>
      {href !== undefined && !showUsername ? (
        <a {...link} className="pl-user-face">
          {face}
        </a>
      ) : (
        <span className="pl-user-face">{face}</span>
      )}
      {showUsername && (
        <span className="pl-user-text">
          <span className="pl-user-line">
            {href === undefined ? (
              <bdi className="pl-user-name">{username}</bdi>
            ) : (
              <a {...link} className="pl-user-name pl-user-link">
                <bdi>{username}</bdi>
              </a>
            )}
            {isSelf && <span className="pl-user-note">{labels.you}</span>}
            {since !== null && (
              <span className="pl-user-note">
                <RelativeTime at={since} locale={locale} phrase={labels.activeAgo} />
              </span>
            )}
          </span>
          {showActivity && activity !== undefined && <bdi className="pl-user-note">{activity}</bdi>}
        </span>
      )}
    </Row>
  )
}
