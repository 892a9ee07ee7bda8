import { sameContent, withFieldsOf, type Content } from './content.js'
import { filled, known, origin } from './form.js'
import type { Choices } from './resolve.js'
import { choose, type Joined, type Rule, type Sides } from './rule.js'

/** What the server holds, and how often it was saved. */
export interface Version {
  readonly content: Content
  /** 0: never saved. */
  readonly revision: number
}

/** Two versions that wait for somebody to decide between them. */
export interface Fork {
  /** What both began with. */
  readonly base: Content
  readonly theirs: Content
  /** The other side holds something that was typed here and never saved: no newer version may take its place. */
  readonly isOurs: boolean
}

export interface Save {
  /** The same for every attempt: the server does it once. */
  readonly id: string
  readonly content: Content
  readonly baseRevision: number
}

/** Why saving has stopped. `invalid` ends with the next edit, `failing` with a save that works, `forbidden` never. */
export type Trouble = 'invalid' | 'failing' | 'forbidden'

/**
 * One draft on one page. Pure: `step` decides, whoever calls it acts.
 *
 *     loading ──▶ clean ⇄ dirty ⇄ saving ──▶ clean
 *                   │        └──▶ offline ──▶ saving
 *                   └── the server went on, and so did we ──▶ conflict ──▶ dirty
 *
 * Nothing but `confirmed` says what the server has, and it only moves forward; whether there is something to save is what
 * differs from it.
 */
export interface Draft {
  /** The newest known of the server; `null`: not known yet, and nothing is saved before it is. */
  readonly confirmed: Version | null
  /** The newest whose changes are in `mine`. Older than `confirmed` only while a conflict is open. */
  readonly joined: Version | null
  /** With everything that was typed. */
  readonly mine: Content
  readonly fork: Fork | null
  /** What the form passed last: an edit is the difference to that. `null`: it has passed nothing yet. */
  readonly form: Content | null
  /** What the form may have been filled with, oldest first, until it first passes something. */
  readonly shown: readonly Content[]
  readonly saving: Save | null
  readonly isUp: boolean
  /** When the last edit was made that is not saved, and the first. */
  readonly editedAt: number | null
  readonly dirtySince: number | null
  /** Not before then is a save tried again. */
  readonly retryAt: number
  /** Saves that failed, one after the other. */
  readonly failures: number
  readonly trouble: Trouble | null
  readonly savedAt: number | null
  /** How things stood before the last conflict was settled. */
  readonly before: { readonly mine: Content; readonly fork: Fork } | null
}

export const newDraft: Draft = {
  confirmed: null,
  joined: null,
  mine: {},
  fork: null,
  form: null,
  shown: [],
  saving: null,
  isUp: false,
  editedAt: null,
  dirtySince: null,
  retryAt: 0,
  failures: 0,
  trouble: null,
  savedAt: null,
  before: null,
}

/** What survives a reload. */
export type Copy = Pick<Draft, 'confirmed' | 'joined' | 'mine' | 'fork'>

export type Refusal =
  /** Somebody saved before us; what they saved comes along, or over the stream. */
  | { readonly why: 'conflict'; readonly current: Version | null }
  /** The content as it is will never be taken. */
  | { readonly why: 'invalid' }
  | { readonly why: 'forbidden' }
  /** Worth another try. */
  | { readonly why: 'failed'; readonly retryAfterMs: number }

