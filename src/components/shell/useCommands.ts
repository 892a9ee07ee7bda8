'use client'

import { useState } from 'react'
import { refusalOf } from './reasons.js'
import type { ShellLabels } from './shellLabels.js'
import { useAnnouncer } from './useAnnouncer.js'
import { systemClock } from '../../live/clock.js'
import type { Sent } from '../../live/index.js'

export interface Command {
  /** One command per key at a time; asked for again meanwhile, it is not repeated. */
  readonly key: string
  /** Completes `couldNot`. */
  readonly what: string
  readonly send: () => Sent
  readonly onRefused?: () => void
}

export interface Commands {
  /** Keys of those sent, or waiting for a connection. */
  readonly pending: ReadonlySet<string>
  /** What the last one that failed has to say; `null` when all is well. */
  readonly failure: string | null
  readonly run: (command: Command) => void
}

/** Commands of one component. Their failures are announced, and kept for people to see. */
export function useCommands(shell: ShellLabels): Commands {
  const { say } = useAnnouncer()
  const [running] = useState(() => new Set<string>())
  const [pending, setPending] = useState<ReadonlySet<string>>(running)
  const [failure, setFailure] = useState<string | null>(null)

  const release = (key: string) => {
    running.delete(key)
    setPending(new Set(running))
  }
  const refuse = (what: string, error: unknown) => {
    const reason = refusalOf(error, shell)
    if (reason === null) return
    const text = shell.couldNot(what, reason)
    setFailure(text)
    say(text, 'assertive')
  }
  const run = ({ key, what, send, onRefused }: Command) => {
    if (running.has(key)) return
    setFailure(null)
    try {
      const { acked } = send()
      running.add(key)
      setPending(new Set(running))
      acked.then(
        // What it did is shown in the next frame; asked for again before that, it would be sent twice.
        () => systemClock.frame(() => release(key)),
        (error: unknown) => {
          release(key)
          refuse(what, error)
          onRefused?.()
        },
      )
    } catch (error) {
      refuse(what, error) // the outbox is full
      onRefused?.()
    }
  }
  return { pending, failure, run }
}
