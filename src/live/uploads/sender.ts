import type { HttpRequest } from 'tus-js-client'
import { failureOf, type Failure } from './failure.js'

/** Sends one file, one try at a time. */
export interface Sender {
  send(order: SendOrder): Sending
}

export interface SendOrder {
  readonly file: File
  readonly metadata: Readonly<Record<string, string>>
  /** Where uploads are made. */
  readonly endpoint: string
  /** Of an upload that was begun before. */
  readonly uploadId: string | null
  /** Asked before each request. Rejects when nothing may be sent any more. */
  readonly token: () => Promise<string>
  /** Of one that was not begun before: what the server calls it, or `null`: it was not made. Said in any case, stopped or not. */
  readonly onMade: (uploadId: string | null) => void
  readonly onBytes: (bytes: number) => void
  readonly onDone: () => void
  readonly onFailed: (failure: Failure, status: number) => void
}

export interface Sending {
  /**
   * Nothing more is sent or said; but an upload that is being made is waited for, so that its name is known. `now`: not
   * even that.
   */
  stop(now?: boolean): void
}

/** Small enough for most of what stands between, large enough not to be felt. */
const CHUNK_BYTES = 32 * 1024 * 1024

const idOf = (url: string): string => url.split('/').at(-1) ?? ''

/** tus-js-client, which is loaded when the first file is sent. */
export const tusSender: Sender = {
  send(order) {
    const { file, endpoint, uploadId, metadata } = order
    let stopped = false
    let isMade = uploadId !== null
    let abort = (): void => undefined

    const fail = async (error: unknown): Promise<void> => {
      const wasMade = isMade
      isMade = true
      if (!wasMade) order.onMade(null)
      if (stopped) return
      const answer = answerOf(error)
      const failure =
        answer.status === 0 && !(await isReadable(file))
          ? { code: 'unreadable' as const, final: true }
          : failureOf(answer.status, answer.body)
      // It may have been stopped while the file was looked at.
      if (!stopped) order.onFailed(failure, answer.status)
    }
    const begin = async (): Promise<void> => {
      const { Upload } = await import('tus-js-client')
      if (stopped) {
        if (!isMade) order.onMade(null)
        return
      }
      const upload = new Upload(file, {
        // Without an endpoint an upload that is gone is said to be gone, instead of being made anew behind our back.
        ...(uploadId === null ? { endpoint } : { uploadUrl: `${endpoint}/${uploadId}` }),
        metadata: { ...metadata },
        chunkSize: CHUNK_BYTES,
        // Whether and when to try again is decided in one place, and that is not here.
        retryDelays: null,
        storeFingerprintForResuming: false,
        removeFingerprintOnSuccess: true,
        onBeforeRequest: async (request: HttpRequest) =>
          request.setHeader('Authorization', `Bearer ${await order.token()}`),
        onUploadUrlAvailable() {
          const id = idOf(upload.url ?? '')
          // What the server calls it may leave out what a proxy puts in front.
          upload.url = `${endpoint}/${id}`
          const wasMade = isMade
          isMade = true
          if (!wasMade) order.onMade(id)
          if (stopped) abort()
        },
        onProgress(bytes) {
          if (!stopped) order.onBytes(bytes)
        },
        onSuccess() {
          if (!stopped) order.onDone()
        },
        onError: (error) => void fail(error),
      })
      abort = () => void upload.abort().catch(() => undefined) // it rejects only for a DELETE, which it is not asked for
      upload.start()
    }
    begin().catch(fail)
    return {
      stop(now = false) {
        stopped = true
        if (isMade || now) abort()
      },
    }
  },
}

function answerOf(error: unknown): { readonly status: number; readonly body: string } {
  const response =
    error instanceof Error && 'originalResponse' in error
      ? (error.originalResponse as { getStatus(): number; getBody(): string } | null) // tus-js-client's DetailedError
      : null
  return { status: response?.getStatus() ?? 0, body: response?.getBody() ?? '' }
}

/** A browser says of a file that was changed or moved what it says of a network that is down. */
async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return true
  } catch {
    return false
  }
}
