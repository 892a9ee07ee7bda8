'use client'

import { useEffect, useRef, useState } from 'react'
import { draftLabels, type DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import { useConflictNews } from './useConflictNews.js'
import { useOtherSide } from './useOtherSide.js'
import { useSteady } from './useSteady.js'
import { formatList, quantity } from '../shell/format.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useI18n, type RoomWording } from '../shell/useI18n.js'
import { systemClock } from '../../live/clock.js'
import { useWebSocket } from '../../hooks/useWebSocket.js'

/** How a draft stands, as it is shown. */
export type DraftStanding = 'loading' | 'untouched' | 'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict' | 'error'

/** So long it is not said that one is offline. */
const OFFLINE_MS = 1_000
/** And so much longer not aloud. */
const ALOUD_MS = 4_000

export interface DraftStatusOptions {
  /** Of those who edit it too, so many are named. Default 2. */
  readonly maxEditors?: number | undefined
  readonly locale?: string | undefined
  readonly labels?: Partial<DraftLabels> | undefined
}

export interface DraftStatusView {
  readonly wording: RoomWording<DraftLabels>
  readonly standing: DraftStanding
  /** What is said of it, `saved` excepted. */
  readonly text: string
  /** When it was saved last, and by whom if it was not us; `null`: never, as far as anybody knows. */
  readonly saved: { readonly at: Date; readonly by: string | null } | null
  /** "Ben is editing this too"; `null`: nobody else is. */
  readonly editors: string | null
  /** Saves now; `null` where that would not help. */
  readonly retry: (() => void) | null
  readonly isRetrying: boolean
}

/** What a draft's status line says, and when it speaks; for a line of your own. */
export function useDraftStatus(draft: DraftView, options: DraftStatusOptions = {}): DraftStatusView {
  const { maxEditors = 2, locale: ownLocale, labels: ownLabels } = options
  const wording = useI18n('drafts', draftLabels, { locale: ownLocale, labels: ownLabels })
  const { labels, shell, locale } = wording
  const { user, isConnected } = useWebSocket()
  const saved = lastSave(draft, user?.userId ?? null)
  const isSaving = useSteady(draft.isSaving)
  // A page that has only just come has no line yet, and a line that is lost is soon found again.
  const isOffline = useSteady(useAway(draft.status, isConnected), OFFLINE_MS)
  const standing = standingOf(draft, { isSaving, isOffline, wasSaved: saved !== null })
  const text = textOf(standing, draft, labels, shell.loading)
  useConflictNews(draft, useOtherSide(draft, wording))
  useStandingNews(draft.name, standing, text)
  const names = draft.otherEditors.map(({ username }) => username)
  const others = names.length - maxEditors
  const list = others > 0 ? [...names.slice(0, maxEditors), labels.others(quantity(others, locale))] : names

  return {
    wording,
    standing,
    text,
    saved,
    editors: names.length === 0 ? null : labels.alsoEditing(formatList(list, locale), quantity(names.length, locale)),
    retry: draft.trouble === 'failing' ? draft.save : null,
    isRetrying: isSaving,
  }
}

function lastSave({ lastSaved, savedBy }: DraftView, userId: number | null): DraftStatusView['saved'] {
  // Ours is told by this machine's clock, and theirs by the server's: only another's save counts besides our own.
  if (savedBy && savedBy.userId !== userId && savedBy.at.getTime() > (lastSaved?.getTime() ?? 0))
    return { at: savedBy.at, by: savedBy.username }
  const at = lastSaved ?? savedBy?.at
  return at ? { at, by: null } : null
}

interface Seen {
  readonly isSaving: boolean
  readonly isOffline: boolean
  readonly wasSaved: boolean
}

function standingOf({ status, trouble }: DraftView, { isSaving, isOffline, wasSaved }: Seen): DraftStanding {
  switch (status) {
    case 'conflict':
    case 'error':
      return status
    case 'offline':
      return isOffline ? 'offline' : 'unsaved'
    case 'loading':
      return 'loading'
    case 'dirty':
      return trouble === 'invalid' ? 'error' : isOffline ? 'offline' : isSaving ? 'saving' : 'unsaved'
    case 'saving':
      return isOffline ? 'offline' : isSaving ? 'saving' : 'unsaved'
    case 'clean':
      return isSaving ? 'saving' : wasSaved ? 'saved' : 'untouched'
    default:
      return status satisfies never
  }
}

function textOf(
  standing: DraftStanding,
  { trouble, errorCode, isKept }: DraftView,
  labels: DraftLabels,
  loading: string,
) {
  switch (standing) {
    case 'loading':
      return loading
    case 'untouched':
    case 'saved':
      return ''
    case 'unsaved':
      return labels.unsaved
    case 'saving':
      return labels.saving
    case 'offline':
      return isKept ? labels.offlineKept : labels.offlineNotKept
    case 'conflict':
      return labels.inConflict
    case 'error':
      if (trouble === 'forbidden') return labels.notAllowed
      if (trouble === 'unreadable') return labels.notReadable
      if (trouble === 'invalid') return errorCode === 'payload_too_large' ? labels.tooLarge : labels.notValid
      return labels.notSaved
    default:
      return standing satisfies never
  }
}

/** Is there no way to the server? That another one is tried is no news before something went over it. */
function useAway(status: DraftView['status'], isConnected: boolean): boolean {
  const [wasAway, setAway] = useState(false)
  const isTrying = wasAway && !isConnected && (status === 'dirty' || status === 'saving')
  const isAway = status === 'offline' || isTrying
  if (isAway !== wasAway) setAway(isAway)
  return isAway
}

/** Errors are said each time, that one is offline the first time, and when it has lasted. */
function useStandingNews(name: string, standing: DraftStanding, text: string): void {
  const { tell } = useAnnouncer()
  const times = useRef(0)
  useEffect(() => {
    if (standing !== 'error') return
    times.current += 1
    tell('drafts', [{ key: `${name} error ${times.current}`, text, isUrgent: true }], () => text)
  }, [name, standing, text, tell])
  useEffect(() => {
    if (standing !== 'offline') return undefined
    return systemClock.after(ALOUD_MS, () => tell('drafts offline', [{ key: `${name} offline`, text }], () => text))
  }, [name, standing, text, tell])
}
