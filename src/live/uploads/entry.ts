import type { Cancel } from '../clock.js'
import { UploadError } from './failure.js'
import { FIRST, type UploadState } from './machine.js'
import { tellPace, type Pace } from './pace.js'
import type { Sending } from './sender.js'
import type { LocalUpload } from './view.js'

/** One upload of this page, and what is known of it. */
export interface Entry {
  readonly key: string
  readonly file: File
  readonly metadata: Readonly<Record<string, string>>
  /** Whose it is; `null` until somebody is known to be signed in. */
  owner: string | null
  uploadId: string | null
  state: UploadState
  attempt: number
  /** The most that was there in this attempt. */
  bytes: number
  pace: Pace | null
  /** The server was asked to make it, and has not said what it is called. */
  isMaking: boolean
  /** Begun on an earlier page: when it is gone, it is begun anew. */
  wasKept: boolean
  /** A fresh token was asked for in this try. */
  renewed: boolean
  sending: Sending | null
  cancelWait: Cancel | null
  /** Until its pace is no longer believed. */
  cancelQuiet: Cancel | null
  readonly done: Promise<{ readonly uploadId: string }>
  /** Tells whoever waits what became of it. */
  readonly settle: (state: UploadState) => void
}

export function createEntry(given: Pick<Entry, 'key' | 'file' | 'metadata' | 'owner' | 'uploadId'>): Entry {
  let settle: Entry['settle'] = () => undefined
  const done: Entry['done'] = new Promise((resolve, reject) => {
    settle = (state) => {
      if (state.status === 'completed') resolve({ uploadId: entry.uploadId ?? entry.key })
      else reject(new UploadError(state.status === 'error' ? state.code : 'cancelled'))
    }
  })
  // What becomes of it is shown; who wants to be told besides, asks.
  done.catch(() => undefined)
  const entry: Entry = {
    ...given,
    state: FIRST,
    attempt: 0,
    bytes: 0,
    pace: null,
    isMaking: false,
    wasKept: given.uploadId !== null,
    renewed: false,
    sending: null,
    cancelWait: null,
    cancelQuiet: null,
    done,
    settle,
  }
  return entry
}

export const localOf = ({ key, uploadId, file, bytes, attempt, state, pace, isMaking }: Entry): LocalUpload => ({
  key,
  uploadId,
  filename: file.name,
  size: file.size,
  bytes,
  attempt,
  state,
  pace: pace && tellPace(pace, file.size),
  isMaking,
})
