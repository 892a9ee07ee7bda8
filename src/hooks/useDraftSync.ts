'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { useDraftNews } from './draftNews.js'
import { useDraftSettings } from './draftSettings.js'
import { isContent, useConfirmed, useHeldDraft } from './heldDraft.js'
import { useOtherEditors } from './otherEditors.js'
import { draft } from './queries.js'
import type { Conflict, Review } from '../live/drafts/conflict.js'
import { sameContent, type Content } from '../live/drafts/content.js'
import type { DraftStatus, Trouble } from '../live/drafts/draft.js'
import type { Choices } from '../live/drafts/resolve.js'
import type { OtherEditor } from './otherEditors.js'
import type { DraftView } from '../live/drafts/view.js'
import type { ErrorCode } from '../protocol/errorCodes.js'

/** What a form of texts holds. Drafts of anything else say so: `useDraftSync<Pitch>({ … })`. */
export type FormContent = Readonly<Record<string, string>>

export interface DraftSyncOptions<C extends object> {
  /** 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly draftId: string
  /** What it is for, e.g. `pitch`. */
  readonly draftType: string
  /** Whose draft it is, where that is another who let this user in. */
  readonly ownerId?: number
  /** So long after the last edit it is saved, and after three times as long while one types on. In ms; default 5,000, at least 500. */
  readonly autoSaveInterval?: number
  /** So many saves may fail, one after the other, before `onError` is told and `status` is `error`. It goes on trying. Default 10. */
  readonly maxReconnectAttempts?: number
  /**
   * When the server went on where we did: `local` and `remote` let one side win, `ask` asks where both changed the same field,
   * `merge` only where both changed the same words or values. Default `ask`.
   */
  readonly conflictResolution?: 'local' | 'remote' | 'merge' | 'ask'
  /** What is not saved is kept on this device. Default `true`. */
  readonly enableLocalStorage?: boolean
  /** Anything falsy: it is kept, and not saved until it changes. */
  readonly validateContent?: (content: C) => unknown
  readonly onSave?: (saved: SavedDraft<C>) => void
  /** Once for each trouble. */
  readonly onError?: (error: Error) => void
}

export interface SavedDraft<C> {
  readonly draftId: string
  readonly draftType: string
  readonly content: C
  readonly revision: number
}

export type { OtherEditor }

export interface DraftSync<C> {
  /** With everything that was typed; `null` until something is known of it, or written. */
  readonly content: C | null
  readonly status: DraftStatus
  readonly isDirty: boolean
  readonly isSaving: boolean
  readonly hasConflict: boolean
  readonly lastSaved: Date | null
  /** Who saved it last of all, and when by the server's clock; `null`: never saved, or not known yet. */
  readonly savedBy: { readonly userId: number; readonly username: string; readonly at: Date } | null
  /** Who else has it open, as far as that is known. The same list until it changes. */
  readonly otherEditors: readonly OtherEditor[]
  readonly conflicts: readonly Conflict[]
  /** How it would be if what is in conflict were as we have it. */
  readonly mergePreview: C | null
  /** The whole of what the form holds now. What it does not show is left alone. */
  readonly updateContent: (content: C) => void
  /** Saves now. */
  readonly save: () => void
  /** Everything in conflict as we have it; all else stays merged. */
  readonly resolveWithLocal: () => void
  /** Everything in conflict as the others have it. */
  readonly resolveWithRemote: () => void
  /** @throws UndecidedError for conflicts without a choice */
  readonly resolve: (choices: Choices) => void
  /** Opens the last decision again; does nothing once it was written on. */
  readonly undo: () => void
  readonly canUndo: boolean
  /** As the server calls it, with its owner where that is another. */
  readonly name: string
  /** While something is in conflict: how the other side has all of it. */
  readonly theirs: C | null
  /** Who saved that; `null`: not known yet, or it was never saved. */
  readonly theirsBy: DraftSync<C>['savedBy']
  /** The other side was typed on this device, in another tab or before this page, and never saved. */
  readonly isTheirsOurs: boolean
  /** While something is in conflict: what changed besides, and was merged without asking. */
  readonly review: readonly Review[]
  /** How it would be with these decisions; what has none is as we have it. @throws UndecidedError for one that does not fit */
  readonly preview: (choices: Choices) => C | null
  /** Is what is not saved kept on this device? `false`: storage is full, refused, or not wanted. */
  readonly isKept: boolean
  /** Why saving has stopped: `invalid` ends with the next edit, `failing` with a save that works. */
  readonly trouble: Trouble | null
  /** What the server said against the last save, by its code, e.g. `payload_too_large`; `null` when it is not at fault. */
  readonly errorCode: ErrorCode | null
}

