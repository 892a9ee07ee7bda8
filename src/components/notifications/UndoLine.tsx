'use client'

import { useRef } from 'react'
import { useFocusHandover } from '../shell/useFocusHandover.js'
import type { NotificationDropdownView } from './useNotificationDropdown.js'

/** "Cleared 12. Undo" */
export function UndoLine({ view }: { readonly view: NotificationDropdownView }) {
  const { undo, undoButton, labels, heading } = view
  const line = useRef<HTMLDivElement>(null)
  useFocusHandover(line, heading)

  const leave = () => {
    const { current } = line
    if (!current?.matches(':hover') && !current?.contains(document.activeElement)) undo.release()
  }
  return (
    // It waits for the pointer and the focus that are in it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={line}
      className="pl-panel-undo"
      onPointerEnter={undo.hold}
      onPointerLeave={leave}
      onFocus={undo.hold}
      onBlur={() => queueMicrotask(leave)}
    >
      <bdi>{undo.text}</bdi>
      <button ref={undoButton} type="button" className="pl-button-quiet" onClick={undo.take}>
        {labels.undo}
      </button>
    </div>
  )
}
