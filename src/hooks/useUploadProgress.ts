'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { uploads, type Refetch } from './queries.js'
import { uploaderOf } from './uploaderOf.js'
import { useLive } from '../contexts/live.js'
import type { UploaderView } from '../live/uploads/uploader.js'
import { mergeUploads } from '../live/uploads/view.js'
import type { UploadProgress } from '../protocol/streams/uploads.js'

export interface UploadProgressOptions {
  /** The browser asks before the page is left while it sends something. By default it does not. */
  readonly guardUnload?: boolean | undefined
}

const NOTHING: UploaderView = { local: [], resumable: new Set(), dismissed: new Set() }
const nothing = (): UploaderView => NOTHING
const NONE: readonly UploadProgress[] = []

/**
 * The signed-in user's uploads, from this page and from elsewhere, and what can be done with them. `upload(file)` just
 * works: it waits for its turn and for the network, tries again, and goes on where it was.
 */
export function useUploadProgress({ guardUnload = false }: UploadProgressOptions = {}) {
  const live = useLive()
  const uploader = uploaderOf(live)
  const query = useQuery(uploads())
  const remote = query.data?.uploads ?? NONE
  const own = useSyncExternalStore(uploader.subscribe, uploader.look, nothing)
  const list = useMemo(() => mergeUploads({ ...own, remote }), [own, remote])
  useEffect(() => uploader.heard(remote), [uploader, remote])
  const isSending = list.some(({ isOurs, status }) => isOurs && UNSENT.has(status))
  useEffect(() => (guardUnload && isSending ? holdPage() : undefined), [guardUnload, isSending])
  const { status, error } = query
  const refetch: Refetch = query.refetch
  const { upload, isUploadOf, pause, resume, cancel, retry, remove, dismiss } = uploader
  const act = { upload, isUploadOf, pause, resume, cancel, retry, remove, dismiss }
  // A list of none is known as well: when asking again fails, there still are none.
  return { uploads: list, ...act, status, hasLoaded: query.data !== undefined, error, refetch }
}

const UNSENT: ReadonlySet<string> = new Set(['queued', 'uploading', 'paused', 'processing'])

function holdPage(): () => void {
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
  window.addEventListener('beforeunload', ask)
  return () => window.removeEventListener('beforeunload', ask)
}
