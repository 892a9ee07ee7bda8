import { SnapshotError } from '../live/index.js'
import { parse, type Schema } from '../protocol/schema.js'

/** What REST said, if it is what it should be. @throws SnapshotError */
export function answerOf<Out>(schema: Schema<Out>, path: string, answer: unknown): Out {
  const parsed = parse(schema, answer)
  if (parsed.ok) return parsed.value
  const [issue] = parsed.issues
  throw new SnapshotError(200, 'answer_invalid', `${path}: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`)
}
