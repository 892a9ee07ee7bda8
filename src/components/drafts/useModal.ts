'use client'

import { useLayoutEffect, type RefObject } from 'react'
import { useAnnouncer } from '../shell/useAnnouncer.js'

/**
 * A `<dialog>` that is modal as long as it is there. Where the focus was before, it goes back to.
 * @param first has it when it opens
 */
export function useModal(dialog: RefObject<HTMLDialogElement | null>, first: RefObject<HTMLElement | null>): void {
  const { moveInto } = useAnnouncer()
  useLayoutEffect(() => {
    const { current } = dialog
    if (!current) return undefined
    current.showModal()
    first.current?.focus()
    const moveOut = moveInto(current)
    return () => {
      moveOut()
      current.close()
    }
  }, [dialog, first, moveInto])
}