export type DraftEvent =
  /** The form passed its content. */
  | { readonly is: 'edited'; readonly content: Content }
  /** Another tab of the same user passed its. */
  | { readonly is: 'edited elsewhere'; readonly from: Content; readonly to: Content }
  /** The server's version, by whatever way. */
  | { readonly is: 'confirmed'; readonly version: Version }
  /** What an earlier visit left on this device. */
  | { readonly is: 'restored'; readonly copy: Copy }
  | { readonly is: 'link'; readonly isUp: boolean }
  /** The time has come that `dueAt` said. */
  | { readonly is: 'due' }
  /** By hand, or because the page goes: now, whatever the interval. */
  | { readonly is: 'save' }
  | { readonly is: 'saved'; readonly id: string; readonly revision: number }
  /** Nobody knows what became of it: it is sent again. */
  | { readonly is: 'unanswered'; readonly id: string }
  | { readonly is: 'refused'; readonly id: string; readonly refusal: Refusal }
  | { readonly is: 'resolved'; readonly choices: Choices }
  /** The last conflict that was settled is open again. */
  | { readonly is: 'undone' }

export interface World {
  readonly now: number
  readonly intervalMs: number
  /** A name for a new save. */
  readonly newId: () => string
  readonly isValid: (content: Content) => boolean
  /** How an edit is put onto what it does not know of. */
  readonly words: Rule
  /** How the server's changes and ours are joined. */
  readonly sides: Rule
  /** Who wins a conflict without being asked. */
  readonly wins: 'mine' | 'theirs' | null
  readonly maxFailures: number
}

/** Typing without a pause is saved all the same, after so many intervals. */
const LONGEST_INTERVALS = 3

export const isDirty = ({ confirmed, mine }: Draft): boolean => !sameContent(mine, confirmed?.content ?? {})

/** What is in conflict; empty when nothing is. */
export const conflictsOf = (draft: Draft, { sides }: Pick<World, 'sides'>): Joined =>
  draft.fork ? sides.merge(sidesOf(draft, draft.fork)) : { content: draft.mine, conflicts: [], review: [] }

/** How it would be if these were decided so; what has no choice is as we have it. @throws UndecidedError for one that does not fit */
export function previewOf(draft: Draft, choices: Choices, { sides }: Pick<World, 'sides'>): Content {
  if (!draft.fork) return draft.mine
  const between = sidesOf(draft, draft.fork)
  return sides.resolve(between, { ...choose(sides.merge(between).conflicts, 'mine'), ...choices })
}

/** @returns the draft after the event. Whenever `saving` is another object than before, it is to be sent, under its id. */
export function step(draft: Draft, event: DraftEvent, world: World): Draft {
  const next = decide(draft, event, world)
  // What came on top of a decision would be undone with it.
  const isBuiltUpon = next.before === draft.before && next.mine !== draft.mine && !sameContent(next.mine, draft.mine)
  return isBuiltUpon ? { ...next, before: null } : next
}

function decide(draft: Draft, event: DraftEvent, world: World): Draft {
  switch (event.is) {
    case 'edited':
      return save(edited(draft, event.content, world), world)
    case 'edited elsewhere':
      return elsewhere(draft, event, world)
    case 'confirmed':
      return save(confirmed(draft, event.version, world), world)
    case 'restored':
      return save(restored(draft, event.copy, world), world)
    case 'link':
      return save(linked(draft, event.isUp), world)
    case 'due':
      return save(draft, world)
    case 'save':
      return save({ ...draft, retryAt: 0, editedAt: isDirty(draft) ? -Infinity : null }, world)
    case 'saved':
      return save(saved(draft, event, world), world)
    case 'unanswered':
      return draft.saving?.id === event.id ? { ...draft, saving: { ...draft.saving } } : draft
    case 'refused':
      return save(refused(draft, event, world), world)
    case 'resolved':
      return save(resolved(draft, event.choices, world), world)
    case 'undone':
      return draft.before ? { ...draft, ...draft.before, before: null } : draft
    default:
      return event satisfies never
  }
}

/** When to be called with `due`; `null`: nothing waits for time alone. */
export function dueAt(draft: Draft, { intervalMs }: Pick<World, 'intervalMs'>): number | null {
  if (draft.saving || !maySave(draft) || draft.editedAt === null) return null
  const quiet = draft.editedAt + intervalMs
  const longest = (draft.dirtySince ?? draft.editedAt) + LONGEST_INTERVALS * intervalMs
  return Math.max(Math.min(quiet, longest), draft.retryAt)
}

