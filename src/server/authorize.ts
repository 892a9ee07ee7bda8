import type { AnyStream, Param, User } from '../protocol/stream.js'
import { parseTopic, topicOf } from '../protocol/topic.js'
import type { Transaction } from './database/database.js'
import type { StreamTable } from './streams/serverStream.js'

/** A topic that a user named and may name. */
export interface Target {
  /** As the user wrote it, e.g. `notifications:me`; answers and events carry this. */
  readonly name: string
  /** The topic itself, e.g. `notifications:2`. */
  readonly topic: string
  readonly stream: AnyStream
  readonly param: Param
}

/**
 * Whether a user may read a topic; the one answer for socket and REST. Both halves must agree:
 * `target` needs no look-up, `exists` is asked in the transaction that reads.
 * A refusal says nothing more: whether the topic is another's, unknown or malformed is none of the asker's business.
 */
export interface Authorize {
  target(user: User, name: string): Target | null
  /** Is there such a topic for this user? */
  exists(tx: Transaction, target: Target, user: User): Promise<boolean>
}

export function createAuthorize(table: StreamTable): Authorize {
  return {
    target(user, name) {
      const parsed = parseTopic(table.definitions, name)
      if (!parsed) return null
      const { stream } = parsed
      const param = meantBy(user, stream, parsed.param)
      const access = stream.access as (user: User, param: Param) => boolean // `param` fits the stream's schema
      if (!access(user, param)) return null
      return { name, topic: topicOf(stream, param), stream, param }
    },
    exists: async (tx, { stream, param }, user) =>
      (await table.byName.get(stream.name)?.exists?.(tx, param, user)) ?? true,
  }
}

function meantBy(user: User, stream: AnyStream, param: Param): Param {
  const meant = stream.meant as ((user: User, param: Param) => Param) | undefined // `param` fits the stream's schema
  if (meant) return meant(user, param)
  return param === 'me' ? user.userId : param
}
