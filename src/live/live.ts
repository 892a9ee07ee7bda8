import type { QueryClient } from '@tanstack/react-query'
import type { Line, LineListener } from './outbox/lines.js'
import type { Sent } from './outbox/command.js'
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
}
