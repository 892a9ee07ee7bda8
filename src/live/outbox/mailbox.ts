import type { Budget, Spent } from './budget.js'
import type { CommandRecord } from './command.js'
import { createCommandRecords, type CommandRecords, type Kept } from './commandRecords.js'
import type { Disk } from './disk.js'
import type { Channel, Tabs } from './tabs.js'
import type { Cancel, Clock } from '../clock.js'
import { userDigest } from '../records/userDigest.js'
import type { Report } from '../reports/report.js'
import type { Ack } from '../../protocol/control.js'
import { isObject } from '../../protocol/envelope.js'

/** What one user's tabs share: the commands in the store, whose turn it is to deliver them, and what was spent on it. */
export interface Mailbox {
  /** Is it known what earlier visits have left? Until then nothing is sent: it would go before them. */
  readonly isOpen: () => boolean
  /** May this tab deliver now? If not, it is told when its turn has come. */
  readonly enter: () => boolean
  readonly leave: () => void
  readonly put: (record: CommandRecord) => Promise<boolean>
  readonly remove: (record: CommandRecord) => void
  readonly onSpend: (spent: Spent) => void
  /** To the other tabs. */
  readonly tell: (settled: string, outcome: Outcome) => void
  /** What is on its way into the store still gets there. */
  readonly close: () => void
}

export interface MailboxOptions {
  readonly clock: Clock
  readonly budget: Budget
  readonly disk: Disk | null
  readonly tabs: Tabs
  readonly report: Report
  readonly userKey: string
  /** Which of the commands at hand are in the store. */
  readonly stored: () => readonly string[]
  readonly isKnown: (id: string) => boolean
  readonly onFound: (records: readonly CommandRecord[]) => void
  /** It is not in the store any more: another tab is done with it, and tells how within `wait` ms, if at all. */
  readonly onGone: (id: string, wait: number) => void
  readonly onSettled: (id: string, outcome: Outcome) => void
  /** Something may be sent now. */
  readonly onTurn: () => void
}

/** How a command ended. */
export type Outcome =
  | { readonly is: 'ack'; readonly ack: Ack }
  | { readonly is: 'failed'; readonly code: string; readonly message: string; readonly details?: unknown }

/** How often a tab looks whether a tab that is gone has left something. */
const LOOK_MS = 30_000
const HEARSAY_MS = 1_000

export function createMailbox(options: MailboxOptions): Mailbox {
  const { clock, budget, disk, tabs, report, userKey, stored, isKnown, onFound, onGone, onSettled, onTurn } = options
  let open = disk === null
  let closed = false
  let records: CommandRecords | null = null
  let channel: Channel | null = null
  let lock = tabs.lock
  let turn: { readonly giveUp: AbortController; taken: boolean; end: () => void } | null = null
  let name = ''
  let cancelLook: Cancel | null = null

  const opening: Promise<CommandRecords | null> = disk
    ? disk.attempt(async () => {
        const digest = await userDigest(userKey)
        if (digest === null) throw new Error('crypto.subtle is missing')
        name = `pitchey-live outbox ${digest}`
        return createCommandRecords(disk, digest)
      })
    : Promise.resolve(null)

  const refresh = async () => {
    const before = stored()
    const kept: Kept | null = (await records?.read(isKnown)) ?? null
    if (closed || !kept) return
    budget.learn(kept.spent)
    for (const id of before) if (!kept.ids.has(id)) onGone(id, channel ? HEARSAY_MS : 0)
    onFound(kept.records)
  }
  const start = async () => {
    records = await opening
    if (closed) return
    if (records) {
      channel = tabs.open?.(name, hear) ?? null
      await refresh()
      if (closed) return
      look()
    }
    open = true
    onTurn()
  }
  /** Where tabs take turns, each delivers what it finds; where they do not, each what is its own. */
  const look = () => {
    if (!lock) return
    cancelLook = clock.after(LOOK_MS, () => {
      void refresh().then(() => {
        if (closed) return
        look()
        onTurn()
      })
    })
  }
  const hear = (message: unknown) => {
    if (closed || !isObject(message)) return
    const { spent, settled, outcome } = message
    // Said by this very code in another tab; a tab of another version says it in the same words, or in none.
    if (Array.isArray(spent)) budget.learn([spent as unknown as Spent])
    if (typeof settled === 'string' && isObject(outcome)) onSettled(settled, outcome as unknown as Outcome)
  }

  const ask = (take: NonNullable<Tabs['lock']>) => {
    const mine = { giveUp: new AbortController(), taken: false, end: () => undefined as void }
    turn = mine
    const work = async () => {
      if (turn !== mine) return
      const ended = new Promise<void>((resolve) => {
        mine.end = resolve
      })
      // What others have delivered meanwhile, or left behind.
      await refresh()
      if (turn === mine) {
        mine.taken = true
        onTurn()
        await ended
      }
      // Whoever is next must not find what is done already.
      await records?.settled()
    }
    take(name, mine.giveUp.signal, work).catch((error: unknown) => {
      if (mine.giveUp.signal.aborted) return
      lock = null
      report({ code: 'lock_failed', message: `Tabs do not take turns: ${String(error)}` })
      if (!closed) onTurn()
    })
  }
  const leave = () => {
    const mine = turn
    turn = null
    mine?.end()
    mine?.giveUp.abort()
  }

  void start()
  return {
    isOpen: () => open,
    enter: () => {
      if (!lock || !records || !disk?.works()) return true
      if (!turn) ask(lock)
      return turn?.taken ?? false
    },
    leave,
    put: async (record) => (await opening)?.put(record) ?? false,
    remove: (record) => void opening.then((own) => own?.remove(record)),
    onSpend: (spent) => {
      channel?.say({ spent })
      records?.putSpent(budget.spent())
    },
    tell: (settled, outcome) => channel?.say({ settled, outcome }),
    close: () => {
      closed = true
      cancelLook?.()
      leave()
      channel?.close()
    },
  }
}
