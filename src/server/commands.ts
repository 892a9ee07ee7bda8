import type { Ack } from '../protocol/control.js'
import type { Envelope } from '../protocol/envelope.js'
import { ProtocolError } from '../protocol/errorCodes.js'
import { parse, type Schema } from '../protocol/schema.js'
import type { AnyCommand, Param, User } from '../protocol/stream.js'
import { topicOf } from '../protocol/topic.js'
import type { Authorize } from './authorize.js'
import { DatabaseError, type Database } from './database/database.js'
import { runDecision } from './decision.js'
import { fingerprint, once, requireId } from './idempotency.js'
import type { Limits } from './limiter.js'
import type { Publish, Writing } from './log/publish.js'
import type { Origin, ServerStream, StreamTable } from './streams/serverStream.js'

/** Runs what clients ask for, over the socket and over REST alike. */
export interface Commands {
  /**
   * Does one command. `origin: null` when it came over REST.
   * Resolves with the `ack`'s data when the effect is durable.
   * @throws ProtocolError any code of the wire; nothing was changed then
   */
  run(user: User, message: Envelope, origin: Origin | null): Promise<Ack>
}

interface Parts {
  readonly table: StreamTable
  readonly database: Database
  readonly publish: Publish
  readonly limits: Limits
  readonly authorize: Authorize
}

/** What only a server says, about the connection. */
const SERVER_TYPES: ReadonlySet<string> = new Set([
  'welcome',
  'subscribed',
  'ack',
  'error',
  'pong',
  'reset',
  'auth_expiring',
  'going_away',
])

export function createCommands({ table, database, publish, limits, authorize }: Parts): Commands {
  async function reserve(user: User): Promise<() => void> {
    const reservation = await limits.reserve(user.userId)
    if (reservation.ok) return reservation.release
    throw new ProtocolError('rate_limited', 'Too many commands', { retryAfterMs: reservation.retryAfterMs })
  }

  async function runDurable(
    { stream, durable }: ServerStream,
    user: User,
    { type, data, id: given }: Envelope,
    { input, param }: Read,
  ): Promise<Ack> {
    const id = requireId(given)
    const key = { userId: user.userId, id, fingerprint: fingerprint(type, data) }
    const work =
      durable.get(type) ??
      ((writing: Writing) => runDecision(writing, authorize, { stream, type, param, input, user, id }))
    let release = (): void => undefined
    try {
      const { answer, duplicate } = await publish((writing) =>
        once<Ack>(writing, key, async () => {
          // A place is taken only by a command that is new, and given back when it comes to nothing.
          release = await reserve(user)
          const { result, position } = await work(writing, user, input)
          return {
            ...(result === undefined ? {} : { result }),
            ...(position === undefined ? {} : { topic: topicOf(stream, param), ...position }),
          }
        }),
      )
      return duplicate ? { ...answer, duplicate: true } : answer
    } catch (error) {
      release()
      throw error
    }
  }

  async function runDesired(server: ServerStream, user: User, { type }: Envelope, read: Read, origin: Origin | null) {
    const work = server.desired.get(type)
    if (!work) throw new Error(`${server.stream.name} does not implement ${type}`)
    if (!origin) throw new ProtocolError('validation_failed', `${type} is sent over the socket: it ends with it`)
    const release = await reserve(user)
    try {
      const { exists } = server
      if (exists && !(await database.read((tx) => exists(tx, read.param, user))))
        throw new ProtocolError('not_found', `There is no ${topicOf(server.stream, read.param)}`)
      if (origin.isOpen()) work(user, read.input, origin)
      return {}
    } catch (error) {
      release()
      throw error
    }
  }

  return {
    async run(user, message, origin) {
      const command = table.commands.get(message.type)
      if (!command) throw unknown(table, message.type)
      const read = readInput(command.definition, message.data)
      try {
        switch (command.definition.send) {
          case 'durable':
            return await runDurable(command.server, user, message, read)
          case 'state':
            return await runDesired(command.server, user, message, read, origin)
          default:
            throw command.definition.send satisfies never
        }
      } catch (error) {
        throw asProtocolError(error)
      }
    },
  }
}

interface Read {
  readonly input: unknown
  readonly param: Param
}

function readInput({ schema, param }: AnyCommand, data: unknown): Read {
  const input = checked(schema, data, 'data')
  const paramOf = param as (input: unknown) => Param // `input` has just been checked against its schema
  return { input, param: paramOf(input) }
}

/** @throws ProtocolError `validation_failed` that names each fault's place */
export function checked<Out>(schema: Schema<Out>, value: unknown, root: string): Out {
  const parsed = parse(schema, value)
  if (parsed.ok) return parsed.value
  const issues = parsed.issues
    .slice(0, 10)
    .map(({ path, message }) => ({ path: path ? `${root}.${path}` : root, message }))
  const first = issues[0]
  throw new ProtocolError('validation_failed', `${first?.path}: ${first?.message}`, { details: { issues } })
}

const unknown = ({ events }: StreamTable, type: string): ProtocolError =>
  events.has(type) || SERVER_TYPES.has(type)
    ? new ProtocolError('forbidden', `Only the server sends ${type}`)
    : new ProtocolError('unknown_type', 'Unknown message type')

/** A storage that fails is worth another try; the reason stays in the log. */
export function asProtocolError(error: unknown): unknown {
  if (error instanceof DatabaseError) {
    const unavailable = new ProtocolError('unavailable', 'Not possible right now, try again')
    unavailable.cause = error
    return unavailable
  }
  return error
}
