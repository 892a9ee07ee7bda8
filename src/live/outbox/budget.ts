import type { Clock } from '../clock.js'
import { MAX_COMMANDS, WINDOW_MS } from '../../protocol/limits.js'

/**
 * What is sent for. `interactive`: somebody just clicked. `draft`: what is being written. `backlog`: left from when there
 * was no connection. `state`: how things are now, which can be said later.
 */
export type Urgency = 'interactive' | 'draft' | 'backlog' | 'state'

/** One place in the server's window, by whichever tab it was taken. */
export type Spent = readonly [id: string, at: number]

export interface Spending {
  readonly spent: readonly Spent[]
  /** Until then nothing goes: the server said so. */
  readonly pausedUntil: number
  /** Until then at half the rate. */
  readonly slowUntil: number
}

export const unspent: Spending = { spent: [], pausedUntil: 0, slowUntil: 0 }

/**
 * Up to how many of the places in the window each may take the next one. What is left over by the lesser ones is there
 * for a click, at once. Ten below the server's limit remain for tabs whose counts have not met yet.
 */
const LIMITS: Readonly<Record<Urgency, number>> = {
  interactive: MAX_COMMANDS - 10,
  draft: MAX_COMMANDS - 20,
  backlog: MAX_COMMANDS - 40,
  state: MAX_COMMANDS - 60,
}
/** Ours is a little longer than the server's: what is sent further apart may arrive closer together. */
const OUR_WINDOW_MS = WINDOW_MS + 2_000
const SLOW_MS = 2 * WINDOW_MS

/** When there is a place for it: not later than `now` if there is one now. */
export function freeAt({ spent, pausedUntil, slowUntil }: Spending, urgency: Urgency, now: number): number {
  const limit = LIMITS[urgency]
  const at = (places: number) => {
    const [, oldest] = spent[spent.length - places] ?? []
    return Math.max(pausedUntil, oldest === undefined ? now : oldest + OUR_WINDOW_MS)
  }
  const full = at(limit)
  // Whichever comes first: a place at half the rate, or the end of that rate.
  return now < slowUntil ? Math.max(full, Math.min(at(Math.floor(limit / 2)), slowUntil)) : full
}

/** Adds places that were taken, each once, and lets go of those that no window holds any more. */
export function spend(spending: Spending, more: readonly Spent[], now: number): Spending {
  const byId = new Map([...spending.spent, ...more])
  // Another tab's clock may be ahead of ours: nothing was sent later than now.
  const spent = [...byId]
    .map(([id, at]): Spent => [id, Math.min(at, now)])
    .filter(([, at]) => at > now - OUR_WINDOW_MS)
    .toSorted(([, a], [, b]) => a - b)
  return { ...spending, spent }
}

/** The server said `rate_limited` all the same: somebody else sends as this user. */
function slowDown(spending: Spending, retryAfterMs: number, now: number): Spending {
  const pausedUntil = Math.max(spending.pausedUntil, now + retryAfterMs)
  return { ...spending, pausedUntil, slowUntil: pausedUntil + SLOW_MS }
}

/** What this client may send, of what the server lets a user send. */
export interface Budget {
  /** Takes a place, if there is one. */
  readonly take: (urgency: Urgency) => boolean
  readonly freeAt: (urgency: Urgency) => number
  readonly slowDown: (retryAfterMs: number) => void
  /** What other tabs and earlier visits have spent. */
  readonly learn: (spent: readonly Spent[]) => void
  readonly spent: () => readonly Spent[]
  readonly pausedUntil: () => number
  /** Another user, who has a window of their own. */
  readonly reset: () => void
}

export interface BudgetOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly onSpend: (spent: Spent) => void
}

const RATE_LIMITED_MS = 5_000

export function createBudget({ clock, random, onSpend }: BudgetOptions): Budget {
  let spending = unspent
  let taken = 0
  const tab = `${clock.now().toString(36)}.${random().toString(36).slice(2)}`
  return {
    take: (urgency) => {
      const now = clock.now()
      if (freeAt(spending, urgency, now) > now) return false
      taken += 1
      const spent: Spent = [`${tab}.${taken}`, now]
      spending = spend(spending, [spent], now)
      onSpend(spent)
      return true
    },
    freeAt: (urgency) => freeAt(spending, urgency, clock.now()),
    slowDown: (retryAfterMs) => void (spending = slowDown(spending, retryAfterMs || RATE_LIMITED_MS, clock.now())),
    learn: (spent) => void (spending = spend(spending, spent, clock.now())),
    spent: () => spending.spent,
    pausedUntil: () => spending.pausedUntil,
    reset: () => void (spending = unspent),
  }
}
