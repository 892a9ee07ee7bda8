'use client'

import { useEffect } from 'react'
import { announcer, type Announcer } from './announcer.js'

/** The page's voice, ready to speak from the time this is mounted. */
export function useAnnouncer(): Pick<Announcer, 'say' | 'tell' | 'moveInto'> {
  useEffect(() => announcer.acquire(), [])
  return announcer
}
