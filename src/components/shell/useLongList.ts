'use client'

import { useEffect, useState } from 'react'
import type LongList from './LongList.js'

/** More rows than this are not all in the page at once. */
export const MANY = 60

export type LongListComponent = typeof LongList
let loaded: Promise<LongListComponent> | null = null

const load = (): Promise<LongListComponent> =>
  (loaded ??= import('./LongList.js').then(
    (module) => module.default,
    (error: unknown) => {
      loaded = null // the next time, the network may be there
      throw error
    },
  ))

/** `none`: the list is short, or what shows a long one cannot be had. `coming`: it is on its way. */
export type LongListLoad = LongListComponent | 'coming' | 'none'

/** What shows a long list, once there is one; most people never need it. */
export function useLongList(count: number, hasOlder: boolean): LongListLoad {
  const isLong = hasOlder || count > MANY
  const [list, setList] = useState<LongListLoad>('coming')
  useEffect(() => {
    if (!isLong || list !== 'coming') return undefined
    let isGone = false
    load().then(
      // A component is a function, which state would call.
      (component) => isGone || setList(() => component),
      () => isGone || setList('none'),
    )
    return () => {
      isGone = true
    }
  }, [isLong, list])
  return isLong || list !== 'coming' ? list : 'none'
}
