import { formatBytes, formatProgress, formatSeconds } from '../shell/format.js'
import type { RoomWording } from '../shell/useI18n.js'
import type { UploadLabels } from './uploadLabels.js'
import type { UploadView } from '../../live/uploads/view.js'

/** How an upload stands, in words: seen below its name, and heard as the value of its bar. */
export function standingOf(upload: UploadView, { labels, locale }: RoomWording<UploadLabels>): string {
  const { status, bytesUploaded, bytesTotal, progress, pace, error } = upload
  switch (status) {
    case 'queued':
      return labels.queued
    case 'uploading':
      if (upload.isStalled) return labels.stalled
      return labels.progress({
        percent: progress === null ? null : formatProgress(progress, locale),
        uploaded: formatBytes(bytesUploaded, locale),
        total: bytesTotal === null ? null : formatBytes(bytesTotal, locale),
        left: pace && formatSeconds(pace.secondsLeft, locale),
      })
    case 'paused':
      if (upload.needsFile) return labels.needsFile
      return upload.isOffline ? labels.offline : labels.paused
    case 'processing':
      return labels.processing
    case 'completed':
      return labels.completed(formatBytes(bytesTotal ?? bytesUploaded, locale))
    case 'error':
      return labels.errors[error ?? 'failed']
    case 'cancelled':
      return labels.cancelled
    default:
      return status satisfies never
  }
}
