import type { ConnectionEvent } from './connection.js'
import type { Renewal } from './renewal.js'
import type { Sessions } from './sessions.js'
import type { Backend } from '../backend.js'
import { inWords, type Report } from '../reports/report.js'

/** Finds out who is signed in and where to dial, before each dial. */
export interface Dialler {
  readonly authorize: (reason: 'first' | 'refused') => Promise<void>
  /** The address of the dial that was authorized. */
  readonly url: () => string
  readonly dispose: () => void
}

export interface DiallerOptions {
  readonly backend: Backend
  readonly sessions: Sessions
  readonly renewal: Renewal
  readonly report: Report
  readonly tell: (event: ConnectionEvent) => void
}

export function createDialler({ backend, sessions, renewal, report, tell }: DiallerOptions): Dialler {
  let url = ''
  /** Of the attempt that goes on: what an older one finds out comes too late. */
  let attempt = 0
  return {
    authorize: async (reason) => {
      const mine = (attempt += 1)
      try {
        await (reason === 'refused' ? sessions.get('refused') : sessions.check())
        // Not the answer itself: while it was on its way to us, a newer one may have come.
        let session = sessions.current()
        if (mine === attempt && session && renewal.isSpent(session)) session = await sessions.get('refused')
        const address = session && (await backend.socketUrl(session))
        if (mine !== attempt) return
        if (!session || address === null) return tell({ event: 'signedOut' })
        url = address
        renewal.dialled(session)
        tell({ event: 'authorized' })
      } catch (error) {
        if (mine !== attempt) return
        report({ code: 'session_failed', message: inWords(error) })
        tell({ event: 'authorizingFailed' })
      }
    },
    url: () => url,
    dispose: () => void (attempt += 1),
  }
}
