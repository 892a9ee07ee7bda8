import { backoff, RESYNC } from '../backoff.js'
import type { Session, SessionRequest } from '../backend.js'
import type { Clock } from '../clock.js'
import { UploadError } from './failure.js'

export interface WithdrawalParts {
  readonly clock: Clock
  readonly random: () => number
  readonly get: (reason: SessionRequest['reason']) => Promise<Session | null>
  /** Whose uploads these are. */
  readonly userKey: () => string | null
  readonly endpoint: () => string
  readonly fetch: typeof fetch
}

const TRIES = 4

/** Has the server throw away what it has of an upload. Rejects with an `UploadError` when it could not be told. */
export function createWithdrawal(parts: WithdrawalParts): (uploadId: string) => Promise<void> {
  const { clock, random, get, userKey, endpoint } = parts

  async function ask(uploadId: string): Promise<number> {
    const session = await get('first')
    if (!session || session.userKey !== userKey()) throw new UploadError('unauthorized')
    try {
      const { status } = await parts.fetch(`${endpoint()}/${encodeURIComponent(uploadId)}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${session.token}`, 'tus-resumable': '1.0.0' },
      })
      return status
    } catch {
      return 0
    }
  }

  return async (uploadId) => {
    for (let tries = 0; ; tries += 1) {
      const status = await ask(uploadId)
      // What is not there any more needs no throwing away.
      if (status === 404 || status === 410 || (status >= 200 && status < 300)) return
      const isLast = tries + 1 >= TRIES || (status >= 400 && status < 500 && status !== 401)
      if (isLast) throw new UploadError(status === 401 ? 'unauthorized' : 'unreachable')
      if (status === 401) await get('refused')
      else await new Promise<void>((resolve) => clock.after(backoff(tries, RESYNC, random), resolve))
    }
  }
}
