import type { QueryClient } from '@tanstack/react-query'
import type { Backend } from './backend.js'
import type { Cancel, Clock } from './clock.js'
import type { Sessions } from './connection/sessions.js'
import type { Environment } from './environment.js'
import type { Line, LineListener } from './outbox/lines.js'
import type { Sent } from './outbox/command.js'
import type { Report } from './reports/report.js'
import type { LiveStatus } from './status/status.js'
import type { AnyStream, CommandsOf } from '../protocol/stream.js'

/** Every command of these streams, by its type. */
export type CommandTable<S> = Both<S extends AnyStream ? CommandsOf<S> : never>
type Both<Union> = (Union extends unknown ? (union: Union) => void : never) extends (both: infer Every) => void
  ? Every
  : never

export interface Live<Commands> {
  /** Keeps the socket wanted until released. The first opens it, the last closes it. */
  readonly acquire: () => () => void
  /** Keeps this client's live queries live. */
  readonly attach: (client: QueryClient) => () => void
  /**
   * A durable command is kept until the server has answered, and delivered once, also after a reload where there is an
   * `outbox`. It is its user's: when somebody else signs in, `acked` rejects with `cancelled`, and it waits in the store
   * until its user is back, up to 24 h after it was made.
   * @throws OutboxFullError
   */
  readonly send: <T extends keyof Commands & string>(type: T, data: Commands[T]) => Sent
  /** For whoever keeps by themselves what is to be sent, as a draft does. */
  readonly openLine: (listener: LineListener) => Line
  readonly getStatus: () => LiveStatus
  readonly subscribe: (listener: () => void) => () => void
  /** Dials now, also after `disconnect()` or a halt. */
  readonly connect: () => void
  /** Until `connect()`. What waits to be sent is kept. */
  readonly disconnect: () => void
  readonly dispose: () => void
  /** For what else of a page speaks to the server: uploads. */
  readonly ground: Ground
}

/** What the engine stands on, lent out. */
export interface Ground {
  readonly backend: Backend
  readonly sessions: Pick<Sessions, 'current' | 'get'>
  /** Calls back when somebody else, or nobody, is signed in, before anybody is given their session. */
  readonly watchUser: (listener: (userKey: string | null) => void) => Cancel
  readonly clock: Clock
  readonly random: () => number
  readonly newId: () => string
  readonly environment: Environment
  readonly report: Report
  /** Aborted by `dispose`. */
  readonly disposed: AbortSignal
}
