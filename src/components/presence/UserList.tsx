'use client'

import { createElement, type ComponentPropsWithoutRef, type ReactElement } from 'react'
import { whenNeeded } from '../shell/whenNeeded.js'
import type { Person } from '../../protocol/streams/presence.js'

export interface UserListProps {
  readonly users: readonly Person[]
  readonly row: (person: Person, as: 'li' | 'div') => ReactElement
  /** Goes onto the list itself. */
  readonly list: ComponentPropsWithoutRef<'ul'>
  /** Places of those that stay in the page wherever it is scrolled to. */
  readonly kept: readonly number[]
}

/** More rows than this are not all in the page at once. */
const MANY = 60
/** As many are shown until what shows a long list is here. */
const AT_FIRST = 20

const useLongUserList = whenNeeded(() => import('./LongUserList.js'))

/** People, one a row; of many only those in sight are in the page. */
export function UserList({ users, row, list, kept }: UserListProps) {
  const isLong = users.length > MANY
  const longList = useLongUserList(isLong)
  if (isLong && typeof longList !== 'string') return createElement(longList, { users, row, list, kept })
  const shown = longList === 'coming' ? users.slice(0, AT_FIRST) : users
  return <ul {...list}>{shown.map((person) => row(person, 'li'))}</ul>
}
