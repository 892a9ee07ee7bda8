import { checkTable } from './checkTable.js'
import type { AnyCommand, AnyStream, CommandsOf, Param, ParamOf, User } from '../../protocol/stream.js'
import type { Position } from '../../protocol/stream.js'
import type { Clock } from '../clock.js'
import type { Transaction } from '../database/database.js'
import type { LockedTopic } from '../log/heldTopic.js'
import type { Writing } from '../log/publish.js'
import type { Metrics } from '../metrics.js'
import type { UploadBoard } from '../uploads/board.js'

/** What a stream may use of the server around it. */
export interface StreamContext {
  readonly clock: Clock
  /** Tells an ephemeral topic's subscribers. `except`: a user whose sockets are not told. */
  readonly broadcast: (topic: string, type: string, data: unknown, except?: number) => void
  /** A demo, where people may meet without anybody having put them together. */
  readonly demo: boolean
  readonly uploadBoard: UploadBoard
}

/** What a durable command leads to: both go into its `ack`. `position` only when it made an event on its own topic. */
export interface Outcome {
  readonly result?: unknown
  readonly position?: Position
}

/** Where a `state` command came from; what it says ends with that socket. */
export interface Origin {
  readonly connectionId: string
  /** Asked after every wait: nothing may be remembered for a socket that is gone. */
  readonly isOpen: () => boolean
}

export interface EventToAppend {
  readonly type: string
  readonly data: unknown
}

/** The server's side of one stream. */
export interface ServerStream {
  readonly stream: AnyStream
  /** Is there such a topic? Absent: every well-formed name is one. */
  readonly exists?: (tx: Transaction, param: Param) => Promise<boolean>
  /** May this user read it, and say something of it, where that takes a look-up? Absent: the stream's `access` has said all. */
  readonly admits?: (tx: Transaction, param: Param, user: User) => Promise<boolean>
  /** Those that are not here say themselves what they do, by `decide`. */
  readonly durable: ReadonlyMap<string, (writing: Writing, user: User, input: unknown) => Promise<Outcome>>
  readonly desired: ReadonlyMap<string, (user: User, input: unknown, origin: Origin) => void>
  /** For coalesced topics: the event that brings the topic up to the domain rows; `null` when nothing changed. */
  readonly aggregate?: (writing: Writing, topic: LockedTopic, param: Param) => Promise<EventToAppend | null>
  /** For ephemeral topics: what a subscriber and a snapshot get. */
  readonly state?: (param: Param, user: User) => unknown
  /** A socket was welcomed. */
  readonly connectionStarted?: (connectionId: string, user: User) => void
  readonly connectionEnded?: (connectionId: string) => void
  /** Others may read this topic from now on. */
  readonly readersChanged?: (param: Param, mayRead: (userId: number) => boolean) => void
  /** Somebody looks at the metrics: those of this stream are brought up to date. */
  readonly measure?: (metrics: Metrics) => void
  /** Lets go of timers. */
  readonly stop?: () => void
}

type Inputs<S> = CommandsOf<S>

/** The same with the stream's own types, as a stream's file writes it. */
export interface Parts<S> {
  readonly exists?: (tx: Transaction, param: ParamOf<S>) => Promise<boolean>
  readonly admits?: (tx: Transaction, param: ParamOf<S>, user: User) => Promise<boolean>
  readonly durable?: {
    readonly [K in keyof Inputs<S>]?: (writing: Writing, user: User, input: Inputs<S>[K]) => Promise<Outcome>
  }
  readonly desired?: {
    readonly [K in keyof Inputs<S>]?: (user: User, input: Inputs<S>[K], origin: Origin) => void
  }
  readonly aggregate?: (writing: Writing, topic: LockedTopic, param: ParamOf<S>) => Promise<EventToAppend | null>
  readonly state?: (param: ParamOf<S>, user: User) => unknown
  readonly connectionStarted?: (connectionId: string, user: User) => void
  readonly connectionEnded?: (connectionId: string) => void
  readonly readersChanged?: (param: ParamOf<S>, mayRead: (userId: number) => boolean) => void
  readonly measure?: (metrics: Metrics) => void
  readonly stop?: () => void
}

/** Params and inputs are checked against the stream's schemas before they come here, so their types may be put aside. */
export function serve<S extends AnyStream>(stream: S, parts: Parts<S>): ServerStream {
  const { durable = {}, desired = {}, ...rest } = parts
  return {
    ...(rest as Omit<ServerStream, 'stream' | 'durable' | 'desired'>),
    stream,
    durable: new Map(Object.entries(durable)) as ServerStream['durable'],
    desired: new Map(Object.entries(desired)) as ServerStream['desired'],
  }
}

/** All streams, found by what a message names. */
export interface StreamTable {
  readonly all: readonly ServerStream[]
  readonly byName: ReadonlyMap<string, ServerStream>
  readonly definitions: ReadonlyMap<string, AnyStream>
  readonly commands: ReadonlyMap<string, { readonly server: ServerStream; readonly definition: AnyCommand }>
  /** Event types: what a client may only receive, unless it is a command too. */
  readonly events: ReadonlySet<string>
}

/** @throws ConfigError when the table could not be served */
export function createTable(all: readonly ServerStream[]): StreamTable {
  checkTable(all)
  return {
    all,
    byName: new Map(all.map((server) => [server.stream.name, server])),
    definitions: new Map(all.map(({ stream }) => [stream.name, stream])),
    commands: new Map(
      all.flatMap((server) =>
        Object.entries(server.stream.commands).map(([type, definition]) => [type, { server, definition }] as const),
      ),
    ),
    events: new Set(all.flatMap(({ stream }) => Object.keys(stream.events))),
  }
}
