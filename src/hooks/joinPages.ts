/** Something that is known by its id, as an item of a list is. */
interface Item {
  readonly id: string
}

/**
 * The list that a live head and its pages make together, newest first, each item once; `null` when the two have nothing in
 * common, so that nobody knows what lies between. Both follow the same events, but either may be a moment ahead.
 * @param pages the first was a head itself once
 */
export function joinPages<T extends Item>(
  head: readonly T[],
  pages: readonly { readonly items: readonly T[] }[],
): readonly T[] | null {
  const inHead = new Set(head.map(({ id }) => id))
  const paged = [...new Map(pages.flatMap(({ items }) => items).map((item) => [item.id, item])).values()]
  const meeting = paged.findIndex(({ id }) => inHead.has(id))
  if (meeting === -1) return null
  const behind = paged.slice(meeting).filter(({ id }) => !inHead.has(id))
  return [...paged.slice(0, meeting), ...head, ...behind]
}
