'use client'

import { useLayoutEffect, type RefObject } from 'react'
import { useAnnouncer } from '../shell/useAnnouncer.js'

/** A `<dialog>` that is modal as long as it is there. Where the focus was before, it goes back to. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  const { moveInto } = useAnnouncer()
  useLayoutEffect(() => {
    const { current } = dialog
    if (!current) return undefined
    current.showModal()
    const moveOut = moveInto(current)
    return () => {
      moveOut()
      current.close()
    }
  }, [dialog, moveInto])
}
