import type { Clock } from '../clock.js'

/** How long before its expiry a client is told to bring a new token. */
const WARNING_MS = 60_000

/** Watches the end of a session, which a fresh token puts off. */
export interface Expiry {
  watch(expiresAt: number): void
  stop(): void
}

export function createExpiry(clock: Clock, onSoon: () => void, onEnd: () => void): Expiry {
  let cancel: (() => void)[] = []
  const stop = (): void => {
    cancel.forEach((one) => one())
    cancel = []
  }
  return {
    watch(expiresAt) {
      stop()
      const left = expiresAt - clock.now()
      // With less than a minute left the warning comes at once.
      cancel = [clock.after(left - WARNING_MS, onSoon), clock.after(left, onEnd)]
    },
    stop,
  }
}
