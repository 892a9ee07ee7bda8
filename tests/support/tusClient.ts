import { createHash, randomBytes } from 'node:crypto'
import { Upload, type UploadOptions } from 'tus-js-client'
import type { Person } from './person.js'

/**
 * Why: uploads are tested by the client that most people use, and by bare requests that it would never send.
 */
export interface Sending {
  readonly upload: Upload
  /** Resolves with the upload's id; rejects with what the client gave up on. */
  readonly done: Promise<string>
  /** Bytes that were sent, as the client counts, oldest first. */
  readonly sent: readonly number[]
}

export function sendByTus(url: string, who: Person, bytes: Buffer, options: Partial<UploadOptions> = {}): Sending {
  const sent: number[] = []
  let finish: (id: string) => void = () => undefined
  let fail: (error: unknown) => void = () => undefined
  const done = new Promise<string>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  done.catch(() => undefined)
  const upload: Upload = new Upload(bytes, {
    endpoint: `${url}/api/uploads`,
    headers: { Authorization: `Bearer ${who.token}` },
    metadata: { filename: 'trailer.mov', filetype: 'video/quicktime' },
    retryDelays: [20, 50, 100, 200, 400, 800, 1600, 1600, 1600],
    onProgress: (at) => sent.push(at),
    onError: fail,
    onSuccess: () => finish(upload.url?.split('/').at(-1) ?? ''),
    ...options,
  })
  upload.start()
  return { upload, done, sent }
}

export const randomFile = (bytes: number): Buffer => randomBytes(bytes)
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What tus wants of names and values in `Upload-Metadata`. */
export const metadataOf = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')

/** One bare request of tus; the answer's body as JSON when there is one. */
export const tusRequest = (
  who: Person,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: Uint8Array | ReadableStream<Uint8Array>,
): ReturnType<Person['fetch']> =>
  who.fetch(path, {
    method,
    headers: {
      'Tus-Resumable': '1.0.0',
      ...(method === 'PATCH' ? { 'Content-Type': 'application/offset+octet-stream' } : {}),
      ...headers,
    },
    ...(body instanceof Uint8Array ? { body: new Blob([new Uint8Array(body)]) } : body ? { body } : {}),
    // `duplex` is what makes fetch stream; its type is not in the DOM's yet.
    ...({ duplex: 'half' } as object),
  })

/** Begins an upload; its path. */
export async function begin(
  who: Person,
  size: number | 'later',
  metadata: Readonly<Record<string, string>> = { filename: 'a.txt' },
): Promise<string> {
  const answer = await tusRequest(who, 'POST', '/api/uploads', {
    ...(size === 'later' ? { 'Upload-Defer-Length': '1' } : { 'Upload-Length': String(size) }),
    'Upload-Metadata': metadataOf(metadata),
  })
  if (answer.status !== 201) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.headers.get('Location') ?? ''
}
