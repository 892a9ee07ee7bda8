'use client'

import { useEffect, useState, type ComponentType } from 'react'
import type { LongListProps } from './LongList.js'

/** More rows than this are not all in the page at once. */
const MANY = 60

export type LongListComponent = ComponentType<LongListProps>
let loaded: Promise<LongListComponent> | null = null

const load = (): Promise<LongListComponent> =>
  (loaded ??= import('./LongList.js').then(
    (module) => module.default,
    (error: unknown) => {
      loaded = null // the next time, the network may be there
      throw error
    },
  ))

/** What shows a long list, once there is one and it is here; most people never need it. */
export function useLongList(count: number, hasOlder: boolean): LongListComponent | null {
  const isLong = hasOlder || count > MANY
  const [list, setList] = useState<LongListComponent | null>(null)
  useEffect(() => {
    if (!isLong || list) return undefined
    let isGone = false
    load().then(
      // A component is a function, which state would call.
      (component) => isGone || setList(() => component),
      () => undefined, // the short list goes on
    )
    return () => {
      isGone = true
    }
  }, [isLong, list])
  return list
}
