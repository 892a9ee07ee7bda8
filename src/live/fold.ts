import type { LoggedEvent } from '../protocol/control.js'
import { parse } from '../protocol/schema.js'
import type { AnyEvent, AnyStream } from '../protocol/stream.js'

/** An event that could not be applied: of an unknown type, of the wrong shape, or its reducer threw. */
class FoldError extends Error {
  override readonly name = 'FoldError'
}

type Arrived = Pick<LoggedEvent, 'type' | 'data'>
type Reduce = (data: never, event: never) => unknown

/** Applies events in order, from the last one on that holds the whole state. @throws FoldError */
export function fold(stream: AnyStream, data: unknown, events: readonly Arrived[]): unknown {
  let folded = data
  for (let i = firstThatMatters(stream, events); i < events.length; i += 1) {
    const event = events[i]
    if (event) folded = apply(stream, definitionOf(stream, event.type).reduce, folded, event)
  }
  return folded
}

/** Applies events in order to a page of older items; most of them do not concern it. @throws FoldError */
export function foldPage(stream: AnyStream, page: unknown, events: readonly Arrived[]): unknown {
  let folded = page
  for (const event of events) {
    const reduce = stream.pages?.events[event.type]
    if (reduce) folded = apply(stream, reduce, folded, event)
  }
  return folded
}

function firstThatMatters(stream: AnyStream, events: readonly Arrived[]): number {
  for (let i = events.length - 1; i > 0; i -= 1) {
    if (stream.events[events[i]?.type ?? '']?.replaces) return i
  }
  return 0
}

function apply(stream: AnyStream, reduce: Reduce, data: unknown, { type, data: input }: Arrived): unknown {
  const parsed = parse(definitionOf(stream, type).schema, input)
  if (!parsed.ok) {
    const [issue] = parsed.issues
    throw new FoldError(`Event "${type}" of ${stream.name}: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`)
  }
  try {
    // The stream's own schemas vouch for both arguments; the table has forgotten their types.
    return reduce(data as never, parsed.value as never)
  } catch (cause) {
    throw new FoldError(`The reducer of "${type}" in ${stream.name} threw: ${String(cause)}`, { cause })
  }
}

function definitionOf({ name, events }: AnyStream, type: string): AnyEvent {
  const event = Object.hasOwn(events, type) ? events[type] : undefined
  if (!event) throw new FoldError(`Stream ${name} has no event "${type}"`)
  return event
}
