'use client'

import { useId } from 'react'
import { formatNumber } from '../shell/format.js'
import { slot, type SlotProps } from '../shell/slot.js'
import type { NotificationPart } from './notificationLook.js'
import type { NotificationDropdownView } from './useNotificationDropdown.js'

export interface FilterChoiceProps {
  readonly view: NotificationDropdownView
  readonly slotProps: SlotProps<NotificationPart> | undefined
}

/** All of them, or only the unread, of which it tells the number. The browser's own radios bring their keys along. */
export function FilterChoice({ view, slotProps }: FilterChoiceProps) {
  const { filter, setFilter, unreadCount, labels, wording } = view
  const name = useId()
  return (
    <div {...slot('filter', 'pl-filter', slotProps)} role="radiogroup" aria-label={labels.show}>
      {(['all', 'unread'] as const).map((each) => (
        <label key={each} className="pl-filter-choice">
          <input
            type="radio"
            className="pl-filter-radio"
            name={name}
            checked={filter === each}
            onChange={() => setFilter(each)}
          />
          <span className="pl-filter-text">
            {each === 'all' ? labels.all : labels.onlyUnread}
            {each === 'unread' && unreadCount > 0 && (
              <bdi className="pl-filter-count">{formatNumber(unreadCount, wording.locale)}</bdi>
            )}
          </span>
        </label>
      ))}
    </div>
  )
}
