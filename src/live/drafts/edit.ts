import { sameContent, withFieldsOf, type Content } from './content.js'
import type { Copy, Draft, Seen, World } from './draft.js'
import { agreed, confirmed, counted, join, touched } from './join.js'

export const edited = (draft: Draft, { from, to }: { from: Content; to: Content }, world: World): Draft =>
  touched(putOnto(draft, from, to, world), draft, world)

/** Puts the difference of two versions onto ours. Where that has moved on meanwhile, it is asked, not overwritten. */
function putOnto(draft: Draft, from: Content, to: Content, world: World): Draft {
  const { mine } = draft
  const changed = namesIn(from, to).filter((name) => !sameContent(from[name], to[name]))
  if (changed.length === 0) return draft
  // Mostly nothing has: then there is nothing to merge, which takes its time for a long text.
  if (changed.every((name) => sameContent(mine[name], from[name])))
    return { ...draft, mine: withFieldsOf(mine, to, changed) }
  const { content, conflicts } = world.words.merge({ base: from, mine: to, theirs: mine })
  const fields = new Set(conflicts.flatMap(({ path: [field] }) => (typeof field === 'string' ? field : [])))
  if (fields.size === 0) return { ...draft, mine: content }
  const { base, theirs } = draft.fork ?? { base: agreed(draft), theirs: agreed(draft) }
  const fork = {
    base: withFieldsOf(base, from, fields),
    theirs: withFieldsOf(theirs, mine, fields),
    isOurs: true,
  }
  return join({ ...draft, mine: content }, fork, world)
}

const namesIn = (...contents: readonly Content[]): readonly string[] => [...new Set(contents.flatMap(Object.keys))]

/** The tab in which it was typed saves it; should that be gone, this one does. */
export function editedElsewhere(draft: Draft, { copy }: { copy: Copy }, world: World): Draft {
  // Somebody is being asked there: what comes of it is told when it is decided. And what is an echo of ours, or late, is no news.
  if (copy.fork || hasAll(draft.seen, copy.seen)) return draft
  const next = follow(draft, copy, world)
  if (sameContent(next.mine, draft.mine) && next.fork === draft.fork) return next
  return {
    ...next,
    editedAt: world.now + world.intervalMs,
    dirtySince: draft.dirtySince ?? world.now + world.intervalMs,
  }
}

function follow(draft: Draft, copy: Copy, world: World): Draft {
  const { fork, confirmed, foreign, heard, seen } = draft
  const revision = copy.joined?.revision ?? 0
  const next = { ...draft, seen: latest(seen, copy.seen), heard: { ...heard, [copy.tab]: copy.mine } }
  // All that is here is there, too; and a question that is open here was answered there.
  if (hasAll(copy.seen, seen) && !fork?.isOurs) {
    if (revision > (confirmed?.revision ?? 0))
      return { ...next, confirmed: copy.confirmed, joined: copy.joined, foreign: revision, mine: copy.mine, fork: null }
    // Or that it was saved was heard of before it was heard of itself.
    if (revision >= foreign || sameContent(copy.mine, confirmed?.content))
      return { ...next, joined: confirmed, mine: copy.mine, fork: null }
  }
  const put = putOnto(next, heard[copy.tab] ?? agreed(copy), copy.mine, world)
  return put.fork === fork ? counted(put, draft, world) : { ...put, seen, heard }
}

const hasAll = (one: Seen, other: Seen): boolean =>
  Object.entries(other).every(([tab, count]) => (one[tab] ?? 0) >= count)

const latest = (one: Seen, other: Seen): Seen =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((tab) => [
      tab,
      Math.max(one[tab] ?? 0, other[tab] ?? 0),
    ]),
  )

/** Would nothing be lost with a copy, because all of it is here? */
export const covers = ({ seen }: Draft, copy: Copy): boolean => copy.fork === null && hasAll(seen, copy.seen)

export function restored(draft: Draft, copy: Copy, world: World): Draft {
  // Of whatever the server has said meanwhile, what was kept knows nothing; of what was typed, neither.
  const { tab: _, ...kept } = copy
  const foreign = copy.joined?.revision ?? 0
  const first: Draft = { ...draft, ...kept, foreign, editedAt: world.now, dirtySince: world.now }
  const caught = draft.confirmed ? confirmed(first, draft.confirmed, world) : first
  return counted(putOnto(caught, draft.fork?.base ?? agreed(draft), draft.mine, world), caught, world)
}
