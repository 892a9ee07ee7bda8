'use client'

import type LongList from './LongList.js'
import { whenNeeded, type Needed } from './whenNeeded.js'

/** More rows than this are not all in the page at once. */
export const MANY = 60

/** What shows a long list, once there is one; most people never need it. */
export const useLongList = (count: number, hasOlder: boolean): Needed<typeof LongList> =>
  useLoaded(hasOlder || count > MANY)

const useLoaded = whenNeeded(() => import('./LongList.js'))
