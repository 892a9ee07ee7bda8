'use client'

import { useEffect, useRef, useState } from 'react'
import type { DraftLabels } from './draftLabels.js'
import type { OtherSide } from './otherSide.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'

/** "Ana saved again", since this was first shown; `null`: nobody did. It is said aloud, too. */
export function useSavedAgain(theirs: object | null, side: OtherSide, labels: DraftLabels): string | null {
  const { say } = useAnnouncer()
  const [first] = useState(theirs)
  const text = side.is === 'other' ? labels.savedAgain(side.name) : labels.savedAgainElsewhere
  const said = useRef(theirs)
  useEffect(() => {
    if (theirs === said.current || theirs === null) return
    said.current = theirs
    say(text)
  }, [theirs, text, say])
  return theirs !== first && theirs !== null ? text : null
}
