import type { Sessions } from './sessions.js'
import type { Session } from '../backend.js'
import { wallAt, type Cancel, type Clock } from '../clock.js'
import { inWords, type Report } from '../reports/report.js'
import { isObject, type Envelope } from '../../protocol/envelope.js'

/** Keeps the open socket's token fresh. What cannot be renewed ends with the socket, and the refusal is dealt with then. */
export interface Renewal {
  /** A socket is dialled with this token. */
  readonly dialled: (session: Session) => void
  readonly onWelcome: (welcome: Envelope) => void
  /** The server says that the token's end is near. */
  readonly onWarning: () => void
  /** There is another token of the same user. */
  readonly onRenew: () => void
  /** `false`: it is no answer to us. */
  readonly onAnswer: (answer: Envelope) => boolean
  readonly onDown: () => void
  /** Is this token known to have ended? */
  readonly isSpent: (session: Session) => boolean
}

export interface RenewalOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly sessions: Sessions
  readonly newId: () => string
  readonly report: Report
  readonly send: (message: { type: 'auth'; data: { token: string }; id: string }) => void
}

/** Before the end: the larger of this and a tenth of what was left. */
const MARGIN_MS = 30_000
const SPREAD_MS = 5_000
/** Tokens that live shorter than the server's warning lasts are not chased. */
const RENEW_MS = 10_000

export function createRenewal({ clock, random, sessions, newId, report, send }: RenewalOptions): Renewal {
  let used: string | null = null
  let up = false
  let pending: { readonly id: string; readonly token: string } | null = null
  let renewedAt = Number.NEGATIVE_INFINITY
  /** By the clock; of the token in use. */
  let endsAt = Number.POSITIVE_INFINITY
  /** What the server's clock shows when ours shows nought. */
  let serverTime: number | null = null
  let cancelAsk: Cancel | null = null
  let cancelOffer: Cancel | null = null

  const endOf = (expiresAt: number): number => expiresAt - (serverTime ?? wallAt(clock, 0))

  const watch = (ends: number) => {
    endsAt = ends
    cancelAsk?.()
    const left = ends - clock.now()
    if (!Number.isFinite(left)) return
    const early = Math.min(Math.max(MARGIN_MS, left / 10) + random() * SPREAD_MS, left / 2)
    cancelAsk = clock.after(left - early, () => void ask())
  }
  const ask = async () => {
    cancelAsk?.()
    try {
      await sessions.get('expiring') // who brings a new one, tells of it
    } catch (error) {
      report({ code: 'session_failed', message: inWords(error) })
    }
    const left = endsAt - clock.now()
    if (up && Number.isFinite(left) && left > RENEW_MS && pending === null)
      cancelAsk = clock.after(Math.max(RENEW_MS, left / 3), () => void ask())
  }
  const offer = () => {
    cancelOffer?.()
    const token = sessions.current()?.token
    if (!up || token === undefined || token === used || token === pending?.token) return
    const wait = renewedAt + RENEW_MS - clock.now()
    if (wait > 0) {
      cancelOffer = clock.after(wait, offer)
      return
    }
    renewedAt = clock.now()
    pending = { id: newId(), token }
    send({ type: 'auth', data: { token }, id: pending.id })
  }

  return {
    dialled: (session) => {
      used = session.token
      endsAt = session.expiresAt === undefined ? Number.POSITIVE_INFINITY : endOf(session.expiresAt)
    },
    onWelcome: ({ data }) => {
      up = true
      const [now, expires] = [timeIn(data, 'serverTime'), timeIn(data, 'tokenExpiresAt')]
      if (now !== null) serverTime = now - clock.now()
      watch(expires === null ? endsAt : endOf(expires))
      offer() // it may have changed while we dialled
    },
    onWarning: () => void ask(),
    onRenew: offer,
    onAnswer: ({ id, type, data }) => {
      if (pending === null || id !== pending.id) return false
      const { token } = pending
      pending = null
      if (type === 'error') {
        // The socket lives on with the token that it has.
        report({
          code: 'unauthorized',
          message: 'The server did not take a fresh token; the connection ends with the old',
        })
        return true
      }
      used = token
      const expires = timeIn(isObject(data) ? data['result'] : null, 'tokenExpiresAt')
      const { expiresAt } = sessions.current() ?? {}
      if (expires !== null || expiresAt !== undefined) watch(endOf(expires ?? expiresAt ?? 0))
      offer()
      return true
    },
    onDown: () => {
      up = false
      pending = null
      cancelAsk?.()
      cancelOffer?.()
    },
    isSpent: (session) => {
      if (session.token === used) return clock.now() >= endsAt
      return session.expiresAt !== undefined && clock.now() >= endOf(session.expiresAt)
    },
  }
}

function timeIn(data: unknown, field: string): number | null {
  const text = isObject(data) ? data[field] : null
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isFinite(time) ? time : null
}
