import { ERRORS, type Locker } from '@tus/server'

/**
 * One request at a time may have an upload; others wait for it. One that has gone silent may be a link that is dead, and is
 * made to stop; what it stored by then stays.
 */
export interface UploadLocks {
  /** `urgent`: the holder stops at once, silent or not. */
  locker(urgent: boolean): Locker
  /** Whoever holds it does something. */
  touch(id: string): void
  isHeld(id: string): boolean
}

interface Waiting {
  readonly stop: () => void
  readonly enter: () => void
}

interface Row {
  /** The first holds the lock. */
  readonly requests: Waiting[]
  touchedAt: number
}

/** Longer than a link that lives is without a byte, shorter than people wait. */
const SILENCE_MS = 3_000
const LOOK_MS = 100
const PATIENCE_MS = 10_000

export function createLocks(now: () => number = () => performance.now()): UploadLocks {
  const rows = new Map<string, Row>()

  function leave(id: string, request: Waiting): void {
    const row = rows.get(id)
    const place = row?.requests.indexOf(request) ?? -1
    if (!row || place < 0) return
    row.requests.splice(place, 1)
    const [next] = row.requests
    if (!next) rows.delete(id)
    else if (place === 0) enter(row, next)
  }

  function enter(row: Row, request: Waiting): void {
    row.touchedAt = now()
    request.enter()
  }

  function wait(id: string, urgent: boolean, signal: AbortSignal, stop: () => void): Promise<Waiting> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(patience)
        clearInterval(look)
        signal.removeEventListener('abort', giveUp)
      }
      const request: Waiting = {
        stop,
        enter() {
          end()
          resolve(request)
        },
      }
      const giveUp = (): void => {
        end()
        leave(id, request)
        // It is no Error, but what the handlers of tus throw and know.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        reject(ERRORS.ERR_LOCK_TIMEOUT)
      }
      const row = rows.get(id) ?? { requests: [], touchedAt: 0 }
      const press = (): void => {
        if (urgent || now() - row.touchedAt > SILENCE_MS) row.requests[0]?.stop()
      }
      const patience = setTimeout(giveUp, PATIENCE_MS)
      const look = setInterval(press, LOOK_MS)
      signal.addEventListener('abort', giveUp, { once: true })
      rows.set(id, row)
      row.requests.push(request)
      if (row.requests[0] === request) enter(row, request)
      else press()
    })
  }

  return {
    isHeld: (id) => rows.has(id),
    touch(id) {
      const row = rows.get(id)
      if (row) row.touchedAt = now()
    },
    locker: (urgent) => ({
      newLock(id) {
        let held: Waiting | null = null
        return {
          async lock(signal, stop) {
            held = await wait(id, urgent, signal, () => void stop())
          },
          unlock() {
            if (held) leave(id, held)
            held = null
            return Promise.resolve()
          },
        }
      },
    }),
  }
}
