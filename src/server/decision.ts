import { ERROR_STATUS, ProtocolError, type ErrorCode } from '../protocol/errorCodes.js'
import type { AnyDecision, AnyStream, CommandContext, Param, User } from '../protocol/stream.js'
import { topicOf } from '../protocol/topic.js'
import type { Authorize } from './authorize.js'
import type { Writing } from './log/publish.js'
import type { Outcome } from './streams/serverStream.js'

interface Asked {
  readonly stream: AnyStream
  readonly type: string
  readonly param: Param
  /** Checked against the command's schema. */
  readonly input: unknown
  readonly user: User
  readonly id: string
}

/**
 * Does what the stream itself says that a command does. The topic is locked first: nobody decides on what is no longer so.
 * @throws ProtocolError
 */
export async function runDecision(
  writing: Writing,
  authorize: Authorize,
  { stream, type, param, input, user, id }: Asked,
): Promise<Outcome> {
  const name = topicOf(stream, param)
  const target = authorize.target(user, name)
  if (!target) throw new ProtocolError('forbidden', 'You may not write to this topic')
  if (!(await authorize.exists(writing, target, user))) throw new ProtocolError('not_found', `There is no ${name}`)
  const [topic] = await writing.lock([target])
  if (!topic) throw new Error('Locking one topic gave none')
  // The fold and the input fit the stream's schemas; the table has forgotten their types.
  const decide = stream.commands[type]?.decide as
    | ((data: unknown, input: unknown, context: CommandContext) => AnyDecision)
    | undefined
  if (!decide) throw new Error(`${stream.name} does not say what ${type} does`)
  const decision = refusingAsWe(() =>
    decide(topic.state(), input, { user, now: writing.now, id, offset: topic.nextOffset() }),
  )
  return decision ? { position: writing.append(topic, decision.type, decision.data) } : {}
}

/** A stream from elsewhere may bring its own copy of the class that refusals are made of. */
function refusingAsWe<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && error.name === 'ProtocolError' && 'code' in error && isCode(error.code))
      throw new ProtocolError(error.code, error.message, 'details' in error ? { details: error.details } : {})
    throw error
  }
}

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code)
