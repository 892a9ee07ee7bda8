import { ERRORS, Server } from '@tus/server'
import { ProtocolError, type ErrorCode } from '../../protocol/errorCodes.js'
import { MAX_UPLOAD_BYTES } from '../../protocol/limits.js'
import type { User } from '../../protocol/stream.js'
import { labelOf } from './filename.js'
import type { UploadLocks } from './locks.js'
import type { Metadata } from './rows.js'
import type { UploadStore } from './store.js'

export interface NewUpload {
  readonly id: string
  readonly userId: number
  readonly filename: string
  readonly metadata: Metadata
  readonly size: number | null
}

interface Parts {
  readonly store: UploadStore
  readonly locks: UploadLocks
  /** `null`: anything may be uploaded. */
  readonly types: readonly string[] | null
  readonly newId: () => string
  readonly expiresAt: (id: string) => Promise<number | null>
  readonly roomFor: (userId: number, id: string) => Promise<number>
  readonly onCreate: (upload: NewUpload) => Promise<void>
}

export const UPLOADS_PATH = '/api/uploads'

/** What a preflight and every answer may show to a page of another origin. */
export const TUS_HEADERS = [
  'Location',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Defer-Length',
  'Upload-Expires',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
] as const

/** What this end of tus can do, for those who ask by OPTIONS. */
export const TUS_ABILITIES = {
  'Tus-Resumable': '1.0.0',
  'Tus-Version': '1.0.0',
  'Tus-Extension': 'creation,creation-with-upload,creation-defer-length,termination,expiration',
  'Tus-Max-Size': String(MAX_UPLOAD_BYTES),
} as const

/** A holder of the lock who is asked to stop may finish what is on its way. */
const DRAIN_MS = 50

/** The tus protocol, by its own library; refusals in our words. Who asks was looked at before. */
export function createEndpoint(parts: Parts): (request: Request, user: User) => Promise<Response> {
  const users = new WeakMap<Request, User>()
  const userOf = (request: Request): User => {
    const user = users.get(request)
    if (!user) throw new Error('A request came in without its user')
    return user
  }
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: parts.store,
    // Who takes an upload back does not wait until it is there.
    locker: (request) => parts.locks.locker(request.method === 'DELETE'),
    lockDrainTimeout: DRAIN_MS,
    // Behind a proxy nobody knows the address that the page used but the page.
    relativeLocation: true,
    // Who may read an answer is said once, for all routes.
    allowedOrigins: () => false,
    namingFunction: () => parts.newId(),
    getFileIdFromRequest: (request) => idOf(request) ?? undefined,
    // A size that is said is looked at when it is written down; this is for those that are not.
    maxSize: async (request, id) =>
      id === null || request.headers.has('Upload-Length')
        ? Number.MAX_SAFE_INTEGER
        : Math.min(MAX_UPLOAD_BYTES, await parts.roomFor(userOf(request).userId, id)),
    async onUploadCreate(request, { id, size, metadata = {} }) {
      checkType(metadata['filetype'], parts.types)
      const filename = labelOf(metadata['filename'])
      await parts.onCreate({ id, userId: userOf(request).userId, filename, metadata, size: size ?? null })
      return {}
    },
    onResponseError(_, error) {
      // Its own answer to these is 400, which clients take for their last word.
      if (error === ERRORS.ABORTED || error === ERRORS.ERR_LOCK_TIMEOUT)
        throw new ProtocolError('unavailable', 'The upload was broken off')
      // What is not tus's own is answered like an error of any other route.
      if (!('status_code' in error)) throw error
      return undefined
    },
  })

  return async (request, user) => {
    users.set(request, user)
    const answer = await server.handleWeb(request)
    if (answer.status >= 400) return inOurWords(answer)
    const headers = new Headers(answer.headers)
    headers.delete('Access-Control-Expose-Headers')
    const id = idOf(request) ?? headers.get('Location')?.split('/').at(-1)
    const expiresAt = id === undefined || request.method === 'DELETE' ? null : await parts.expiresAt(id)
    if (expiresAt !== null) headers.set('Upload-Expires', new Date(expiresAt).toUTCString())
    return new Response(answer.body, { status: answer.status, headers })
  }
}

/** Nothing that is not exactly a name we gave is looked for anywhere. */
export const isUploadId = (text: string): boolean => /^[A-Za-z0-9_-]{22}$/.test(text)

function idOf({ url }: Request): string | null {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  return isUploadId(last) ? last : null
}

function checkType(filetype: string | null | undefined, types: readonly string[] | null): void {
  if (types === null) return
  const type = (filetype ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const fits = types.some((one) => one === type || (one.endsWith('/*') && type.startsWith(one.slice(0, -1))))
  if (!fits)
    throw new ProtocolError('validation_failed', `filetype: may be ${types.join(', ')}`, { details: { types } })
}

/** Its answers are plain text; every other door of ours says `{error:{code, message}}`. */
async function inOurWords(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers)
  for (const name of ['Access-Control-Expose-Headers', 'Content-Length']) headers.delete(name)
  headers.set('Content-Type', 'application/json')
  const message = (await answer.text()).trim() || 'Something went wrong'
  return new Response(JSON.stringify({ error: { code: codeOf(answer.status), message } }), {
    status: answer.status,
    headers,
  })
}

function codeOf(status: number): ErrorCode {
  switch (status) {
    case 404:
    case 410:
      return 'not_found'
    case 409:
      return 'conflict'
    case 413:
      return 'payload_too_large'
    default:
      return status >= 500 ? 'internal' : 'validation_failed'
  }
}
