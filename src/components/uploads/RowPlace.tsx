'use client'

import {
  createContext,
  forwardRef,
  useContext,
  useMemo,
  type ComponentPropsWithoutRef,
  type CSSProperties,
  type ReactNode,
  type Ref,
} from 'react'

/** Where what shows a long list puts one of its rows; `null` in a short one, where the page does. */
export interface Place {
  readonly ref: Ref<HTMLLIElement>
  readonly style: CSSProperties
}

interface Given {
  readonly style: CSSProperties
  readonly children: ReactNode
}

export const RowPlace = createContext<Place | null>(null)
/** What the list is, beyond where its rows are. */
export const ListLook = createContext<ComponentPropsWithoutRef<'ul'>>({})

const LongFrame = forwardRef<HTMLUListElement, Given>(function LongFrame({ style, children }, ref) {
  const look = useContext(ListLook)
  return (
    <ul {...look} ref={ref} style={{ ...look.style, ...style }}>
      {children}
    </ul>
  )
})

const LongRow = forwardRef<HTMLLIElement, Given>(function LongRow({ style, children }, ref) {
  const place = useMemo(() => ({ ref, style }), [ref, style])
  return <RowPlace.Provider value={place}>{children}</RowPlace.Provider>
})

/** A long list is made of what a short one is made of. */
export const AS_LIST = { as: LongFrame, item: LongRow }
