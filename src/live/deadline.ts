import type { Clock } from './clock.js'

/** Rejects once the signal is aborted: whoever is asked may never settle, and not care for signals either. */
export const rejection = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })

/** Questions that are given up after a while, or all together. */
export interface Deadlines {
  readonly ask: <T>(question: (signal: AbortSignal) => Promise<T>) => Promise<T>
  /** Nobody waits for an answer any more. */
  readonly dispose: () => void
}

export function createDeadlines(clock: Clock, ms: number): Deadlines {
  const waiting = new Set<AbortController>()
  return {
    ask: async (question) => {
      const giveUp = new AbortController()
      waiting.add(giveUp)
      const cancel = clock.after(ms, () => giveUp.abort(new Error(`No answer within ${ms / 1000} s`)))
      try {
        return await Promise.race([question(giveUp.signal), rejection(giveUp.signal)])
      } finally {
        waiting.delete(giveUp)
        cancel()
      }
    },
    dispose: () => {
      for (const giveUp of waiting) giveUp.abort(new Error('Disposed'))
    },
  }
}
