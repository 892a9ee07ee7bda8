'use client'

import { whenNeeded, type Needed } from '../shell/whenNeeded.js'
import type { LongListProps } from './LongList.js'

/** More rows than this are not all in the page at once. */
const MANY = 60

const useLoaded = whenNeeded(() => import('./LongList.js'))

export type LongListLoad = Needed<LongListProps>

/** What shows a long list, once there is one; most people never need it. */
export const useLongList = (count: number, hasOlder: boolean): LongListLoad => useLoaded(hasOlder || count > MANY)
