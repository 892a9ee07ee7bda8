import type { Infer, Schema } from './schema.js'

/** Where a reader stands in a topic. Offsets are dense (1, 2, 3 …; 0 = empty); epochs have no order. */
export interface Position {
  readonly epoch: string
  readonly offset: number
}

/** Who a token speaks for. */
export interface User {
  readonly userId: number
  readonly username: string
  readonly role: Role
}
export type Role = 'creator' | 'investor' | 'production' | 'service'

export type Param = string | number

/** One kind of change. `reduce` is pure and total, and runs on both sides; it returns `data` itself when nothing changes. */
export interface EventDefinition<Data, S> {
  readonly schema: S
  readonly reduce: (data: Data, event: Infer<S>) => Data
  /** The event holds the whole state, so that those before it need not be looked at. */
  readonly replaces?: true
  /**
   * Queries of other keys that the event makes out of date: they are refetched, at most once a second. Of events that
   * replace the whole, only the last in a frame is asked. `event` is `null` when some were missed and nobody knows which.
   */
  readonly invalidates?: (param: Param, event: Infer<S> | null) => readonly (readonly unknown[])[]
}

/**
 * What a page of older items is, and how events change one. A page has no more than its own items to go by; the first
 * may be a snapshot, which then is not cut off where snapshots end, so that nothing falls between it and the next.
 */
export interface PageDefinition<Page, E, C> {
  readonly schema: Schema<Page>
  readonly events: { readonly [K in keyof E]?: (page: NoInfer<Page>, event: Infer<E[K]>) => NoInfer<Page> }
  readonly commands?: { readonly [K in keyof C]?: (page: NoInfer<Page>, input: Infer<C[K]>) => NoInfer<Page> }
}

/** What a decision may go by besides the topic's data and the command: the same for all who decide it again. */
export interface CommandContext {
  readonly user: User
  /** The server's clock, ms since 1970. */
  readonly now: number
  /** The command's own id; one of a kind among this user's. */
  readonly id: string
  /** Where the event will stand in the topic's log; one of a kind in the topic. */
  readonly offset: number
}

/** Any event of a stream. */
type EventOf<E> = {
  readonly [K in keyof E & string]: { readonly type: K; readonly data: Infer<E[K]> }
}[keyof E & string]

export interface CommandDefinition<Data, S, E = unknown> {
  readonly schema: S
  /** `durable`: kept until acked, idempotent by id. `state`: says how things are now; re-sent on connect, never kept. */
  readonly send: 'durable' | 'state'
  /** The topic that the command is about. */
  readonly param: (input: Infer<S>) => Param
  /** For `state`: does this say that there is nothing to be wanted any more? Then it is not said again after a reconnect. */
  readonly ends?: (input: Infer<S>) => boolean
  /** For `state`: what is said when it is said again after a reconnect. Absent: the same. */
  readonly repeat?: (input: Infer<S>) => Infer<S>
  /** What the data will look like when the server has done it: shown at once, on top of what is confirmed. Pure. */
  readonly optimistic?: (data: Data, input: Infer<S>) => Data
  /**
   * What a durable command does, said by the stream itself, so that its server needs no code of its own: the event that
   * follows, or `null` when nothing changes. Asked under the topic's lock, with the fold of all events so far. Pure.
   * @throws ProtocolError to refuse, in words for whoever sent it
   */
  readonly decide?: (data: Data, input: Infer<S>, context: CommandContext) => EventOf<E> | null
}

/** How much of a topic's log the server keeps. */
export interface Retention {
  readonly events: number
  readonly maxAgeMs: number
}

export interface StreamDefinition<Name extends string, P extends Param, D, E, C, Page = never> {
  readonly name: Name
  readonly param: Schema<P>
  /** The shape of a snapshot's `data`: an object, for it is recognised by identity on its way into a cache. */
  readonly data: Schema<D>
  readonly initial: (param: P) => NoInfer<D>
  /** Which topic a user means by a param. Absent: `me` means the one of their own id, all others what they say. */
  readonly meant?: (user: User, param: P) => P
  /** May this user read the topic? Asked after the name was parsed, before anything is looked up. */
  readonly access: (user: User, param: P) => boolean
  readonly kind: 'ephemeral' | { readonly retention: Retention }
  readonly events: { readonly [K in keyof E]: EventDefinition<NoInfer<D>, E[K]> }
  readonly commands: { readonly [K in keyof C]: CommandDefinition<NoInfer<D>, C[K], NoInfer<E>> }
  /** For lists that go on behind what the snapshot holds. */
  readonly pages?: PageDefinition<Page, NoInfer<E>, NoInfer<C>>
}

/** A stream whose details do not matter: what tables, routers and the server's core work with. */
export interface AnyStream {
  readonly name: string
  readonly param: Schema<Param>
  readonly data: Schema<unknown>
  readonly initial: (param: never) => unknown
  readonly meant?: ((user: User, param: never) => Param) | undefined
  readonly access: (user: User, param: never) => boolean
  readonly kind: 'ephemeral' | { readonly retention: Retention }
  readonly events: Readonly<Record<string, AnyEvent>>
  readonly commands: Readonly<Record<string, AnyCommand>>
  readonly pages?: AnyPages | undefined
}
export interface AnyPages {
  readonly schema: Schema<unknown>
  readonly events: Readonly<Record<string, ((page: never, event: never) => unknown) | undefined>>
  readonly commands?: Readonly<Record<string, ((page: never, input: never) => unknown) | undefined>>
}
export interface AnyEvent {
  readonly schema: Schema<unknown>
  readonly reduce: (data: never, event: never) => unknown
  readonly replaces?: true
  readonly invalidates?: (param: Param, event: never) => readonly (readonly unknown[])[]
}
export interface AnyCommand {
  readonly schema: Schema<unknown>
  readonly send: 'durable' | 'state'
  readonly param: (input: never) => Param
  readonly ends?: (input: never) => boolean
  readonly repeat?: (input: never) => unknown
  readonly optimistic?: (data: never, input: never) => unknown
  readonly decide?: (data: never, input: never, context: CommandContext) => AnyDecision
}
/** The event that follows from a command, or nothing. */
export type AnyDecision = { readonly type: string; readonly data: unknown } | null

/** The data of a stream, e.g. `DataOf<typeof pitch>`. */
export type DataOf<S> = S extends { readonly data: Schema<infer D> } ? D : never
/** What one page of older items holds; `never` for a stream without pages. */
export type PageOf<S> = S extends { readonly pages?: { readonly schema: Schema<infer Page> } } ? Page : never
export type ParamOf<S> = S extends { readonly param: Schema<infer P> } ? P : never
export type CommandsOf<S> = S extends { readonly commands: infer C }
  ? { [K in keyof C]: C[K] extends { readonly schema: infer Input } ? Infer<Input> : never }
  : never

/**
 * Describes one stream: its name on the wire, who may read it, what it holds, and how each event changes that.
 * One stream is one file; the client folds its cache and the server its snapshots with the same reducers.
 */
export function defineStream<
  const Name extends string,
  P extends Param,
  D extends object,
  E extends Record<string, Schema<unknown>>,
  // Where there is none, no command exists; left to inference, any would.
  // oxlint-disable-next-line typescript/no-generated-empty-object-type
  C extends Record<string, Schema<unknown>> = Record<never, never>,
  Page extends object = never,
>(definition: StreamDefinition<Name, P, D, E, C, Page>): StreamDefinition<Name, P, D, E, C, Page> {
  return definition
}
