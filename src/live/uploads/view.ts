import type { UploadErrorCode } from './failure.js'
import type { UploadState } from './machine.js'
import type { Told } from './pace.js'
import type { UploadProgress } from '../../protocol/streams/uploads.js'

/** One upload as people see it, wherever it comes from. */
export interface UploadView {
  /** The same as long as it is shown. */
  readonly key: string
  /** The server's name for it; before it has one, `key`. Every action takes either. */
  readonly uploadId: string
  readonly filename: string
  readonly bytesUploaded: number
  /** `null`: not known yet. */
  readonly bytesTotal: number | null
  /** Whole percent; never falls within one attempt. `null`: it cannot be said. */
  readonly progress: number | null
  readonly status: 'queued' | 'uploading' | 'paused' | 'processing' | 'completed' | 'error' | 'cancelled'
  readonly error: UploadErrorCode | null
  /** This page sends it: it can be paused here. */
  readonly isOurs: boolean
  /** Something failed, and the next try is a moment away. */
  readonly isStalled: boolean
  /** It was begun in this browser; it goes on when the same file is chosen again. */
  readonly needsFile: boolean
  /** It waits for the network by itself. */
  readonly isOffline: boolean
  /** Bytes a second, and seconds to go in steps of five; `null` until something can be said. */
  readonly pace: Told | null
  /** Raised by every retry: progress may begin again. */
  readonly attempt: number
}

/** An upload that this page sends. */
export interface LocalUpload {
  readonly key: string
  readonly uploadId: string | null
  readonly filename: string
  readonly size: number
  /** The most that was ever there in this attempt. */
  readonly bytes: number
  readonly attempt: number
  readonly state: UploadState
  readonly pace: Told | null
  /** The server was asked to make it, and has not said what it is called. */
  readonly isMaking: boolean
}

export interface Shown {
  readonly local: readonly LocalUpload[]
  /** What the server tells. */
  readonly remote: readonly UploadProgress[]
  /** Ids of uploads that this browser began, and whose file it no longer has. */
  readonly resumable: ReadonlySet<string>
  /** Keys and ids of those that nobody wants to see any more. */
  readonly dismissed: ReadonlySet<string>
}

/** One row for each upload: what this page sends in the order of asking, after what the server tells of others. */
export function mergeUploads({ local, remote, resumable, dismissed }: Shown): readonly UploadView[] {
  const told = new Map(remote.map((one) => [one.uploadId, one]))
  const ours = new Set(local.map(({ uploadId }) => uploadId))
  // The stream may be faster than the answer: what is new there is then this page's own.
  const making = new Set(local.filter(({ isMaking }) => isMaking).map(({ size }) => size))
  const isMade = ({ status, bytesTotal }: UploadProgress) =>
    status === 'queued' && bytesTotal !== null && making.has(bytesTotal)
  const isWanted = ({ key, uploadId }: UploadView) => !dismissed.has(key) && !dismissed.has(uploadId)
  return [
    ...remote.filter((one) => !ours.has(one.uploadId) && !isMade(one)).map((one) => ofOthers(one, resumable)),
    ...local.map((one) => ofOurs(one, one.uploadId === null ? undefined : told.get(one.uploadId))),
  ].filter(isWanted)
}

function ofOurs(upload: LocalUpload, told: UploadProgress | undefined): UploadView {
  const { key, filename, size, attempt, state, pace } = upload
  const uploadId = upload.uploadId ?? key
  const done = state.status === 'completed'
  // Either may be ahead: what was sent may not have been stored, what was stored not been reported here.
  const bytesUploaded = done ? size : Math.min(size, Math.max(upload.bytes, told?.bytesUploaded ?? 0))
  return {
    key,
    uploadId,
    filename,
    bytesUploaded,
    bytesTotal: size,
    progress: percent(bytesUploaded, size, done),
    status: state.status === 'waiting' ? 'uploading' : state.status,
    error: state.status === 'error' ? state.code : null,
    isOurs: true,
    isStalled: state.status === 'waiting',
    needsFile: false,
    isOffline: state.status === 'paused' && state.by === 'offline',
    pace: state.status === 'uploading' ? pace : null,
    attempt,
  }
}

function ofOthers(told: UploadProgress, resumable: ReadonlySet<string>): UploadView {
  const { uploadId, filename, bytesUploaded, bytesTotal, status, error } = told
  const needsFile = resumable.has(uploadId) && (status === 'paused' || status === 'queued')
  return {
    key: uploadId,
    uploadId,
    filename,
    bytesUploaded,
    bytesTotal,
    progress: bytesTotal === null ? null : told.progress,
    status: needsFile ? 'paused' : status,
    error: status !== 'error' ? null : error === 'storage' || error === 'expired' ? error : 'failed',
    isOurs: false,
    isStalled: false,
    needsFile,
    isOffline: false,
    pace: null,
    attempt: 0,
  }
}

/** 100 is kept for those that are there: rounded up, the last percent would lie for a long time. */
const percent = (bytes: number, size: number, done: boolean): number =>
  done ? 100 : size === 0 ? 0 : Math.min(99, Math.floor((bytes / size) * 100))
