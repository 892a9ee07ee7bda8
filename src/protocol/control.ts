import * as v from 'valibot'
import type { ErrorBody } from './errorCodes.js'
import { MAX_TOPICS_PER_SUBSCRIBE } from './limits.js'
import type { User } from './stream.js'

/** What a client says about the connection itself; everything else it says is a command of some stream. */

const Offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const Asked = v.pipe(
  v.object({ topic: v.string(), epoch: v.optional(v.pipe(v.string(), v.maxLength(128))), offset: v.optional(Offset) }),
  v.check(({ epoch, offset }) => (epoch === undefined) === (offset === undefined), 'epoch and offset go together'),
)
const listOf = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(MAX_TOPICS_PER_SUBSCRIBE))

export const controlSchemas = {
  subscribe: v.object({ topics: listOf(Asked) }),
  unsubscribe: v.object({ topics: listOf(v.string()) }),
  auth: v.object({ token: v.pipe(v.string(), v.maxLength(8192)) }),
  ping: v.object({ t: v.unknown() }),
} as const

export type AskedTopic = v.InferOutput<typeof Asked>

/** `data` of `welcome`, always a server's first message. */
export interface Welcome {
  readonly connectionId: string
  readonly user: User
  readonly protocol: number
  readonly serverTime: string
  readonly tokenExpiresAt: string
  readonly heartbeatMs: number
  readonly limits: { readonly messagesPerMinute: number; readonly maxMessageBytes: number; readonly maxTopics: number }
  /** Parts of the service that run on their fallback. */
  readonly degraded: readonly string[]
}

export interface LoggedEvent {
  readonly type: string
  readonly data: unknown
  readonly offset: number
}

/** Why a position could not be resumed. */
export type ResyncReason = 'epoch' | 'trimmed' | 'ahead' | 'limit'

/** One entry of `subscribed`, in the order asked. */
export type Subscribed =
  | {
      readonly topic: string
      readonly epoch: string
      readonly offset: number
      /** `null`: no position was sent. `false`: the position is void, refetch. */
      readonly recovered: boolean | null
      readonly reason?: ResyncReason
      readonly events: readonly LoggedEvent[]
    }
  | {
      readonly topic: string
      readonly epoch: null
      readonly offset: null
      readonly recovered: null
      readonly events: readonly []
      /** An ephemeral topic's snapshot data. */
      readonly state: unknown
    }
  | { readonly topic: string; readonly error: Pick<ErrorBody, 'code' | 'message'> }

/** `data` of `ack`. */
export interface Ack {
  readonly result?: unknown
  readonly topic?: string
  readonly epoch?: string
  readonly offset?: number
  readonly duplicate?: true
}

/** Body of `GET /api/snapshots/{topic}`. */
export interface Snapshot {
  readonly topic: string
  readonly epoch: string | null
  readonly offset: number | null
  readonly data: unknown
}