const maySave = (draft: Draft): boolean =>
  draft.isUp &&
  draft.confirmed !== null &&
  draft.fork === null &&
  draft.trouble !== 'forbidden' &&
  draft.trouble !== 'invalid'

/** Begins a save when one is due. One at a time; what is typed meanwhile follows. */
function save(draft: Draft, world: World): Draft {
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

function linked(draft: Draft, isUp: boolean): Draft {
  const { saving } = draft
  // It goes out again with the link; of the old one nothing more will be heard.
  const again = isUp && !draft.isUp && saving ? { ...saving } : saving
  return { ...draft, isUp, saving: again, retryAt: isUp ? 0 : draft.retryAt }
}

function saved(draft: Draft, { id, revision }: { id: string; revision: number }, { now }: World): Draft {
  const { saving } = draft
  if (saving?.id !== id) return draft
  const settled: Draft = { ...draft, saving: null, failures: 0, trouble: null, savedAt: now }
  const version = { content: saving.content, revision }
  return (draft.confirmed?.revision ?? 0) < revision ? { ...settled, confirmed: version, joined: version } : settled
}

function refused(draft: Draft, { id, refusal }: { id: string; refusal: Refusal }, world: World): Draft {
  const { saving } = draft
  if (saving?.id !== id) return draft
  const open: Draft = { ...draft, saving: null, editedAt: world.now, dirtySince: world.now }
  switch (refusal.why) {
    case 'conflict': {
      // What is heard of next is newer than what we thought, and is saved upon at once.
      const again = { ...open, editedAt: -Infinity }
      return refusal.current ? confirmed(again, refusal.current, world) : open
    }
    case 'invalid':
      return { ...open, trouble: 'invalid' }
    case 'forbidden':
      return { ...open, trouble: 'forbidden' }
    case 'failed': {
      const failures = draft.failures + 1
      const trouble = failures >= world.maxFailures ? 'failing' : draft.trouble
      return { ...open, failures, trouble, retryAt: world.now + refusal.retryAfterMs }
    }
    default:
      return refusal satisfies never
  }
}

/** The server has gone on: what is ours is put on top of it, or it is asked whose stands. */
function confirmed(draft: Draft, version: Version, world: World): Draft {
  if (draft.confirmed && version.revision <= draft.confirmed.revision) return draft
  const { saving } = draft
  // Our own save, heard of before its answer: there is nothing in it that we do not have.
  const isOurs = saving?.baseRevision === version.revision - 1 && sameContent(saving.content, version.content)
  return isOurs && !draft.fork
    ? { ...draft, confirmed: version, joined: version }
    : catchUp({ ...draft, confirmed: version }, world)
}

function catchUp(draft: Draft, world: World): Draft {
  const { confirmed, joined, fork } = draft
  if (!confirmed || confirmed === joined || fork?.isOurs) return draft
  const base = fork?.base ?? joined?.content ?? {}
  return join({ ...draft, joined: confirmed }, { base, theirs: confirmed.content, isOurs: false }, world)
}

function join(draft: Draft, fork: Fork, world: World): Draft {
  const sides = sidesOf(draft, fork)
  const { content, conflicts } = world.sides.merge(sides)
  if (conflicts.length === 0) return catchUp(show({ ...draft, mine: content, fork: null }), world)
  const { wins } = world
  if (wins === null) return { ...draft, fork }
  return settle(draft, fork, choose(conflicts, wins), world)
}

function settle(draft: Draft, fork: Fork, choices: Choices, world: World): Draft {
  const mine = world.sides.resolve(sidesOf(draft, fork), choices)
  return catchUp(show({ ...draft, mine, fork: null, before: { mine: draft.mine, fork } }), world)
}

const sidesOf = ({ mine }: Draft, { base, theirs }: Fork): Sides => ({ base, mine, theirs })

function resolved(draft: Draft, choices: Choices, world: World): Draft {
  const { fork } = draft
  if (!fork) return draft
  return { ...touched(settle(draft, fork, choices, world), draft, world), editedAt: -Infinity }
}

function restored(draft: Draft, copy: Copy, world: World): Draft {
  // Of whatever the server has said meanwhile, what was kept knows nothing; of what was typed, neither.
  const { confirmed: heard, form, shown } = draft
  const typed = form ? { form, from: origin(form, shown, heard?.content) } : null
  const first: Draft = { ...draft, ...copy, form: null, editedAt: world.now, dirtySince: world.now }
  const caught = heard ? confirmed(first, heard, world) : first
  return show(
    typed
      ? { ...putOnto(caught, typed.from, { ...typed.from, ...filled(typed.form, typed.from) }, world), form }
      : caught,
  )
}

/** Until the form first speaks, nobody knows which of what was shown it was filled with. */
function show(draft: Draft): Draft {
  if (draft.form !== null || sameContent(draft.shown.at(-1), draft.mine)) return draft
  return { ...draft, shown: [...draft.shown.slice(-SHOWN_KEPT), draft.mine] }
}
const SHOWN_KEPT = 19

function edited(draft: Draft, content: Content, world: World): Draft {
  const from = draft.form ? known(draft.form, draft.mine) : origin(content, draft.shown, draft.confirmed?.content)
  // A form may have fewer fields than the draft: only one that it had before can be taken away by it.
  const to = draft.form ? filled(content, from) : { ...from, ...filled(content, from) }
  const next = { ...putOnto(draft, from, to, world), form: content, shown: [] }
  return touched(next, draft, world)
}

/** Puts the difference of two versions onto ours. Where that has moved on under the form, it is asked, not overwritten. */
function putOnto(draft: Draft, from: Content, to: Content, world: World): Draft {
  const { content, conflicts } = world.words.merge({ base: from, mine: to, theirs: draft.mine })
  const fields = new Set(conflicts.flatMap(({ path: [field] }) => (typeof field === 'string' ? field : [])))
  if (fields.size === 0) return { ...draft, mine: content }
  const agreed = draft.joined?.content ?? {}
  const { base, theirs } = draft.fork ?? { base: agreed, theirs: agreed }
  const fork = {
    base: withFieldsOf(base, from, fields),
    theirs: withFieldsOf(theirs, draft.mine, fields),
    isOurs: true,
  }
  return join({ ...draft, mine: content }, fork, world)
}

/** The tab in which it was typed saves it; should that be gone, this one does. */
function elsewhere(draft: Draft, { from, to }: { from: Content; to: Content }, world: World): Draft {
  const next = show(putOnto(draft, from, to, world))
  if (sameContent(next.mine, draft.mine)) return next
  return {
    ...next,
    editedAt: world.now + world.intervalMs,
    dirtySince: draft.dirtySince ?? world.now + world.intervalMs,
  }
}

function touched(next: Draft, before: Draft, { now }: World): Draft {
  if (sameContent(next.mine, before.mine)) return next
  const trouble = next.trouble === 'invalid' ? null : next.trouble
  return { ...next, trouble, editedAt: now, dirtySince: before.dirtySince ?? now }
}

/** What there is to say of it. */
export type DraftStatus = 'loading' | 'clean' | 'dirty' | 'saving' | 'offline' | 'conflict' | 'error'

export function statusOf(draft: Draft): DraftStatus {
  if (draft.fork) return 'conflict'
  if (draft.trouble === 'failing' || draft.trouble === 'forbidden') return 'error'
  if (draft.saving && draft.isUp) return 'saving'
  if (isDirty(draft)) return draft.isUp ? 'dirty' : 'offline'
  return draft.confirmed ? 'clean' : 'loading'
}
