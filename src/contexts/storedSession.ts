import type { Session } from '../live/index.js'

/** Where an application that says nothing else keeps its token. */
const KEY = 'authToken'
const LOOK_MS = 1_000

/** The session in `localStorage.authToken`; `null` when there is none, or no storage. */
export function storedSession(): Session | null {
  const token = readToken()
  return token ? sessionOf(token) : null
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
 * What a token says of itself: whose it is, which tells people apart, and when it ends. Nothing is decided by it here: the
 * server verifies. A token that cannot be read is a user of its own.
 */
export function sessionOf(token: string): Session {
  const { sub, role, exp } = claimsOf(token)
  return {
    token,
    userKey: typeof sub === 'string' ? `${sub}:${typeof role === 'string' ? role : ''}` : token,
    ...(typeof exp === 'number' ? { expiresAt: exp * 1_000 } : {}),
  }
}

function claimsOf(token: string): { readonly sub?: unknown; readonly role?: unknown; readonly exp?: unknown } {
  try {
    const [, claims = ''] = token.split('.')
    const bytes = Uint8Array.from(atob(claims.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {} // a token of another kind
  }
}
