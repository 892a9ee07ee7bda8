import { sameContent, type Content } from './content.js'
import type { Draft, Fork, Told, Version, World } from './draft.js'
import { isObject } from './json.js'
import type { Choices } from './resolve.js'
import { choose, type Joined, type Sides } from './rule.js'

/** What is in conflict; empty when nothing is. */
export const conflictsOf = (draft: Draft, { sides }: Pick<World, 'sides'>): Joined =>
  draft.fork ? sides.merge(sidesOf(draft, draft.fork)) : { content: draft.mine, conflicts: [], review: [] }

/** How it would be if these were the decisions; what has none is as we have it. @throws UndecidedError for one that does not fit */
export function previewOf(draft: Draft, choices: Choices, { sides }: Pick<World, 'sides'>): Content {
  if (!draft.fork) return draft.mine
  const between = sidesOf(draft, draft.fork)
  return sides.resolve(between, { ...choose(sides.merge(between).conflicts, 'mine'), ...choices })
}

/** The server has gone on: what is ours is put on top of it, or it is asked whose stands. */
export function confirmed(draft: Draft, told: Told, world: World): Draft {
  const known = draft.confirmed
  if (known && told.revision < known.revision) return draft
  const version = readable(told)
  if (!version) return unreadable(draft)
  if (known && told.revision === known.revision)
    // A revision never changes: this is another one, of another count.
    return sameContent(version.content, known.content) ? readAgain(draft, world) : beganAnew(draft, told, world)
  const next = { ...readAgain(draft, world), confirmed: version }
  return isContained(draft, version) && !draft.fork ? { ...next, joined: version } : catchUp(next, world)
}

/** Is there nothing in it that we do not have? */
function isContained({ saving, heard }: Draft, { content, revision }: Version): boolean {
  // Our own save, heard of before its answer; or that of another tab.
  const isOurs = saving?.baseRevision === revision - 1 && sameContent(saving.content, content)
  return isOurs || Object.values(heard).some((one) => sameContent(one, content))
}

/** As after a backup was brought back. What both began with may never have been: nothing is taken for removed. */
export function beganAnew(draft: Draft, told: Told, world: World): Draft {
  const version = readable(told)
  if (!version) return unreadable({ ...draft, confirmed: null, joined: null })
  const fork = draft.fork?.isOurs ? draft.fork : null
  const next = { ...readAgain(draft, world), confirmed: version, joined: NOTHING, fork, heard: {} }
  return catchUp(next, world)
}
const NOTHING: Version = { content: {}, revision: 0 }

const readable = ({ content, revision }: Told): Version | null => (isObject(content) ? { content, revision } : null)
const unreadable = (draft: Draft): Draft => ({ ...draft, trouble: 'unreadable' })
const readAgain = (draft: Draft, { now }: World): Draft =>
  draft.trouble === 'unreadable' ? { ...draft, trouble: null, editedAt: now, dirtySince: now } : draft

function catchUp(draft: Draft, world: World): Draft {
  const { confirmed, joined, fork } = draft
  if (!confirmed || confirmed === joined || fork?.isOurs) return draft
  const base = fork?.base ?? joined?.content ?? {}
  return join(
    { ...draft, joined: confirmed, foreign: confirmed.revision },
    { base, theirs: confirmed.content, isOurs: false },
    world,
  )
}

export function join(draft: Draft, fork: Fork, world: World): Draft {
  const { content, conflicts } = world.sides.merge(sidesOf(draft, fork))
  if (conflicts.length === 0) return catchUp({ ...draft, mine: content, fork: null }, world)
  const { wins } = world
  if (wins === null) return { ...draft, fork }
  return settle(draft, fork, choose(conflicts, wins), world)
}

function settle(draft: Draft, fork: Fork, choices: Choices, world: World): Draft {
  const mine = world.sides.resolve(sidesOf(draft, fork), choices)
  return catchUp({ ...draft, mine, fork: null, before: { mine: draft.mine, fork } }, world)
}

const sidesOf = ({ mine }: Draft, { base, theirs }: Fork): Sides => ({ base, mine, theirs })

/** @throws UndecidedError */
export function resolved(draft: Draft, choices: Choices, world: World): Draft {
  const { fork } = draft
  if (!fork) return draft
  return { ...touched(settle(draft, fork, choices, world), draft, world), editedAt: Number.NEGATIVE_INFINITY }
}

/** What it holds is another content than before, to be saved. */
export function touched(next: Draft, before: Draft, world: World): Draft {
  if (sameContent(next.mine, before.mine)) return counted(next, before, world)
  const { now } = world
  const trouble = next.trouble === 'invalid' ? null : next.trouble
  return { ...counted(next, before, world), trouble, editedAt: now, dirtySince: before.dirtySince ?? now }
}

/** What other tabs do not have yet is an edit of this one. */
export function counted(next: Draft, before: Draft, { tab }: World): Draft {
  if (sameContent(next.mine, before.mine) && next.fork === before.fork) return next
  return { ...next, seen: { ...next.seen, [tab]: (next.seen[tab] ?? 0) + 1 } }
}

/** What the server and we agreed upon last. */
export const agreed = ({ joined }: Pick<Draft, 'joined'>): Content => joined?.content ?? {}
