import { diffArrays } from 'diff'

/** Words of the base from `from` up to `to` became those of the other text from `into` up to `end`. */
export interface Hunk {
  readonly from: number
  readonly to: number
  readonly into: number
  readonly end: number
}

/** Edits that are looked for in one go. Their square is what it costs: some milliseconds. */
const EDITS = 256
/** How often a part is taken apart: texts that would need more of it are nothing that people do to one. */
const DEPTH = 8
/** So many searches may come to nothing: both texts written anew would take half a second, at 20,000 words. */
const SEARCHES = 5

/**
 * What changed, in order; between two hunks there is a word at least that did not.
 * Texts that have nearly nothing in common are taken for rewritten: coarser, but nothing is lost by it.
 */
export function hunksOf(base: readonly string[], other: readonly string[]): readonly Hunk[] {
  const hunks: Hunk[] = []
  let searches = 0
  const open: { readonly part: Hunk; readonly depth: number }[] = [
    { part: { from: 0, to: base.length, into: 0, end: other.length }, depth: 0 },
  ]
  for (let next = open.pop(); next; next = open.pop()) {
    const { depth } = next
    const part = withoutEnds(base, other, next.part)
    if (part.from === part.to && part.into === part.end) continue
    if (part.from === part.to || part.into === part.end) {
      hunks.push(part)
      continue
    }
    const found = searches < SEARCHES ? edits(base, other, part) : [part]
    if (found) {
      hunks.push(...found)
      continue
    }
    searches += 1
    const parts = depth < DEPTH ? apart(base, other, part) : []
    if (parts.length === 0) hunks.push(part)
    for (const smaller of parts.toReversed()) open.push({ part: smaller, depth: depth + 1 })
  }
  return hunks
}

/** What is alike at both ends is soon found, and often is nearly all. */
function withoutEnds(base: readonly string[], other: readonly string[], { from, to, into, end }: Hunk): Hunk {
  let [first, last, firstOther, lastOther] = [from, to, into, end]
  while (first < last && firstOther < lastOther && base[first] === other[firstOther]) {
    first += 1
    firstOther += 1
  }
  while (first < last && firstOther < lastOther && base[last - 1] === other[lastOther - 1]) {
    last -= 1
    lastOther -= 1
  }
  return { from: first, to: last, into: firstOther, end: lastOther }
}

/** The fewest edits (Myers); `null`: there are too many. */
function edits(base: readonly string[], other: readonly string[], part: Hunk): readonly Hunk[] | null {
  const changes = diffArrays(base.slice(part.from, part.to), other.slice(part.into, part.end), {
    maxEditLength: EDITS,
  })
  if (!changes) return null
  const hunks: Hunk[] = []
  let { from, into } = part
  let open: Hunk | null = null
  for (const { count, added, removed } of changes) {
    if (!added && !removed) {
      if (open) hunks.push(open)
      open = null
      from += count
      into += count
      continue
    }
    const begun: Hunk = open ?? { from, to: from, into, end: into }
    if (removed) from += count
    else into += count
    open = { ...begun, to: from, end: into }
  }
  if (open) hunks.push(open)
  return hunks
}

/** The parts between words that both texts have once, as far as those stand in the same order; none without any. */
function apart(base: readonly string[], other: readonly string[], part: Hunk): readonly Hunk[] {
  const once = onceIn(base, part.from, part.to)
  const onceInOther = onceIn(other, part.into, part.end)
  const pairs: Pair[] = []
  for (const [word, at] of onceInOther) {
    const atBase = once.get(word)
    if (atBase !== undefined) pairs.push({ base: atBase, other: at })
  }
  const anchors = longestRise(pairs)
  if (anchors.length === 0) return []
  const parts: Hunk[] = []
  let [from, into] = [part.from, part.into]
  for (const anchor of anchors) {
    parts.push({ from, to: anchor.base, into, end: anchor.other })
    from = anchor.base + 1
    into = anchor.other + 1
  }
  return [...parts, { from, to: part.to, into, end: part.end }]
}

/** Where those words stand that are there once, in order. */
function onceIn(words: readonly string[], from: number, to: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const repeated = new Set<string>()
  for (let at = from; at < to; at += 1) {
    const word = words[at] ?? ''
    if (found.has(word)) repeated.add(word)
    else found.set(word, at)
  }
  for (const word of repeated) found.delete(word)
  return found
}

interface Pair {
  readonly base: number
  readonly other: number
}

/** The longest row of pairs that rises in both texts; they come in the order of the other. */
function longestRise(pairs: readonly Pair[]): readonly Pair[] {
  interface Link {
    readonly pair: Pair
    readonly before: Link | null
  }
  const ends: Link[] = []
  for (const pair of pairs) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle]?.pair.base ?? 0) < pair.base) low = middle + 1
      else high = middle
    }
    ends[low] = { pair, before: ends[low - 1] ?? null }
  }
  const rise: Pair[] = []
  for (let link = ends.at(-1) ?? null; link; link = link.before) rise.push(link.pair)
  return rise.toReversed()
}
