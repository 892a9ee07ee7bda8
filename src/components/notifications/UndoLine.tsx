'use client'

import { useFocusHandover } from '../shell/useFocusHandover.js'
import type { NotificationDropdownView } from './useNotificationDropdown.js'

/** "Cleared 12. Undo" */
export function UndoLine({ view }: { readonly view: NotificationDropdownView }) {
  const { undo, undoLine, undoButton, labels, heading } = view
  useFocusHandover(undoLine, heading)
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only waits until nobody is at it
    <div
      ref={undoLine}
      className="pl-panel-undo"
      onPointerLeave={undo.look}
      // While this is told, the focus is still here.
      onBlur={() => setTimeout(undo.look)}
    >
      <bdi>{undo.text}</bdi>
      <button ref={undoButton} type="button" className="pl-button-quiet" onClick={undo.take}>
        {labels.undo}
      </button>
    </div>
  )
}
