'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { holdEditor, pageCopies } from './draftEditors.js'
import { draft } from './queries.js'
import { useLive } from '../contexts/live.js'
import { CommandError } from '../live/index.js'
import type { Conflict, Review } from '../live/drafts/conflict.js'
import type { Content } from '../live/drafts/content.js'
import type { DraftStatus, Trouble } from '../live/drafts/draft.js'
import type { DraftView, Editor, Settings } from '../live/drafts/editor.js'
import type { Choices } from '../live/drafts/resolve.js'
import { byField, byWord, choose } from '../live/drafts/rule.js'
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

export interface OtherEditor {
  readonly userId: number
  readonly username: string
}

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
  /** Who else has it open. */
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
  /** The other side was typed on this device, in another tab or before this page, and never saved. */
  readonly isTheirsOurs: boolean
  /** While something is in conflict: what changed besides, and was merged without asking. */
  readonly review: readonly Review[]
  /** How it would be with these decisions; what has none is as we have it. @throws UndecidedError for one that does not fit */
  readonly preview: (choices: Choices) => C | null
  /** Is what is not saved kept on this device? `false`: storage is full, refused, or not wanted. */
  readonly isKept: boolean
  /** Why saving has stopped: `invalid` ends with the next edit, `failing` with a save that works, `forbidden` never. */
  readonly trouble: Trouble | null
  /** What the server said against the last save, by its code, e.g. `payload_too_large`; `null` when it is not at fault. */
  readonly errorCode: ErrorCode | null
}

const LEAST_INTERVAL_MS = 500
const nobody: readonly OtherEditor[] = []
const none: readonly never[] = []
const noStore = () => () => undefined

/**
 * A draft that is saved while one writes, and joined with what others write. Nothing that was typed is lost: it is in the draft,
 * in a conflict to be decided, or in the history of its last 50 revisions.
 */
export function useDraftSync<C extends object = FormContent>(options: DraftSyncOptions<C>): DraftSync<C> {
  const { draftId, draftType, ownerId } = options
  const live = useLive()
  const { data } = useQuery(draft(draftId, ownerId))
  const name = ownerId === undefined ? draftId : `${ownerId}.${draftId}`
  const latest = useRef(options)
  const settings = useSettings(options, latest)
  const given = useRef(settings)
  const [held, setHeld] = useState<{ readonly name: string; readonly editor: Editor } | null>(null)
  const editor = held?.name === name ? held.editor : null

  useEffect(() => {
    latest.current = options
    given.current = settings
  })
  useEffect(() => {
    const { editor, release } = holdEditor(live, { name, type: draftType }, given.current)
    setHeld({ name, editor })
    return release
  }, [live, name, draftType])
  useEffect(() => editor?.configure(settings), [editor, settings])
  useEffect(() => {
    // Whatever JSON it is, a form of fields can show only an object.
    if (data && isContent(data.content)) editor?.confirm({ content: data.content, revision: data.revision })
  }, [editor, data])

  const view = useSyncExternalStore<DraftView | null>(
    editor?.subscribe ?? noStore,
    () => editor?.get() ?? null,
    () => null,
  )
  useTold(view, latest)
  const { preview, ...actions } = useActions(editor)
  const known = data && data.revision > 0 && isContent(data.content) ? data.content : null
  const { conflicts = none, content: merged = null, review = none } = view?.merged ?? {}
  return {
    // What a draft holds is its host's to say.
    content: (view ? view.content : known) as C | null,
    status: view?.status ?? 'loading',
    isDirty: view?.isDirty ?? false,
    isSaving: view?.isSaving ?? false,
    hasConflict: conflicts.length > 0,
    lastSaved: view?.savedAt == null ? null : new Date(view.savedAt),
    savedBy: data?.updatedBy ? { ...data.updatedBy, at: new Date(data.updatedAt) } : null,
    otherEditors: nobody,
    conflicts,
    mergePreview: merged as C | null,
    canUndo: view?.canUndo ?? false,
    ...actions,
    name,
    theirs: (view?.theirs ?? null) as C | null,
    isTheirsOurs: view?.isOurs ?? false,
    review,
    preview: preview as DraftSync<C>['preview'],
    isKept: (view?.isKept ?? true) && settings.copies !== null,
    trouble: view?.trouble ?? null,
    errorCode: view?.error?.code ?? null,
  }
}

/** Keep their identity while the draft is the same. */
const useActions = (editor: Editor | null) =>
  useMemo(() => {
    const settle = (side: 'mine' | 'theirs') => editor?.resolve(choose(editor.get().merged.conflicts, side))
    return {
      updateContent: (content: object) => editor?.edit(Object.fromEntries(Object.entries(content))),
      save: () => editor?.save(),
      resolveWithLocal: () => settle('mine'),
      resolveWithRemote: () => settle('theirs'),
      resolve: (choices: Choices) => editor?.resolve(choices),
      undo: () => editor?.undo(),
      preview: (choices: Choices) => editor?.preview(choices) ?? null,
    }
  }, [editor])

function useSettings<C extends object>(
  options: DraftSyncOptions<C>,
  latest: { readonly current: DraftSyncOptions<C> },
): Settings {
  const { autoSaveInterval = 5_000, maxReconnectAttempts = 10 } = options
  const { conflictResolution = 'ask', enableLocalStorage = true } = options
  return useMemo(
    () => ({
      intervalMs: Math.max(LEAST_INTERVAL_MS, autoSaveInterval),
      maxFailures: maxReconnectAttempts,
      words: byWord,
      sides: conflictResolution === 'ask' ? byField : byWord,
      wins: conflictResolution === 'local' ? 'mine' : conflictResolution === 'remote' ? 'theirs' : null,
      copies: enableLocalStorage ? pageCopies() : null,
      isValid: (content: Content) => Boolean(latest.current.validateContent?.(content as C) ?? true),
    }),
    [autoSaveInterval, maxReconnectAttempts, conflictResolution, enableLocalStorage, latest],
  )
}

/** Tells the host of each save, and of each trouble, once. */
function useTold<C extends object>(view: DraftView | null, latest: { readonly current: DraftSyncOptions<C> }): void {
  const savedAt = view?.savedAt ?? null
  const { trouble = null, error = null, isKept = true } = view ?? {}
  const current = useRef(view)
  useEffect(() => {
    current.current = view
  })
  useEffect(() => {
    const shown = current.current
    if (savedAt === null || !shown) return
    const { draftId, draftType, onSave } = latest.current
    const { saved, revision } = shown
    onSave?.({ draftId, draftType, content: saved as C, revision })
  }, [savedAt, latest])
  useEffect(() => {
    if (trouble === null || !error) return
    latest.current.onError?.(new CommandError(error.code, error.message, error.details))
  }, [trouble, error, latest])
  useEffect(() => {
    if (!isKept) latest.current.onError?.(new Error('What is not saved cannot be kept on this device'))
  }, [isKept, latest])
}

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
