import { isEmpty, sameContent, type Content } from './content.js'

/*
 * A form passes whole objects, and may have been filled before there was anything to fill it with. So what it passes first
 * is compared with all that it can have been filled with: what was shown, or nothing.
 */

/**
 * What the form was filled with: that of which the most fields are as they were; of several, the newest. A form of one field
 * leaves that open, for what is in it may be typed over what was shown, or into an empty field; then only what resembles
 * what was shown is taken for an edit of it. The other way somebody is asked, this way nobody would be.
 */
export function closest(passed: Content, shown: readonly Content[]): Content {
  const nothing: Content = {}
  const changes = (from: Content) => Object.keys(passed).filter((name) => !isUntouched(passed[name], from[name]))
  let best = nothing
  let fewest = changes(nothing).length
  for (const from of shown) {
    const changed = changes(from)
    if (changed.length > fewest) continue
    const isGuess = changed.length === fewest && best === nothing && fewest > 0
    if (isGuess && !changed.every((name) => resembles(passed[name], from[name]))) continue
    best = from
    fewest = changed.length
  }
  return best
}

/** What the form means by its content: a field left empty that nobody filled in yet is not meant to be there. */
export const filled = (passed: Content, from: Content): Content =>
  Object.fromEntries(Object.entries(passed).filter(([name, value]) => Object.hasOwn(from, name) || !isEmpty(value)))

/** The same of what it passed before: what it left empty, and the draft does not have. */
export const known = (form: Content, mine: Content): Content =>
  Object.fromEntries(Object.entries(form).filter(([name, value]) => Object.hasOwn(mine, name) || !isEmpty(value)))

const isUntouched = (passed: unknown, shown: unknown): boolean =>
  shown === undefined ? isEmpty(passed) : sameContent(passed, shown)

/** Is at least half of the one still at both ends of the other? */
function resembles(passed: unknown, shown: unknown): boolean {
  if (typeof passed !== 'string' || typeof shown !== 'string') return shown !== undefined
  const shorter = Math.min(passed.length, shown.length)
  let start = 0
  while (start < shorter && passed[start] === shown[start]) start += 1
  let end = 0
  while (end < shorter - start && passed.at(-1 - end) === shown.at(-1 - end)) end += 1
  return start + end >= Math.max(passed.length, shown.length) / 2
}
