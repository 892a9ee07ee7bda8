import { useDraftSync, type DraftSyncOptions } from 'pitchey-live'
import { useEffect, useRef, type ComponentType } from 'react'
import type { Pitch } from './stage/drafts.js'

/**
 * Somebody who has typed this into the draft of a card as soon as it was there.
 * @param options as the example has them: of one draft on one page they are the same for all
 */
export const typist = (typed: Partial<Pitch>, options: Partial<DraftSyncOptions<Pitch>> = {}): ComponentType =>
  function Typist() {
    const { content, updateContent } = useDraftSync<Pitch>({
      draftId: 'pitch_1',
      draftType: 'pitch',
      autoSaveInterval: 500,
      enableLocalStorage: false,
      ...options,
    })
    const hasTyped = useRef(false)
    useEffect(() => {
      if (!content || hasTyped.current) return
      hasTyped.current = true
      updateContent({ ...content, ...typed })
    }, [content, updateContent])
    return null
  }
