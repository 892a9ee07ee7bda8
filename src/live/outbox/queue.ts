import { byAge, CommandError, createCommand, OutboxFullError } from './command.js'
import type { Command, CommandRecord, Draft } from './command.js'
import type { Outcome } from './mailbox.js'
import type { Clock } from '../clock.js'
import { OUTBOX_BYTES, OUTBOX_LIMIT } from '../../protocol/limits.js'

/** The commands that wait or are under way, in the order in which they were made, and which ones were answered lately. */
export interface Queue {
  readonly list: () => readonly Command[]
  readonly get: (id: string) => Command | undefined
  /** Is it here, or was it answered? */
  readonly isKnown: (id: string) => boolean
  /** @throws OutboxFullError */
  readonly add: (made: Pick<Command, 'id' | 'type' | 'data' | 'topic' | 'bytes' | 'urgent'>) => Command
  /** Takes in, of what an earlier visit or another tab has left, whatever is not known; tells what that was. */
  readonly adopt: (records: readonly CommandRecord[]) => readonly Command[]
  /** Tells whoever waits for it. `false`: it had ended before. */
  readonly end: (command: Command, outcome: Outcome) => boolean
  /** Another tab has had an answer to it. */
  readonly noteAnswered: (id: string) => void
  readonly cancelAll: (why: string) => void
}

export interface QueueOptions {
  readonly clock: Clock
  readonly bytesOf: (record: CommandRecord) => number
}

/** Answered commands whose records may still be on their way out of the store. */
const REMEMBERED = 500

export function createQueue({ clock, bytesOf }: QueueOptions): Queue {
  /** Oldest first. */
  let commands = new Map<string, Command>()
  const answered = new Set<string>()
  let seq = 0

  const isKnown = (id: string) => commands.has(id) || answered.has(id)
  const take = (draft: Draft) => {
    const command = createCommand(draft)
    commands.set(command.id, command)
    return command
  }
  const end = (command: Command, outcome: Outcome) => {
    if (commands.get(command.id) !== command) return false
    commands.delete(command.id)
    answered.add(command.id)
    for (const id of answered) if (answered.size > REMEMBERED) answered.delete(id)
    if (outcome.is === 'ack') command.resolve(outcome.ack)
    else command.reject(new CommandError(outcome.code, outcome.message, outcome.details))
    return true
  }
  return {
    list: () => [...commands.values()],
    get: (id) => commands.get(id),
    isKnown,
    add: (made) => {
      const waiting = [...commands.values()]
      const weight = waiting.reduce((sum, command) => sum + command.bytes, made.bytes)
      if (waiting.length >= OUTBOX_LIMIT || weight > OUTBOX_BYTES) throw new OutboxFullError()
      seq += 1
      // Behind all that wait, also when the clock was set back.
      const at = Math.max(clock.now(), waiting.at(-1)?.at ?? 0)
      return take({ ...made, data: copy(made.data), at, seq, tries: 0, own: true })
    },
    adopt: (records) => {
      const left = records.filter(({ id }) => !isKnown(id)).toSorted(byAge)
      const adopted = left.map((record) => {
        // A clock that was wrong then must not keep it for ever.
        const at = Math.min(record.at, clock.now())
        const command = take({ ...record, at, bytes: bytesOf(record), own: false, urgent: false })
        command.stored = true
        return command
      })
      if (left.length > 0) commands = new Map([...commands].toSorted(([, a], [, b]) => byAge(a, b)))
      return adopted
    },
    end,
    noteAnswered: (id) => void answered.add(id),
    cancelAll: (why) => {
      for (const command of commands.values()) end(command, { is: 'failed', code: 'cancelled', message: why })
      answered.clear()
    },
  }
}

/** What the caller changes later is none of the command's business: the same id must always say the same. */
function copy(data: unknown): unknown {
  try {
    return structuredClone(data)
  } catch {
    return JSON.parse(JSON.stringify(data))
  }
}
