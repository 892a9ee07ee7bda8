import type { Command, Sent } from './outbox/command.js'
import type { Outbox } from './outbox/outbox.js'
import type { States } from './outbox/states.js'
import type { Report } from './reports/report.js'
import type { Chronicle } from './status/chronicle.js'
import type { Sync } from './sync/sync.js'
import type { AnyStream } from '../protocol/stream.js'
import { topicOf } from '../protocol/topic.js'

/** The streams' commands: each goes the way that its stream says, and is shown before it is done. */
export interface Commands {
  readonly send: (type: string, data: unknown) => Sent
  /** What an earlier visit sent is still expected. */
  readonly expectAgain: (command: Command) => void
}

export interface CommandsOptions {
  readonly streams: readonly AnyStream[]
  readonly states: Pick<States, 'set'>
  readonly outbox: Pick<Outbox, 'add'>
  readonly expect: Sync['expect']
  readonly chronicle: Pick<Chronicle, 'command'>
  readonly report: Report
}

export function createCommands(options: CommandsOptions): Commands {
  const { streams, states, outbox, expect, chronicle, report } = options
  const find = (type: string) => {
    const stream = streams.find(({ commands }) => Object.hasOwn(commands, type))
    const command = stream?.commands[type]
    return stream && command ? { stream, command } : null
  }
  return {
    send: (type, data) => {
      const found = find(type)
      if (!found) throw new TypeError(`No stream has a command "${type}"`)
      const { stream, command } = found
      // The table has forgotten which data belongs to which command; the signature of `Live.send` has not.
      const param = command.param(data as never)
      if (command.send === 'state') {
        const ends = command.ends?.(data as never) ?? false
        return states.set(type, param, { data, again: command.repeat?.(data as never) ?? data, ends })
      }
      const { taken, ...sent } = outbox.add(type, data, topicOf(stream, param))
      chronicle.command(type, sent)
      if (taken) expect(stream, param, { type, data, ...sent })
      return sent
    },
    expectAgain: (sent) => {
      const found = find(sent.type)
      if (!found) return
      try {
        // An earlier version of the page may have meant something else by it: the server decides, we only foresee.
        expect(found.stream, found.command.param(sent.data as never), sent)
      } catch (error) {
        report({ code: 'layer_failed', message: `${sent.type}: ${String(error)}` })
      }
    },
  }
}
