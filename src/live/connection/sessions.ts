import { backoff, RESYNC } from '../backoff.js'
import type { Backend, Session, SessionRequest } from '../backend.js'
import type { Cancel, Clock } from '../clock.js'
import { rejection } from '../questions.js'
import { inWords, type Report } from '../reports/report.js'

/** Who is signed in, asked once however many want to know. */
export interface Sessions {
  readonly current: () => Session | null
  /** The session at hand, or a new one. `null`: nobody is signed in. Rejects when it could not be found out. */
  readonly get: (reason: SessionRequest['reason']) => Promise<Session | null>
  /** Asks whoever knows, also with a session at hand: somebody else may have signed in. */
  readonly check: () => Promise<Session | null>
  readonly dispose: () => void
}

export interface SessionsOptions {
  readonly backend: Backend
  readonly clock: Clock
  readonly random: () => number
  readonly report: Report
  /** Somebody else, or nobody, is signed in now; told before anybody is given the new session. */
  readonly onSwitch: (session: Session | null, before: Session | null) => void
  /** Nobody is signed in, whether or not somebody was before. */
  readonly onNobody: () => void
  /** The same user has another token. */
  readonly onRenew: () => void
}

const GIVE_UP_MS = 10_000

export function createSessions(options: SessionsOptions): Sessions {
  const { backend, clock, random, report, onSwitch, onNobody, onRenew } = options
  let session: Session | null = null
  let asking: { readonly reason: SessionRequest['reason']; readonly answer: Promise<Session | null> } | null = null
  let questions = 0
  /** Somebody may have signed in or out: the session at hand is not to be used until that is known. */
  let unsure = false
  let cancelRetry: Cancel | null = null
  const disposed = new AbortController()

  const ask = async (reason: SessionRequest['reason']): Promise<Session | null> => {
    const question = (questions += 1)
    const giveUp = new AbortController()
    const abort = () => giveUp.abort(new Error('No session within 10 s'))
    const cancel = clock.after(GIVE_UP_MS, abort)
    disposed.signal.addEventListener('abort', abort)
    try {
      // A provider may never settle; the signal does.
      const next = await Promise.race([backend.getSession({ reason, signal: giveUp.signal }), rejection(giveUp.signal)])
      // Asked again since: this answer may be about somebody who has signed out.
      if (question !== questions) return asking?.answer ?? session
      const before = session
      session = next
      unsure = false
      if (!next) onNobody()
      if (before?.userKey !== next?.userKey) onSwitch(next, before)
      else if (before?.token !== next?.token) onRenew()
      return next
    } finally {
      cancel()
      disposed.signal.removeEventListener('abort', abort)
    }
  }
  const start = (reason: SessionRequest['reason']): Promise<Session | null> => {
    const answer = ask(reason).finally(() => {
      if (asking?.answer === answer) asking = null
    })
    asking = { reason, answer }
    return answer
  }
  const look = (tries: number) => {
    cancelRetry?.()
    unsure = true
    start('first').catch((error: unknown) => {
      if (disposed.signal.aborted) return
      report({ code: 'session_failed', message: inWords(error) })
      cancelRetry = clock.after(backoff(tries, RESYNC, random), () => look(tries + 1))
    })
  }
  const unwatch = backend.watchSession?.(() => look(0))
  return {
    current: () => session,
    get: (reason) => {
      if (reason === 'first' && session && !unsure) return Promise.resolve(session)
      // A refused token is not answered by a question that may bring the same one again.
      return asking && (reason !== 'refused' || asking.reason === 'refused') ? asking.answer : start(reason)
    },
    check: () => asking?.answer ?? start('first'),
    dispose: () => {
      unwatch?.()
      cancelRetry?.()
      disposed.abort()
    },
  }
}
