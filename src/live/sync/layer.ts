import type { Shape } from './shape.js'
import type { AnyStream, Position } from '../../protocol/stream.js'

/**
 * What a command is expected to do, shown on top of what is confirmed until the query's position reaches the command's
 * own event. Taking it away leaves what would have been there without it: nothing is ever rolled back.
 */
export interface Layer {
  readonly id: string
  readonly type: string
  readonly input: unknown
  /** Where the command's effect stands in the log; `null` until acked. */
  readonly ackedAt: Position | null
}

/** A part's data as it is shown. A layer whose reducer throws is left out, and `onBroken` told. */
export function overlay(
  layers: readonly Layer[],
  { data, position }: { readonly data: unknown; readonly position: Position | null },
  shape: Shape,
  stream: AnyStream,
  onBroken: (layer: Layer, error: unknown) => void,
): unknown {
  let shown = data
  for (const layer of layers) {
    const reduce = isReached(layer, position) ? undefined : shape.optimistic(stream, layer.type)
    if (!reduce) continue
    try {
      // The command's own signature vouched for its input; the table has forgotten its type.
      shown = reduce(shown as never, layer.input as never)
    } catch (error) {
      onBroken(layer, error)
    }
  }
  return shown
}

/** Does the data hold the command's effect already? Data of another epoch was read after the command was acked. */
export function isReached({ ackedAt }: Layer, position: Position | null): boolean {
  if (!ackedAt || !position) return false
  return ackedAt.epoch !== position.epoch || position.offset >= ackedAt.offset
}
