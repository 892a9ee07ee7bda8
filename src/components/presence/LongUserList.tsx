'use client'

import { createContext, forwardRef, useContext, useRef, type CSSProperties, type ReactNode } from 'react'
import { Virtualizer } from 'virtua'
import type { UserListProps } from './UserList.js'

export interface LongUserListProps extends Pick<UserListProps, 'users' | 'row' | 'list' | 'kept'> {}

/** As high as the lowest row: guessed any higher, too few would come at first. */
const LOWEST_PX = 40

/** What the virtual list does not pass on. */
const Around = createContext<{ readonly list: UserListProps['list']; readonly count: number }>({ list: {}, count: 0 })

/** Only the people in sight, and a few around them, are in the page; the list scrolls by itself. */
export default function LongUserList({ users, row, list, kept }: LongUserListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  return (
    // It scrolls, and its rows may have nothing in them that takes the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role
    <div className="pl-users-scroller" ref={scroller} role="group" aria-label={list['aria-label']} tabIndex={0}>
      <Around.Provider value={{ list, count: users.length }}>
        <Virtualizer as={List} item={Item} itemSize={LOWEST_PX} data={users} scrollRef={scroller} keepMounted={kept}>
          {(person) => row(person, 'div')}
        </Virtualizer>
      </Around.Provider>
    </div>
  )
}

interface Placed {
  readonly style: CSSProperties
  readonly children: ReactNode
}

const List = forwardRef<HTMLUListElement, Placed>(function List({ style, children }, ref) {
  const { list } = useContext(Around)
  return (
    <ul {...list} ref={ref} style={style} data-long="true">
      {children}
    </ul>
  )
})

const Item = forwardRef<HTMLLIElement, Placed & { readonly index: number }>(function Item(
  { style, index, children },
  ref,
) {
  const { count } = useContext(Around)
  return (
    <li ref={ref} style={style} className="pl-users-item" aria-posinset={index + 1} aria-setsize={count}>
      {children}
    </li>
  )
})
