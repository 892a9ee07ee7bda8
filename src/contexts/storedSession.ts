import type { Session } from '../live/index.js'

/** Where an application that says nothing else keeps its token. */
const KEY = 'authToken'
const LOOK_MS = 1_000

/** The session in `localStorage.authToken`; `null` when there is none, or no storage. */
export function storedSession(): Session | null {
  const token = readToken()
  return token ? { token, userKey: userKeyOf(token) } : null
}

/** Notices a new token: from another tab at once, from this one within a second (the browser tells only other tabs). */
export function watchStoredSession(changed: () => void): () => void {
  if (typeof window === 'undefined') return () => undefined
  let seen = readToken()
  const look = () => {
    const now = readToken()
    if (now === seen) return
    seen = now
    changed()
  }
  const timer = setInterval(look, LOOK_MS)
  window.addEventListener('storage', look)
  return () => {
    clearInterval(timer)
    window.removeEventListener('storage', look)
  }
}

function readToken(): string | null {
  try {
    return typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY)
  } catch {
    return null // storage may be forbidden; then nobody is signed in
  }
}

/**
 * Tells people apart by what their token says of them. Nothing is decided by it here: the server verifies.
 * A token that cannot be read is a user of its own.
 */
export function userKeyOf(token: string): string {
  try {
    const [, claims = ''] = token.split('.')
    const bytes = Uint8Array.from(atob(claims.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    const { sub, role } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown; role?: unknown }
    return typeof sub === 'string' ? `${sub}:${typeof role === 'string' ? role : ''}` : token
  } catch {
    return token
  }
}
