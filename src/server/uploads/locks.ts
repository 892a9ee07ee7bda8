import { ERRORS, type Locker } from '@tus/server'

/** One request at a time may have an upload. Who comes later asks the holder to stop, which may be a link that is dead. */
export interface UploadLocks extends Locker {
  isHeld(id: string): boolean
}

interface Request {
  /** Asks it to stop; what it has stored by then stays. */
  readonly stop: () => void
  readonly enter: () => void
}

const PATIENCE_MS = 10_000

export function createLocks(): UploadLocks {
  /** The first of a row holds the lock. */
  const rows = new Map<string, Request[]>()

  function leave(id: string, request: Request): void {
    const row = rows.get(id) ?? []
    const place = row.indexOf(request)
    if (place < 0) return
    row.splice(place, 1)
    const [next, another] = row
    if (!next) rows.delete(id)
    else if (place === 0) {
      next.enter()
      if (another) next.stop()
    }
  }

  return {
    isHeld: (id) => rows.has(id),
    newLock(id) {
      let request: Request | null = null
      return {
        lock: (signal, cancel) =>
          new Promise((resolve, reject) => {
            const own: Request = {
              stop: () => void cancel(),
              enter() {
                clearTimeout(timer)
                signal.removeEventListener('abort', giveUp)
                request = own
                resolve()
              },
            }
            const giveUp = (): void => {
              clearTimeout(timer)
              leave(id, own)
              // It is no Error, but what the handlers of tus throw and catch.
              // oxlint-disable-next-line typescript/prefer-promise-reject-errors
              reject(ERRORS.ERR_LOCK_TIMEOUT)
            }
            const timer = setTimeout(giveUp, PATIENCE_MS)
            signal.addEventListener('abort', giveUp, { once: true })
            const row = rows.get(id) ?? []
            rows.set(id, row)
            row.push(own)
            const [holder] = row
            if (holder === own) own.enter()
            else holder?.stop()
          }),
        unlock() {
          if (request) leave(id, request)
          request = null
          return Promise.resolve()
        },
      }
    },
  }
}
