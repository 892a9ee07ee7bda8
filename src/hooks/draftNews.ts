import { useEffect, useRef, type RefObject } from 'react'
import type { DraftSyncOptions } from './useDraftSync.js'
import { CommandError } from '../live/index.js'
import type { DraftView } from '../live/drafts/view.js'

/** Tells the host of each save, and of each trouble, once until it is over. */
export function useDraftNews<C extends object>(view: DraftView | null, latest: RefObject<DraftSyncOptions<C>>): void {
  /** What there was to be told, or is no news: it was so before. */
  const told = useRef<{ savedAt: number | null; fault: string | null; isKept: boolean } | null>(null)
  useEffect(() => {
    if (!view) {
      told.current = null
      return
    }
    const { savedAt, trouble, error, isKept, saved, revision } = view
    const before = told.current ?? { savedAt, fault: null, isKept: true }
    const isOver = trouble === null && (!view.isDirty || savedAt !== before.savedAt)
    const fault = trouble === null ? null : trouble === 'unreadable' ? UNREADABLE : error && errorOf(error)
    told.current = { savedAt, fault: fault?.message ?? (isOver ? null : before.fault), isKept }
    const { draftId, draftType, onSave, onError } = latest.current
    if (savedAt !== null && savedAt !== before.savedAt) onSave?.({ draftId, draftType, content: saved as C, revision })
    if (fault && fault.message !== before.fault) onError?.(fault)
    if (!isKept && before.isKept) onError?.(new Error('What is not saved cannot be kept on this device'))
  }, [view, latest])
}

const UNREADABLE = new Error(
  'The draft holds something other than an object of fields; it is not shown, and not overwritten',
)
const errorOf = ({ code, message, details }: NonNullable<DraftView['error']>): Error =>
  new CommandError(code, message, details)
