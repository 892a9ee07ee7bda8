import { isDirty, type Draft, type Refusal, type World } from './draft.js'
import { beganAnew, confirmed } from './join.js'

/** Typing without a pause is saved all the same, after so many intervals. */
const LONGEST_INTERVALS = 3

/** When to be called with `due`; `null`: nothing waits for time alone. */
export function dueAt(draft: Draft, { intervalMs }: Pick<World, 'intervalMs'>): number | null {
  if (draft.saving || !maySave(draft) || draft.editedAt === null) return null
  const quiet = draft.editedAt + intervalMs
  const longest = (draft.dirtySince ?? draft.editedAt) + LONGEST_INTERVALS * intervalMs
  return Math.max(Math.min(quiet, longest), draft.retryAt)
}

const maySave = (draft: Draft): boolean =>
  draft.isUp &&
  draft.isAdmitted &&
  draft.confirmed !== null &&
  draft.fork === null &&
  (draft.trouble === null || draft.trouble === 'failing')

/** Begins a save when one is due. One at a time; what is typed meanwhile follows. */
export function save(draft: Draft, world: World): Draft {
  const at = dueAt(draft, world)
  if (draft.saving || at === null || at > world.now || !draft.confirmed) return draft
  if (!isDirty(draft)) return { ...draft, editedAt: null, dirtySince: null }
  if (!world.isValid(draft.mine)) return { ...draft, editedAt: null, trouble: 'invalid' }
  return {
    ...draft,
    saving: { id: world.newId(), content: draft.mine, baseRevision: draft.confirmed.revision },
    editedAt: null,
    dirtySince: null,
  }
}

/** Whatever there is to save is due. */
export const savedNow = (draft: Draft): Draft => ({
  ...draft,
  retryAt: 0,
  editedAt: isDirty(draft) ? Number.NEGATIVE_INFINITY : null,
})

export function linked(draft: Draft, isUp: boolean, { now }: World): Draft {
  const { saving } = draft
  if (!isUp || draft.isUp) return { ...draft, isUp }
  // It goes out again with the link; of the old one nothing more will be heard. Who was taken out may be let in again.
  const next = { ...draft, isUp, saving: saving && { ...saving }, retryAt: 0 }
  return draft.trouble === 'forbidden' ? { ...next, trouble: null, editedAt: now, dirtySince: now } : next
}

export function admitted(draft: Draft, isAdmitted: boolean, { now }: World): Draft {
  if (isAdmitted === draft.isAdmitted) return draft
  const trouble = draft.trouble === 'forbidden' ? null : draft.trouble
  return isAdmitted ? { ...draft, isAdmitted, trouble, editedAt: now, dirtySince: now } : { ...draft, isAdmitted }
}

export function saved(draft: Draft, { id, revision }: { id: string; revision: number }, { now }: World): Draft {
  const { saving } = draft
  if (saving?.id !== id) return draft
  const trouble = draft.trouble === 'failing' ? null : draft.trouble
  const settled: Draft = { ...draft, saving: null, failures: 0, trouble, savedAt: now }
  const version = { content: saving.content, revision }
  return (draft.confirmed?.revision ?? 0) < revision ? { ...settled, confirmed: version, joined: version } : settled
}

export function unanswered(
  draft: Draft,
  { id, isReachable }: { id: string; isReachable: boolean },
  world: World,
): Draft {
  const { saving } = draft
  if (saving?.id !== id) return draft
  return { ...failed(draft, world), saving: isReachable ? { ...saving } : saving }
}

export function refused(draft: Draft, { id, refusal }: { id: string; refusal: Refusal }, world: World): Draft {
  const { saving } = draft
  if (saving?.id !== id) return draft
  const open: Draft = { ...draft, saving: null, editedAt: world.now, dirtySince: world.now }
  switch (refusal.why) {
    case 'conflict': {
      const { current } = refusal
      // Tried again as it is, in case nothing is ever heard of it.
      if (!current) return { ...failed(open, world), retryAt: world.now + refusal.retryAfterMs }
      // What is heard of now is newer than what we thought, and is saved upon at once.
      const again = { ...open, editedAt: Number.NEGATIVE_INFINITY }
      // We were told of more revisions than there are.
      return current.revision < saving.baseRevision
        ? beganAnew(again, current, world)
        : confirmed(again, current, world)
    }
    case 'invalid':
      return { ...open, trouble: 'invalid' }
    case 'forbidden':
      return { ...open, trouble: 'forbidden' }
    case 'failed':
      return { ...failed(open, world), retryAt: world.now + refusal.retryAfterMs }
    default:
      return refusal satisfies never
  }
}

function failed(draft: Draft, { maxFailures }: World): Draft {
  const failures = draft.failures + 1
  return { ...draft, failures, trouble: failures >= maxFailures && draft.trouble === null ? 'failing' : draft.trouble }
}
