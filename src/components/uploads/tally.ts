import type { UploadView } from '../../live/uploads/view.js'

/** How it stands with several uploads together. */
export interface Tally {
  readonly sending: number
  readonly done: number
  readonly failed: number
  /** Whole percent of the bytes of those that are under way or done; `null`: none is, or a size is not known. */
  readonly percent: number | null
}

export const isUnderWay = ({ status }: UploadView): boolean =>
  status === 'queued' || status === 'uploading' || status === 'paused' || status === 'processing'

export function tallyOf(uploads: readonly UploadView[]): Tally {
  const going = uploads.filter(isUnderWay)
  const done = uploads.filter(({ status }) => status === 'completed')
  const failed = uploads.filter(({ status }) => status === 'error')
  return { sending: going.length, done: done.length, failed: failed.length, percent: percentOf([...going, ...done]) }
}

function percentOf(uploads: readonly UploadView[]): number | null {
  let uploaded = 0
  let total = 0
  for (const { bytesUploaded, bytesTotal } of uploads) {
    if (bytesTotal === null) return null
    uploaded += bytesUploaded
    total += bytesTotal
  }
  if (uploads.length === 0) return null
  // Of empty files: as many percent as there are done.
  if (total === 0) return uploads.every(({ status }) => status === 'completed') ? 100 : 0
  const percent = Math.floor((uploaded / total) * 100)
  return uploads.every(({ status }) => status === 'completed') ? 100 : Math.min(99, percent)
}

/** Only the page that has the file can send it again, and one that is too large never gets through. */
export const canRetry = ({ isOurs, status, error }: UploadView): boolean =>
  isOurs && status === 'error' && error !== 'too_large'

/** Is more than half of it there, so that to lose it by a slip would hurt? */
export const isPastHalf = ({ bytesUploaded, bytesTotal }: UploadView): boolean =>
  bytesTotal !== null && bytesUploaded * 2 > bytesTotal
