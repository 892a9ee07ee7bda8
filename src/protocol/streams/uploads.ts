import * as v from 'valibot'
import { defineStream } from '../stream.js'
import { Count, Owner, Timestamp } from './values.js'

const UploadStatus = v.picklist(['queued', 'uploading', 'paused', 'completed', 'error', 'cancelled'])
export type UploadStatus = v.InferOutput<typeof UploadStatus>

const UploadProgress = v.object({
  uploadId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** A label for people, never a path. */
  filename: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  bytesUploaded: Count,
  /** `null` while the sender does not know it yet. */
  bytesTotal: v.nullable(Count),
  /** Whole percent, rounded down; it never falls within one attempt. */
  progress: v.pipe(Count, v.maxValue(100)),
  status: UploadStatus,
  /** Why, in one word: `storage` (it could not be written) or `expired` (it was not finished in time). */
  error: v.exactOptional(v.string()),
  updatedAt: Timestamp,
})
export type UploadProgress = v.InferOutput<typeof UploadProgress>

/** Those that will not move any more are still told of for this long. */
export const ENDED_UPLOADS_MS = 60 * 60 * 1000

export const hasEnded = (status: UploadStatus): boolean =>
  status === 'completed' || status === 'error' || status === 'cancelled'

/** Oldest first. Each event says all about one upload. */
export const uploads = defineStream({
  name: 'uploads',
  param: Owner,
  data: v.object({ uploads: v.array(UploadProgress) }),
  initial: () => ({ uploads: [] }),
  access: (user, owner) => owner === user.userId,
  kind: 'ephemeral',
  events: {
    upload_progress: {
      schema: UploadProgress,
      reduce: ({ uploads }, told) => {
        // A page that stays open for days must not collect what a fresh snapshot would have let go of.
        const since = Date.parse(told.updatedAt) - ENDED_UPLOADS_MS
        const kept = uploads.filter((one) => !hasEnded(one.status) || Date.parse(one.updatedAt) > since)
        const at = kept.findIndex(({ uploadId }) => uploadId === told.uploadId)
        return { uploads: at < 0 ? [...kept, told] : kept.with(at, told) }
      },
    },
  },
  commands: {},
})
