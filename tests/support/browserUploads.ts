import { configuration } from './stage.js'

/**
 * Why: what a page sends is over too soon to be looked at. Here it is held on its way; and another device of the same
 * person sends as slowly as a test likes.
 */
export function holdPatches(): () => void {
  const Real = window.XMLHttpRequest
  const waiting: (() => void)[] = []
  let isHeld = true
  window.XMLHttpRequest = class extends Real {
    #method = ''
    override open(method: string, url: string | URL): void {
      this.#method = method
      super.open(method, url, true)
    }
    override send(body?: XMLHttpRequestBodyInit | null): void {
      const go = (): void => super.send(body)
      if (isHeld && this.#method === 'PATCH') waiting.push(go)
      else go()
    }
  }
  return () => {
    isHeld = false
    window.XMLHttpRequest = Real
    for (const go of waiting.splice(0)) go()
  }
}

const request = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
  const session = await configuration.getSession?.({ reason: 'first', signal: new AbortController().signal })
  return fetch(`${configuration.apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${session?.token}`, 'tus-resumable': '1.0.0', ...headers },
    ...(body === undefined ? {} : { body }),
  })
}

/** Begins an upload on another device of whoever is signed in, with so many bytes there. */
export async function sendElsewhere(filename: string, size: number, there: number) {
  const made = await request('POST', '/api/uploads', {
    'upload-length': String(size),
    'upload-metadata': `filename ${btoa(filename)}`,
  })
  const path = made.headers.get('location') ?? ''
  const more = (from: number, bytes: number) =>
    request(
      'PATCH',
      path,
      { 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' },
      'x'.repeat(bytes),
    )
  if (there > 0) await more(0, there)
  return { uploadId: path.split('/').at(-1) ?? '', more, remove: () => request('DELETE', path, {}) }
}

export const fileOf = (name: string, bytes = 1_000): File =>
  new File([new Uint8Array(bytes)], name, { type: 'video/quicktime', lastModified: 1 })
