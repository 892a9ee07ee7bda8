import type { UploadView } from 'pitchey-live'
import type { Person } from './cast.js'
import { sessionOf } from './login.js'

/**
 * Saves a finished file on this device. It is asked for with the token, which a link could not bring along.
 * @throws Error in words that can be shown
 */
export async function download(person: Person, { uploadId, filename }: UploadView): Promise<void> {
  const first = await fetchFile(person, uploadId, 'first')
  const response = first?.status === 401 ? await fetchFile(person, uploadId, 'refused') : first
  if (!response) throw new Error('The server cannot be reached')
  if (!response.ok) throw new Error(response.status === 404 ? 'It is not there any more' : `HTTP ${response.status}`)
  const url = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), { href: url, download: filename })
  link.click()
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

async function fetchFile(person: Person, uploadId: string, reason: 'first' | 'refused'): Promise<Response | null> {
  const { token } = await sessionOf(person)({ reason, signal: new AbortController().signal })
  return fetch(`/api/uploads/${encodeURIComponent(uploadId)}`, { headers: { authorization: `Bearer ${token}` } }).catch(
    () => null,
  )
}
