'use client'

import { useState } from 'react'
import { useDataState, type DataView } from '../shell/useDataState.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useI18n, type RoomWording } from '../shell/useI18n.js'
import { canRetry, isUnderWay, tallyOf, type Tally } from './tally.js'
import { uploadLabels, type UploadLabels } from './uploadLabels.js'
import { useUploadNews } from './useUploadNews.js'
import { useUploadProgress, type UploadProgressOptions } from '../../hooks/useUploadProgress.js'
import type { UploadView } from '../../live/uploads/view.js'

export interface UploadListOptions extends UploadProgressOptions {
  readonly locale?: string | undefined
  readonly labels?: Partial<UploadLabels> | undefined
  /** In addition to what is done anyway. */
  readonly onCancel?: ((uploadId: string) => void) | undefined
  readonly onRetry?: ((uploadId: string) => void) | undefined
  readonly onDismiss?: ((uploadId: string) => void) | undefined
}

/** All that a list of uploads shows, says and does; for a list of your own. */
export interface UploadList extends DataView {
  readonly wording: RoomWording<UploadLabels>
  readonly uploads: readonly UploadView[]
  readonly tally: Tally
  readonly refetch: () => void
  /** What could not be done, for people to read. */
  readonly failure: string | null
  /** Keys of those that are being taken back. */
  readonly cancelling: ReadonlySet<string>
  /** The key of the one for which another file was chosen. */
  readonly otherFor: string | null
  readonly upload: (file: File) => void
  readonly cancel: (upload: UploadView) => void
  readonly cancelAll: () => void
  readonly pause: (upload: UploadView) => void
  readonly resume: (upload: UploadView) => void
  /** The same file again, for one whose file a reload took. */
  readonly choose: (upload: UploadView, file: File) => void
  readonly retry: (upload: UploadView) => void
  readonly retryFailed: () => void
  readonly dismiss: (upload: UploadView) => void
}

export function useUploadList(options: UploadListOptions = {}): UploadList {
  const { guardUnload = false, locale, labels: own, onCancel, onRetry, onDismiss } = options
  const wording = useI18n('uploads', uploadLabels, { locale, labels: own })
  const { uploads, status, hasLoaded, error, refetch, ...act } = useUploadProgress({ guardUnload })
  const { say } = useAnnouncer()
  const [failure, setFailure] = useState<string | null>(null)
  const [cancelling, setCancelling] = useState<ReadonlySet<string>>(new Set())
  const [otherFor, setOtherFor] = useState<string | null>(null)
  const isEmpty = uploads.length === 0
  const view = useDataState({ status, error, hasData: hasLoaded || !isEmpty, isEmpty })
  useUploadNews(uploads, wording)

  const cancel = ({ key, uploadId, filename }: UploadView) => {
    setFailure(null)
    setCancelling((keys) => new Set([...keys, key]))
    const end = () => setCancelling((keys) => new Set([...keys].filter((one) => one !== key)))
    act.cancel(key).then(end, () => {
      end()
      const { labels, shell } = wording
      const text = shell.couldNot(labels.toCancel(filename), labels.errors.unreachable)
      setFailure(text)
      say(text, 'assertive')
    })
    onCancel?.(uploadId)
  }
  const retry = ({ key, uploadId }: UploadView) => {
    act.retry(key)
    onRetry?.(uploadId)
  }
  return {
    ...view,
    wording,
    uploads,
    tally: tallyOf(uploads),
    refetch: () => void refetch(),
    failure,
    cancelling,
    otherFor,
    upload: (file) => void act.upload(file),
    cancel,
    cancelAll: () => uploads.filter(isUnderWay).forEach(cancel),
    pause: ({ key }) => act.pause(key),
    resume: ({ key }) => act.resume(key),
    choose({ key, uploadId, filename, bytesTotal }, file) {
      const isSame = file.name === filename && file.size === bytesTotal && act.isUploadOf(file, uploadId)
      setOtherFor(isSame ? null : key)
      if (isSame) act.upload(file)
    },
    retry,
    retryFailed: () => uploads.filter(canRetry).forEach(retry),
    dismiss({ key, uploadId }) {
      act.dismiss(key)
      onDismiss?.(uploadId)
    },
  }
}
