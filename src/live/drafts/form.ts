import { isEmpty, sameContent, type Content } from './content.js'

/*
 * A form passes whole objects, and may have been filled before there was anything to fill it with. So what it passes first
 * is compared with all that it can have been filled with: what was shown, or nothing.
 */

/**
 * What the form was filled with: of what was shown, that with the fewest fields to change, if it can have come from that;
 * else nothing. Where that is not the truth, somebody is asked about what they typed; the other way, what they never saw
 * would be gone.
 * @param saved what the server has: typed over, it is still in the history
 */
export function origin(passed: Content, shown: readonly Content[], saved: Content | undefined): Content {
  let best: Content = {}
  let fewest = Number.POSITIVE_INFINITY
  for (const from of shown) {
    const changed = Object.keys(passed).filter((name) => !isUntouched(passed[name], from[name]))
    if (changed.length > fewest || !canComeFrom(passed, from, changed, sameContent(from, saved))) continue
    best = from
    fewest = changed.length
  }
  return best
}

function canComeFrom(passed: Content, from: Content, changed: readonly string[], isSaved: boolean): boolean {
  if (changed.length === 0) return true
  // Blank where there was something: one field was cleared in a form that shows the others, or the form never showed any.
  if (changed.some((name) => isEmpty(passed[name])))
    return (
      changed.length === 1 &&
      Object.keys(passed).some((name) => !isEmpty(from[name]) && sameContent(passed[name], from[name]))
    )
  const replaced = changed.filter((name) => !resembles(passed[name], from[name]))
  // So does typing into an empty field begin. Typed over what was there, it looks the same.
  const isFirstLetter = replaced.length === changed.length && replaced.every((name) => String(passed[name]).length <= 2)
  return replaced.length === 0 || (isSaved && !isFirstLetter)
}

/** Is most of the shorter still at the ends of the longer? */
function resembles(passed: unknown, shown: unknown): boolean {
  if (typeof passed !== 'string' || typeof shown !== 'string') return shown === undefined
  const shorter = Math.min(passed.length, shown.length)
  let start = 0
  while (start < shorter && passed[start] === shown[start]) start += 1
  let end = 0
  while (end < shorter - start && passed.at(-1 - end) === shown.at(-1 - end)) end += 1
  return start + end > shorter / 2
}

/** What the form means by its content: a field left empty that nobody filled in yet is not meant to be there. */
export const filled = (passed: Content, from: Content): Content =>
  Object.fromEntries(Object.entries(passed).filter(([name, value]) => Object.hasOwn(from, name) || !isEmpty(value)))

/** The same of what it passed before: what it left empty, and the draft does not have. */
export const known = (form: Content, mine: Content): Content =>
  Object.fromEntries(Object.entries(form).filter(([name, value]) => Object.hasOwn(mine, name) || !isEmpty(value)))

const isUntouched = (passed: unknown, shown: unknown): boolean =>
  shown === undefined ? isEmpty(passed) : sameContent(passed, shown)
