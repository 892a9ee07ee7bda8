/** Why an upload did not come through, in one word; people are told in those of their language. */
export type UploadErrorCode =
  /** The file is larger than the server takes. */
  | 'too_large'
  /** It does not fit with the user's other files. */
  | 'quota'
  /** The user has too many unfinished uploads. */
  | 'too_many'
  /** The server takes no files of this type. */
  | 'type_refused'
  /** It was taken back, or waited for too long, and is not there any more. */
  | 'gone'
  /** The file changed, moved, or may not be read any more. */
  | 'unreadable'
  /** Nobody is signed in, or the server refused a fresh token. */
  | 'unauthorized'
  /** The server could not be reached, or had no answer, for many tries. */
  | 'unreachable'
  /** The server could not store it. */
  | 'storage'
  /** It was not finished in time. */
  | 'expired'
  /** Anything else. */
  | 'failed'

/** What one try came to. Without `final` the next may do better. */
export interface Failure {
  readonly code: UploadErrorCode
  readonly final: boolean
}

/** What `done` rejects with when an upload is given up or taken back. */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly code: UploadErrorCode | 'cancelled'

  constructor(code: UploadErrorCode | 'cancelled') {
    super(`The upload did not come through: ${code}`)
    this.code = code
  }
}

/** @param status 0: no answer */
export function failureOf(status: number, body: string): Failure {
  switch (status) {
    case 400:
    case 415:
      return { code: 'type_refused', final: true }
    case 401:
    case 403:
      return { code: 'unauthorized', final: true }
    case 404:
    case 410:
      return { code: 'gone', final: true }
    case 413:
      return { code: body.includes('quotaBytes') ? 'quota' : 'too_large', final: true }
    case 429:
      return { code: 'too_many', final: true }
    case 503:
      // It is said of a server that restarts as well.
      return { code: body.includes('storage') ? 'storage' : 'unreachable', final: false }
    default:
      // A conflict is cleared up by asking how far it came, which is how each try begins.
      return {
        code: status >= 400 && status < 500 && status !== 409 && status !== 423 ? 'failed' : 'unreachable',
        final: false,
      }
  }
}