const none: readonly never[] = []
const noStore = () => () => undefined

/**
 * A draft that is saved while one writes, and joined with what others write. Nothing that was typed is lost: it is in the draft,
 * in a conflict to be decided, or in the history of its last 50 revisions.
 */
export function useDraftSync<C extends object = FormContent>(options: DraftSyncOptions<C>): DraftSync<C> {
  const { draftId, draftType, ownerId } = options
  const query = draft(draftId, ownerId)
  const client = useQueryClient()
  const { data, error } = useQuery(query)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const settings = useDraftSettings(options, latest)
  const name = ownerId === undefined ? draftId : `${ownerId}.${draftId}`
  const readNow = () => {
    const now = client.getQueryData(query.queryKey)
    return now ? { content: now.content, revision: now.revision } : null
  }
  const onForeign = () => latest.current.onError?.(foreign())
  const { held, actions } = useHeldDraft(name, draftType, { settings, readNow, onForeign })
  useConfirmed(held, readNow, data, error)
  const view = useSyncExternalStore<DraftView | null>(
    held?.editor.subscribe ?? noStore,
    () => held?.editor.get() ?? null,
    () => null,
  )
  useDraftNews(view, latest)
  const otherEditors = useOtherEditors(draftId, ownerId, data !== undefined && error === null)
  const known = data && data.revision > 0 && isContent(data.content) ? data.content : null
  const { conflicts = none, content: merged = null, review = none } = view?.merged ?? {}
  const preview = useCallback((choices: Choices) => held?.editor.preview(choices) ?? null, [held])
  const savedBy = data?.updatedBy ? { ...data.updatedBy, at: new Date(data.updatedAt) } : null
  return {
    // What a draft holds is its host's to say.
    content: (view ? view.content : known) as C | null,
    status: view?.status ?? 'loading',
    isDirty: view?.isDirty ?? false,
    isSaving: view?.isSaving ?? false,
    hasConflict: conflicts.length > 0,
    lastSaved: view?.savedAt == null ? null : new Date(view.savedAt),
    savedBy,
    otherEditors,
    conflicts,
    mergePreview: merged as C | null,
    canUndo: view?.canUndo ?? false,
    ...actions,
    name,
    theirs: (view?.theirs ?? null) as C | null,
    theirsBy: useAuthor(view?.theirs ?? null, data?.content, savedBy),
    isTheirsOurs: view?.isOurs ?? false,
    review,
    preview: preview as DraftSync<C>['preview'],
    isKept: (view?.isKept ?? true) && settings.copies !== null,
    trouble: view?.trouble ?? null,
    errorCode: view?.error?.code ?? null,
  }
}

const foreign = () => new Error('The form still shows what another user wrote: nothing of it is saved as this user’s')

type SavedBy = DraftSync<object>['savedBy']

/** By the very content: a decision that is undone opens it again, long after others have saved. */
const authors = new WeakMap<Content, SavedBy>()

/** Who saved what is in conflict with ours. Of a refused save it is known before the query has it. */
function useAuthor(theirs: Content | null, stored: unknown, savedBy: SavedBy): SavedBy {
  const isStored = theirs !== null && sameContent(theirs, stored)
  useEffect(() => {
    if (theirs && isStored && !authors.has(theirs)) authors.set(theirs, savedBy)
  })
  return theirs ? (authors.get(theirs) ?? (isStored ? savedBy : null)) : null
}
