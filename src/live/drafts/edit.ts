import { sameContent, withFieldsOf, type Content } from './content.js'
import type { Copy, Draft, World } from './draft.js'
import { digestOf } from './json.js'
import { agreed, confirmed, join, touched } from './join.js'

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
export function editedElsewhere(draft: Draft, { from, copy }: { from: Content; copy: Copy }, world: World): Draft {
  // Somebody is being asked there: what comes of it is told when it is decided.
  if (copy.fork) return draft
  const next = follow(draft, from, copy, world)
  if (sameContent(next.mine, draft.mine) && next.fork === draft.fork) return next
  return {
    ...next,
    editedAt: world.now + world.intervalMs,
    dirtySince: draft.dirtySince ?? world.now + world.intervalMs,
  }
}

const CONTAINED = 16

function follow(draft: Draft, from: Content, copy: Copy, world: World): Draft {
  const { mine, fork, confirmed, contained } = draft
  const all = new Set([...contained, ...copy.contained, digestOf(copy.mine)])
  const next = { ...draft, contained: [...all].slice(-CONTAINED) }
  // All that is here is there, too.
  const digest = digestOf(mine)
  const isBehind =
    [from, agreed(copy)].some((one) => sameContent(one, mine)) || [...contained, ...copy.contained].includes(digest)
  const ahead = (copy.joined?.revision ?? 0) - (confirmed?.revision ?? 0)
  // A question that is open here was answered there.
  const isAnswered = fork === null || (!fork.isOurs && ahead >= 0)
  if (isBehind && isAnswered) {
    const { confirmed, joined } = ahead > 0 ? copy : draft
    return { ...next, confirmed, joined, mine: copy.mine, fork: null }
  }
  const put = putOnto(next, from, copy.mine, world)
  return put.fork === fork ? put : { ...put, contained }
}

/** Would nothing be lost with a copy, because all of it is here? */
export const covers = ({ mine, contained }: Draft, copy: Copy): boolean =>
  copy.fork === null && (sameContent(mine, copy.mine) || contained.includes(digestOf(copy.mine)))

export function restored(draft: Draft, copy: Copy, world: World): Draft {
  // Of whatever the server has said meanwhile, what was kept knows nothing; of what was typed, neither.
  const first: Draft = { ...draft, ...copy, editedAt: world.now, dirtySince: world.now }
  const caught = draft.confirmed ? confirmed(first, draft.confirmed, world) : first
  return putOnto(caught, draft.fork?.base ?? agreed(draft), draft.mine, world)
}
