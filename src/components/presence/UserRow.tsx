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
  readonly person: Person
  /** What may be said of them: `unknown` while there is no connection. */
  readonly status: Presence['status']
  readonly isSelf: boolean
  readonly showUsername: boolean
  readonly showActivity: boolean
  readonly labels: PresenceLabels
  readonly locale: Locale
  readonly slotProps: SlotProps<'user' | 'dot'> | undefined
}

/** One person of a list. */
export function UserRow({ person, status, isSelf, showUsername, showActivity, ...look }: UserRowProps) {
  const { labels, locale, slotProps } = look
  const { username, activity } = person
  const word = statusWord(status, labels)
  const since = seenAt({ ...person, status, idle: person.idle ?? false })
  return (
    <li {...slot('user', 'pl-user', slotProps)} data-status={status}>
      <span className="pl-user-face">
        <bdi aria-hidden="true">{initialsOf(username)}</bdi>
        <PresenceDot
          status={status}
          label={showUsername ? word : labels.statusOf(username, word)}
          slotProps={slotProps}
        />
      </span>
      {showUsername && (
        <span className="pl-user-text">
          <span className="pl-user-line">
            <bdi className="pl-user-name">{username}</bdi>
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
    </li>
  )
}
