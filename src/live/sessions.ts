import type { Backend, Session, SessionRequest } from './backend.js'
import type { Clock } from './clock.js'

/** Who is signed in, asked once however many want to know. */
export interface Sessions {
  readonly current: () => Session | null
  /** The session at hand, or a new one. `null`: nobody is signed in. Rejects when it could not be found out. */
  readonly get: (reason: SessionRequest['reason']) => Promise<Session | null>
  readonly dispose: () => void
}

const GIVE_UP_MS = 10_000

/** @param onSwitch somebody else, or nobody, is signed in now; called before anybody is given the new session */
export function createSessions(
  backend: Backend,
  clock: Clock,
  onSwitch: (session: Session | null, before: Session | null) => void,
): Sessions {
  let session: Session | null = null
  let asking: Promise<Session | null> | null = null
  const disposed = new AbortController()

  const ask = async (reason: SessionRequest['reason']): Promise<Session | null> => {
    const giveUp = new AbortController()
    const abort = () => giveUp.abort(new Error('No session within 10 s'))
    const cancel = clock.after(GIVE_UP_MS, abort)
    disposed.signal.addEventListener('abort', abort)
    try {
      // A provider may never settle; the signal does.
      const next = await Promise.race([backend.getSession({ reason, signal: giveUp.signal }), rejection(giveUp.signal)])
      const before = session
      session = next
      if (before?.userKey !== next?.userKey) onSwitch(next, before)
      return next
    } finally {
      cancel()
      disposed.signal.removeEventListener('abort', abort)
    }
  }
  const get: Sessions['get'] = (reason) => {
    if (session && reason === 'first') return Promise.resolve(session)
    asking ??= ask(reason).finally(() => {
      asking = null
    })
    return asking
  }
  // Signed in or out elsewhere: an answer for the same user changes nothing.
  const unwatch = backend.watchSession?.(() => void ask('first').catch(() => undefined))
  return {
    current: () => session,
    get,
    dispose: () => {
      unwatch?.()
      disposed.abort()
    },
  }
}

const rejection = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
