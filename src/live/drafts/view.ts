import type { Content } from './content.js'
import { isDirty, statusOf, troubleOf, type Draft, type DraftStatus, type Trouble, type World } from './draft.js'
import { conflictsOf } from './join.js'
import type { Joined } from './rule.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'

/** What a draft says of itself. The same object until something changes. */
export interface DraftView {
  readonly status: DraftStatus
  /** `null` until something is known of it. */
  readonly content: Content | null
  readonly isDirty: boolean
  readonly isSaving: boolean
  /** What is open, and how it would be if mine won. */
  readonly merged: Joined
  /** The other side of what is open. */
  readonly theirs: Content | null
  /** That side was typed on this device, and never saved. */
  readonly isOurs: boolean
  /** ms since 1970 */
  readonly savedAt: number | null
  /** What the server has, and its revision. */
  readonly saved: Content | null
  readonly revision: number
  /** Can the last decision be taken back? */
  readonly canUndo: boolean
  readonly trouble: Trouble | null
  /** What the server said against the last save; `null` when it is not at fault. */
  readonly error: ErrorBody | null
  /** Is what is not saved kept on this device? `false`: storage is full or refused. */
  readonly isKept: boolean
}

/** @param isWritten a form has passed something, if only nothing */
export function look(
  draft: Draft,
  world: Pick<World, 'sides'>,
  { isWritten, wall }: { readonly isWritten: boolean; readonly wall: (at: number) => number },
): Omit<DraftView, 'error' | 'isKept'> {
  const status = statusOf(draft)
  const dirty = isDirty(draft)
  // A draft that nobody ever saved or wrote holds nothing yet.
  const isKnown = (draft.confirmed?.revision ?? 0) > 0 || isWritten || dirty
  return {
    status,
    content: isKnown ? draft.mine : null,
    isDirty: dirty,
    isSaving: draft.saving !== null && draft.isUp,
    merged: conflictsOf(draft, world),
    theirs: draft.fork?.theirs ?? null,
    isOurs: draft.fork?.isOurs ?? false,
    savedAt: draft.savedAt === null ? null : wall(draft.savedAt),
    saved: draft.confirmed?.content ?? null,
    revision: draft.confirmed?.revision ?? 0,
    canUndo: draft.before !== null,
    trouble: troubleOf(draft),
  }
}
