import { useEffect, useRef, type RefObject } from 'react'
import type { DraftSyncOptions } from './useDraftSync.js'
import { CommandError } from '../live/index.js'
import type { DraftView } from '../live/drafts/view.js'

/** Tells the host of each save, and of each trouble, once. */
export function useDraftNews<C extends object>(view: DraftView | null, latest: RefObject<DraftSyncOptions<C>>): void {
  /** What there was to be told, or is no news: it was so before. */
  const told = useRef<{ savedAt: number | null; error: unknown; isKept: boolean } | null>(null)
  useEffect(() => {
    if (!view) {
      told.current = null
      return
    }
    const { savedAt, trouble, error, isKept, saved, revision } = view
    const before = told.current ?? { savedAt, error: null, isKept: true }
    const fault = trouble === 'unreadable' ? trouble : trouble === null ? null : error
    told.current = { savedAt, error: fault, isKept }
    const { draftId, draftType, onSave, onError } = latest.current
    if (savedAt !== null && savedAt !== before.savedAt) onSave?.({ draftId, draftType, content: saved as C, revision })
    if (fault !== null && fault !== before.error) onError?.(errorOf(fault))
    if (!isKept && before.isKept) onError?.(new Error('What is not saved cannot be kept on this device'))
  }, [view, latest])
}

const errorOf = (fault: 'unreadable' | NonNullable<DraftView['error']>): Error =>
  fault === 'unreadable'
    ? new Error('The draft holds something other than an object of fields; it is not shown, and not overwritten')
    : new CommandError(fault.code, fault.message, fault.details)
