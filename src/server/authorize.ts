import type { AnyStream, Param, User } from '../protocol/stream.js'
import { parseTopic, topicOf, type ParsedTopic } from '../protocol/topic.js'
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
 * Whether a user may read a topic, or say something of it; the one answer for socket, REST and commands. Both halves must
 * agree: `target` needs no look-up, `admission` is asked in the transaction that reads or writes.
 * To a reader a refusal says nothing more: whether the topic is another's, unknown or malformed is none of the asker's business.
 */
export interface Authorize {
  target(user: User, name: string): Target | null
  admission(tx: Transaction, user: User, target: Target): Promise<Admission>
}

/** `unknown`: there is no such topic. `refused`: there is, or might be, but it is not this user's. */
export type Admission = 'admitted' | 'unknown' | 'refused'

export function createAuthorize(table: StreamTable): Authorize {
  return {
    target(user, name) {
      const parsed = parseTopic(table.definitions, name)
      if (!parsed) return null
      const param = meantBy(user, parsed)
      const access = parsed.stream.access as (user: User, param: Param) => boolean // `param` fits the stream's schema
      if (!access(user, param)) return null
      return { name, topic: topicOf(parsed.stream, param), stream: parsed.stream, param }
    },
    async admission(tx, user, { stream, param }) {
      const { exists, admits } = table.byName.get(stream.name) ?? {}
      if (exists && !(await exists(tx, param))) return 'unknown'
      return !admits || (await admits(tx, param, user)) ? 'admitted' : 'refused'
    },
  }
}

function meantBy(user: User, { stream, param }: ParsedTopic): Param {
  const meant = stream.meant as ((user: User, param: Param) => Param) | undefined // `param` fits the stream's schema
  if (meant) return meant(user, param)
  return param === 'me' ? user.userId : param
}
