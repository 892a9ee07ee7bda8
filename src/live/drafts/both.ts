import { isList } from './json.js'
import { union } from './lists.js'

/** Mine, and theirs after it, where that makes sense; else `null`. */
export function both(mine: unknown, theirs: unknown): unknown {
  if (isList(mine) && isList(theirs)) return union(mine, theirs)
  return typeof mine === 'string' && typeof theirs === 'string' ? joined(mine, theirs) : null
}

/** One behind the other, so that no two words become one. */
function joined(mine: string, theirs: string): string {
  if (mine === '' || theirs === '' || /\s$/.test(mine) || /^\s/.test(theirs)) return mine + theirs
  return mine + (/\n/.test(mine + theirs) ? '\n' : ' ') + theirs
}
