import type { SessionRequest } from 'pitchey-live'
import type { Person } from './cast.js'

/** @throws Error in words that can be shown */
export async function login({ name }: Person, signal?: AbortSignal): Promise<{ token: string }> {
  const body = await ask('/api/auth/demo', { body: { name }, ...(signal ? { signal } : {}) })
  const { token } = body as { token?: unknown }
  if (typeof token !== 'string') throw new Error('The server gave no token')
  return { token }
}

/**
 * For `configure()`. The token outlives the page, as in most applications: who comes back offline is still signed in.
 * The engine asks again when it expires or is refused.
 */
export const sessionOf =
  (person: Person) =>
  async ({ reason, signal }: SessionRequest): Promise<{ token: string }> => {
    const kept = reason === 'first' ? tokens.get(person) : null
    if (kept !== null) return { token: kept }
    const session = await login(person, signal)
    tokens.keep(person, session.token)
    return session
  }

const tokens = {
  get: ({ name }: Person): string | null => {
    try {
      return localStorage.getItem(`token of ${name}`)
    } catch {
      return null // refused, as in some private windows: then every page signs in anew
    }
  },
  keep: ({ name }: Person, token: string) => {
    try {
      localStorage.setItem(`token of ${name}`, token)
    } catch {
      // as above
    }
  },
}

interface Asking {
  readonly body: unknown
  readonly method?: 'POST' | 'PUT'
  readonly token?: string
  readonly signal?: AbortSignal
}

/**
 * Sends JSON to the demo's server.
 * @throws Error in words that can be shown
 */
export async function ask(path: string, { body, method = 'POST', token, signal }: Asking): Promise<unknown> {
  const response = await fetch(path, {
    method,
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
