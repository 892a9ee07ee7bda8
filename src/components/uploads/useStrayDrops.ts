'use client'

import { useEffect } from 'react'

/** A file that is dropped beside the place for it would be opened in place of the page, and of all that it sends. */
export function useStrayDrops(): void {
  useEffect(() => {
    const hold = (event: DragEvent): void => {
      const { dataTransfer } = event
      if (event.defaultPrevented || !dataTransfer?.types.includes('Files') || isForFiles(event)) return
      event.preventDefault()
      dataTransfer.dropEffect = 'none'
    }
    window.addEventListener('dragover', hold)
    window.addEventListener('drop', hold)
    return () => {
      window.removeEventListener('dragover', hold)
      window.removeEventListener('drop', hold)
    }
  }, [])
}

/** Inputs of the host take them by themselves. */
function isForFiles(event: DragEvent): boolean {
  const [target] = event.composedPath()
  return target instanceof HTMLInputElement && target.type === 'file'
}
