import type { SessionRequest } from 'pitchey-live'
import type { Person } from './cast.js'

/** @throws Error in words that can be shown */
export async function login({ name }: Person, signal?: AbortSignal): Promise<{ token: string }> {
  const body = await ask('/api/auth/demo', { body: { name }, ...(signal ? { signal } : {}) })
  const { token } = body as { token?: unknown }
  if (typeof token !== 'string') throw new Error('The server gave no token')
  return { token }
}

/** For `configure()`. The engine keeps what it is given, and asks again when the token expires or is refused. */
export const sessionOf =
  (person: Person) =>
  ({ signal }: SessionRequest): Promise<{ token: string }> =>
    login(person, signal)

interface Asking {
  readonly body: unknown
  readonly token?: string
  readonly signal?: AbortSignal
}

/**
 * POSTs JSON to the demo's server.
 * @throws Error in words that can be shown
 */
export async function ask(path: string, { body, token, signal }: Asking): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  }).catch(() => null)
  if (!response) throw new Error('The server cannot be reached')
  // A proxy without a server behind it answers in its own words, not in JSON.
  const answer = (await response.json().catch(() => null)) as { error?: { message?: string } } | null
  if (response.ok && answer) return answer
  throw new Error(answer?.error?.message ?? `The server does not answer (HTTP ${response.status})`)
}
