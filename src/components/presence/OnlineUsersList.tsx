'use client'

import { forwardRef, useId, useState, type ComponentPropsWithoutRef, type FocusEvent } from 'react'
import { named } from './onlineOrder.js'
import { presenceLabels, type PresenceLabels } from './presenceLabels.js'
import { useJoins } from './useJoins.js'
import { useOnlineUsers } from './useOnlineUsers.js'
import { useRowFocus } from './useRowFocus.js'
import { UserList } from './UserList.js'
import { UserRow } from './UserRow.js'
import { UserSearch } from './UserSearch.js'
import { UserStack } from './UserStack.js'
import { quantity } from '../shell/format.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { Shell } from '../shell/Shell.js'
import { Title } from '../shell/Title.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { useDataState } from '../shell/useDataState.js'
import { useI18n } from '../shell/useI18n.js'
import type { Person } from '../../protocol/streams/presence.js'

export interface OnlineUsersListProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** Shown at first; the others behind a button. Default 10, in a pile 5. */
  readonly maxUsers?: number
  /** Default `true`. */
  readonly showUsernames?: boolean
  /** What they say that they are doing. Default `false`. */
  readonly showActivity?: boolean
  /** Where somebody's name leads, e.g. to what one writes to them; `undefined`: nowhere. */
  readonly userHref?: (person: Person) => string | undefined
  /** `stack`: a pile of initials, whose last one opens the list. Default `list`. */
  readonly variant?: 'list' | 'stack'
  /** Announces who comes online, while there are ten at most. Default `false`. */
  readonly announceJoins?: boolean
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<PresenceLabels>
  readonly slotProps?: SlotProps<'status' | 'list' | 'user' | 'dot' | 'more'>
}

/** More than these are searched rather than read. */
const MANY = 20
const ROWS = [0, 1, 2] as const

/** Who is online now. */
export const OnlineUsersList = forwardRef<HTMLElement, OnlineUsersListProps>(function OnlineUsersList(
  {
    variant = 'list',
    maxUsers = variant === 'stack' ? 5 : 10,
    showUsernames = true,
    showActivity = false,
    userHref,
    announceJoins = false,
    locale: ownLocale,
    labels: ownLabels,
    slotProps,
    className,
    ...rest
  },
  ref,
) {
  const { labels, ...wording } = useI18n('presence', presenceLabels, { locale: ownLocale, labels: ownLabels })
  const { locale, shell } = wording
  const { users, ownId, statusOf, status, error, refetch, holding } = useOnlineUsers(locale)
  const hasData = status === 'success' || users.length > 0
  const view = useDataState({ status, error, hasData, isEmpty: users.length === 0 })
  const [isOpen, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const listId = useId()
  useJoins(users, { isOn: announceJoins && view.state === 'live', ownId, labels, locale })

  const found = isOpen ? named(users, search) : users
  const shown = isOpen ? found : found.slice(0, Math.max(0, maxUsers))
  const hidden = users.length - Math.max(0, maxUsers)
  const name = labels.onlineUsers(quantity(users.length, locale))
  const focus = useRowFocus(shown)
  const row = (person: Person, as: 'li' | 'div') => (
    <UserRow
      key={person.userId}
      as={as}
      person={person}
      status={statusOf(person.userId)}
      isSelf={person.userId === ownId}
      showUsername={showUsernames || isOpen}
      showActivity={showActivity}
      href={userHref?.(person)}
      labels={labels}
      locale={locale}
      slotProps={slotProps}
    />
  )
  const list = {
    ...slot('list', 'pl-users', slotProps),
    id: listId,
    'aria-label': name,
    'data-names': showUsernames || isOpen,
    ...holding,
    onFocus: (event: FocusEvent<HTMLElement>) => {
      holding.onFocus()
      focus.onFocus(event)
    },
    onBlur: () => {
      holding.onBlur()
      focus.onBlur()
    },
  }
  const searching = isOpen && users.length > MANY && <UserSearch value={search} onChange={setSearch} labels={labels} />
  const content = (
    <>
      {searching}
      {shown.length > 0 && <UserList users={shown} row={row} list={list} kept={focus.kept} />}
      {isOpen && found.length === 0 && users.length > 0 && <p className="pl-users-none">{labels.noneFound}</p>}
    </>
  )
  const toggle = (open: boolean) => {
    setOpen(open)
    setSearch('')
  }

  return (
    <Shell
      {...rest}
      ref={ref}
      className={className ? `pl-online ${className}` : 'pl-online'}
      view={view}
      wording={wording}
      label={name}
      failure={labels.onlineUsersNotLoaded}
      what={labels.what}
      onRetry={() => void refetch()}
      header={
        <>
          <Title>{name}</Title>
          <FreshnessStatus fresh={view.fresh} wording={wording} slotProps={slotProps} />
        </>
      }
    >
      <div className="pl-online-body">
        {view.state === 'loading' && !hasData && (
          <>
            <span className="pl-sr-only">{shell.loading}</span>
            <div className="pl-users" aria-hidden="true">
              {ROWS.map((row) => (
                <div key={row} className="pl-user">
                  <span className="pl-skeleton" data-width="half" />
                </div>
              ))}
            </div>
          </>
        )}
        {hasData && users.length === 0 && <p className="pl-users-none">{labels.nobodyOnline}</p>}
        {users.length > 0 && variant === 'stack' && (
          <UserStack
            users={users}
            max={maxUsers}
            statusOf={statusOf}
            isOpen={isOpen}
            onToggle={toggle}
            labels={labels}
            locale={locale}
            slotProps={slotProps}
            name={name}
          >
            {content}
          </UserStack>
        )}
        {users.length > 0 && variant === 'list' && (
          <>
            {content}
            {hidden > 0 && (
              <button
                type="button"
                {...slot('more', 'pl-button-quiet', slotProps)}
                aria-expanded={isOpen}
                aria-controls={listId}
                onClick={() => toggle(!isOpen)}
              >
                {isOpen ? labels.showFewer : labels.showMore(quantity(hidden, locale))}
              </button>
            )}
          </>
        )}
      </div>
    </Shell>
  )
})
