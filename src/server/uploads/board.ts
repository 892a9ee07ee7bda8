import {
  ENDED_UPLOADS_MS,
  hasEnded,
  uploads as stream,
  type UploadProgress,
  type UploadStatus,
} from '../../protocol/streams/uploads.js'
import { topicOf } from '../../protocol/topic.js'
import { isoTime, type Clock } from '../clock.js'

/** How every upload stands, kept in memory: what is told per percent must cost no write. */
export interface UploadBoard {
  /** A snapshot's list, oldest first. */
  of(userId: number): readonly UploadProgress[]
  /** Says how one stands; its owner hears of it at once, then at most four times a second, of the last always. */
  tell(userId: number, uploadId: string, now: Standing, at?: number): void
  /** No request brings any of it just now: after a while that is a pause. */
  rest(userId: number, uploadId: string): void
  /** Lets go of those that ended an hour ago. */
  sweep(): void
  stop(): void
}

export interface Standing {
  readonly filename: string
  readonly bytesUploaded: number
  readonly bytesTotal: number | null
  readonly status: UploadStatus
  readonly error?: UploadError
}

/** Why an upload stands at `error`. */
export type UploadError = 'storage' | 'expired'

interface Entry {
  now: Standing
  updatedAt: number
  /** Something was told that its owner has not heard. */
  news: boolean
  cancelGap: (() => void) | null
  cancelRest: (() => void) | null
}

interface Parts {
  readonly clock: Clock
  readonly broadcast: (topic: string, type: string, data: unknown) => void
}

/** Under 5 in any second. */
const GAP_MS = 260
/** A client that sends in pieces takes a breath between two of them. */
const REST_MS = 5_000

export function createUploadBoard({ clock, broadcast }: Parts): UploadBoard {
  const people = new Map<number, Map<string, Entry>>()

  function publish(userId: number, uploadId: string, entry: Entry): void {
    if (!entry.news || entry.cancelGap) return
    entry.news = false
    broadcast(topicOf(stream, userId), 'upload_progress', progressOf(uploadId, entry))
    entry.cancelGap = clock.after(GAP_MS, () => {
      entry.cancelGap = null
      publish(userId, uploadId, entry)
    })
  }

  function tell(userId: number, uploadId: string, now: Standing, at = clock.now()): void {
    const own = people.get(userId) ?? new Map<string, Entry>()
    people.set(userId, own)
    const known = own.get(uploadId)
    const was = known?.now.status
    // A request that ends after the upload did brings it not to life again.
    if (was === 'cancelled' || (was === 'completed' && now.status === 'uploading')) return
    const entry = known ?? { now, updatedAt: at, news: true, cancelGap: null, cancelRest: null }
    own.set(uploadId, entry)
    entry.cancelRest?.()
    entry.cancelRest = null
    // Within an attempt it never falls.
    const least = was === 'error' ? 0 : entry.now.bytesUploaded
    entry.now = { ...now, bytesUploaded: Math.max(least, now.bytesUploaded) }
    entry.updatedAt = at
    entry.news = true
    publish(userId, uploadId, entry)
  }

  return {
    tell,
    of: (userId) => [...(people.get(userId) ?? [])].map(([uploadId, entry]) => progressOf(uploadId, entry)),
    rest(userId, uploadId) {
      const entry = people.get(userId)?.get(uploadId)
      if (entry?.now.status !== 'uploading') return
      entry.cancelRest?.()
      entry.cancelRest = clock.after(REST_MS, () => tell(userId, uploadId, { ...entry.now, status: 'paused' }))
    },
    sweep() {
      const since = clock.now() - ENDED_UPLOADS_MS
      for (const [userId, own] of people) {
        for (const [uploadId, entry] of own)
          if (hasEnded(entry.now.status) && entry.updatedAt <= since) own.delete(uploadId)
        if (own.size === 0) people.delete(userId)
      }
    },
    stop() {
      for (const own of people.values())
        for (const entry of own.values()) {
          entry.cancelGap?.()
          entry.cancelRest?.()
        }
    },
  }
}

const progressOf = (
  uploadId: string,
  { now: { filename, bytesUploaded, bytesTotal, status, error }, updatedAt }: Entry,
): UploadProgress => ({
  uploadId,
  filename,
  bytesUploaded,
  bytesTotal,
  progress: percent(bytesUploaded, bytesTotal, status),
  status,
  ...(error === undefined ? {} : { error }),
  updatedAt: isoTime(updatedAt),
})

function percent(uploaded: number, total: number | null, status: UploadStatus): number {
  if (status === 'completed') return 100
  return total === null || total === 0 ? 0 : Math.floor((uploaded / total) * 100)
}
