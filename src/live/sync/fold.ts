import { parse } from '../../protocol/schema.js'
import type { AnyEvent, AnyStream } from '../../protocol/stream.js'

/** An event that could not be applied: of an unknown type, of the wrong shape, or its reducer threw. */
class FoldError extends Error {
  override readonly name = 'FoldError'
}

/** An event, whose data is checked once, when it is first applied. */
export interface Unfolded {
  readonly type: string
  data: unknown
  isChecked: boolean
}
type Reduce = (data: never, event: never) => unknown

/** Applies events in order, from the last one on that holds the whole state. @throws FoldError */
export function fold(stream: AnyStream, data: unknown, events: readonly Unfolded[]): unknown {
  let folded = data
  for (let i = firstThatMatters(stream, events); i < events.length; i += 1) {
    const event = events[i]
    if (event) folded = apply(stream, definitionOf(stream, event.type).reduce, folded, event)
  }
  return folded
}

/** Applies events in order to a page of older items; most of them do not concern it. @throws FoldError */
export function foldPage(stream: AnyStream, page: unknown, events: readonly Unfolded[]): unknown {
  let folded = page
  for (const event of events) {
    const reduce = stream.pages?.events[event.type]
    if (reduce) folded = apply(stream, reduce, folded, event)
  }
  return folded
}

/** The event's data, of the shape that its stream says. @throws FoldError */
export function dataOf(stream: AnyStream, event: Unfolded): unknown {
  if (event.isChecked) return event.data
  const parsed = parse(definitionOf(stream, event.type).schema, event.data)
  if (!parsed.ok) {
    const [issue] = parsed.issues
    const what = `${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`
    throw new FoldError(`Event "${event.type}" of ${stream.name}: ${what}`)
  }
  event.data = parsed.value
  event.isChecked = true
  return parsed.value
}

function firstThatMatters(stream: AnyStream, events: readonly Unfolded[]): number {
  for (let i = events.length - 1; i > 0; i -= 1) {
    if (stream.events[events[i]?.type ?? '']?.replaces) return i
  }
  return 0
}

function apply(stream: AnyStream, reduce: Reduce, data: unknown, event: Unfolded): unknown {
  const input = dataOf(stream, event)
  try {
    // The stream's own schemas vouch for both arguments; the table has forgotten their types.
    return reduce(data as never, input as never)
  } catch (cause) {
    throw new FoldError(`The reducer of "${event.type}" in ${stream.name} threw: ${String(cause)}`, { cause })
  }
}

function definitionOf({ name, events }: AnyStream, type: string): AnyEvent {
  const event = Object.hasOwn(events, type) ? events[type] : undefined
  if (!event) throw new FoldError(`Stream ${name} has no event "${type}"`)
  return event
}
