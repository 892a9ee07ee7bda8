import type { Cancel, Clock } from '../clock.js'
import type { Store } from '../records/store.js'
import type { Report } from '../reports/report.js'

/** A store as the outbox uses it: patient for so long, and given up at its first failure, which is said once. */
export interface Disk {
  readonly store: Store
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T | null>
  readonly works: () => boolean
  readonly report: Report
  readonly clock: Clock
  readonly dispose: () => void
}

const PATIENCE_MS = 5_000

export function openDisk({ store, clock, report }: Pick<Disk, 'store' | 'clock' | 'report'>): Disk {
  let works = true
  const waiting = new Set<Cancel>()
  const inTime = <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(PATIENCE_MS, () => {
        waiting.delete(cancel)
        reject(new Error('No answer within 5 s'))
      })
      waiting.add(cancel)
      const done = () => {
        cancel()
        waiting.delete(cancel)
      }
      work().then(resolve, reject).finally(done)
    })
  return {
    store,
    clock,
    report,
    works: () => works,
    attempt: async (work) => {
      if (!works) return null
      try {
        return await inTime(work)
      } catch (error) {
        if (works)
          report({ code: 'commands_unkept', message: `Commands that wait are lost with this page: ${String(error)}` })
        works = false
        return null
      }
    },
    dispose: () => waiting.forEach((cancel) => cancel()),
  }
}
