import type { LoggedEvent } from '../protocol/control.js'
import { parse } from '../protocol/schema.js'
import type { AnyEvent, AnyStream } from '../protocol/stream.js'

/** An event that could not be applied: of an unknown type, of the wrong shape, or its reducer threw. */
export class FoldError extends Error {
  override readonly name = 'FoldError'
}

type Arrived = Pick<LoggedEvent, 'type' | 'data'>

/** Applies events in order, from the last one on that holds the whole state. @throws FoldError */
export function fold(stream: AnyStream, data: unknown, events: readonly Arrived[]): unknown {
  let folded = data
  for (let i = firstThatMatters(stream, events); i < events.length; i += 1) {
    const event = events[i]
    if (event) folded = apply(stream, folded, event)
  }
  return folded
}

function firstThatMatters(stream: AnyStream, events: readonly Arrived[]): number {
  for (let i = events.length - 1; i > 0; i -= 1) {
    if (definitionOf(stream, events[i]?.type ?? '')?.replaces) return i
  }
  return 0
}

function apply(stream: AnyStream, data: unknown, { type, data: input }: Arrived): unknown {
  const event = definitionOf(stream, type)
  if (!event) throw new FoldError(`Stream ${stream.name} has no event "${type}"`)
  const parsed = parse(event.schema, input)
  if (!parsed.ok) {
    const [issue] = parsed.issues
    throw new FoldError(`Event "${type}" of ${stream.name}: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`)
  }
  try {
    // The stream's own schemas vouch for both arguments; the table has forgotten their types.
    return event.reduce(data as never, parsed.value as never)
  } catch (cause) {
    throw new FoldError(`The reducer of "${type}" in ${stream.name} threw: ${String(cause)}`, { cause })
  }
}

const definitionOf = ({ events }: AnyStream, type: string): AnyEvent | undefined =>
  Object.hasOwn(events, type) ? events[type] : undefined
